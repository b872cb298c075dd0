import type { Detector, DetectorNotes, LiteralDetector, Span, TextDetector } from './detector.ts';
import { wrapped } from './families/wrapped.ts';
import { indexLiterals } from './literal-index.ts';
import { eachLongRun, type RunDetector, type WholeRunDetector } from './long-runs.ts';
import { indexNumbers, isNumeric, type NumericDetector } from './number-groups.ts';

export type AnyDetector = Detector | NumericDetector | RunDetector | WholeRunDetector;

/** What users may choose about the built-in detectors. */
export interface DetectorOptions {
  /** Whether addresses of private networks are personal data. */
  readonly privateAddresses: boolean;
  /** Whether the card numbers that processors publish for tests stay. */
  readonly leaveTestCards: boolean;
}

/** Something found, and by what. */
export interface Match extends Span {
  readonly detector: DetectorNotes;
  /** Lower is stronger. */
  readonly rank: number;
}

/** Looks through a text once, whatever the number of detectors. */
export type Scanner = (text: string) => readonly Match[];

/**
 * A scanner for detectors in order of precedence. One pass over the text finds literals, one
 * numbers, one long runs of token characters; a detector runs only where one of these leads to it.
 */
export function createScanner(detectors: readonly AnyDetector[]): Scanner {
  const literal: { readonly detector: LiteralDetector; readonly rank: number }[] = [];
  const whole: { readonly detector: TextDetector; readonly rank: number }[] = [];
  const numeric: NumericDetector[] = [];
  const runs: { readonly detector: RunDetector | WholeRunDetector; readonly rank: number }[] = [];
  const ranks = new Map<DetectorNotes, number>();
  detectors.forEach((detector, rank) => {
    ranks.set(detector, rank);
    if ('literals' in detector) literal.push({ detector, rank });
    else if ('scan' in detector) whole.push({ detector, rank });
    else if (isNumeric(detector)) numeric.push(detector);
    else runs.push({ detector, rank });
  });

  const byLiteral = new Map<string, { readonly detector: LiteralDetector; readonly rank: number }[]>();
  for (const entry of literal) {
    for (const text of entry.detector.literals) {
      const list = byLiteral.get(text) ?? [];
      list.push(entry);
      byLiteral.set(text, list);
    }
  }
  const literals = [...byLiteral.keys()];
  const entries = [...byLiteral.values()];
  const lengths = literals.map((text) => text.length);
  const index = indexLiterals(literals);
  const scanNumbers = indexNumbers(numeric);

  return (text) => {
    const matches: Match[] = [];
    index.scan(text, (which, start) => {
      for (const { detector, rank } of entries[which] as (typeof entries)[number]) {
        const found = detector.locate(text, start, start + (lengths[which] as number));
        if (found === null) continue;
        if ('start' in found) matches.push({ start: found.start, end: found.end, detector, rank });
        else for (const span of found) matches.push({ start: span.start, end: span.end, detector, rank });
      }
    });
    for (const { detector, rank } of whole) {
      detector.scan(text, ({ start, end }) => {
        matches.push({ start, end, detector, rank });
      });
    }
    if (numeric.length > 0) {
      scanNumbers(text, (detector, { start, end }) => {
        matches.push({ start, end, detector, rank: ranks.get(detector) ?? 0 });
      });
    }
    if (runs.length > 0) {
      eachLongRun(text, (run) => {
        for (const { detector, rank } of runs) {
          if ('run' in detector) {
            const span = detector.run(text, run);
            if (span !== null) matches.push({ start: span.start, end: span.end, detector, rank });
            continue;
          }
          const from = Math.max(0, run.start - 1);
          const around = text.slice(from, run.end + 1);
          detector.inRun.lastIndex = 0;
          for (let m = detector.inRun.exec(around); m !== null; m = detector.inRun.exec(around)) {
            if (detector.accept && !detector.accept(m[0])) continue;
            matches.push({ start: from + m.index, end: from + detector.inRun.lastIndex, detector, rank });
          }
        }
      });
    }
    return matches;
  };
}

/** As {@link createScanner}, and also looks into base64 for secrets. */
export function createDeepScanner(secrets: readonly AnyDetector[], personal: readonly AnyDetector[]): Scanner {
  // Within base64 only secrets count: it is decoded for few texts, and names and numbers abound in them.
  const inner = createScanner(secrets.filter((detector) => !('run' in detector)));
  return createScanner([...secrets, wrapped((text) => inner(text).length > 0), ...personal]);
}

/**
 * Spans that do not overlap, in order. Secrets that overlap become one span, so that no part of
 * either stays; it bears the stronger one's name. Personal data yields to a secret, unless it
 * encloses it.
 */
export function settle(matches: readonly Match[]): readonly Match[] {
  const sorted = [...matches].sort((a, b) => a.start - b.start || b.end - a.end);
  const settled: Match[] = [];
  for (const match of sorted) {
    const last = settled.at(-1);
    if (last === undefined || match.start >= last.end) {
      settled.push(match);
      continue;
    }
    settled[settled.length - 1] = join(last, match);
  }
  return settled;
}

/** Of two overlapping matches, the first beginning no later. */
function join(a: Match, b: Match): Match {
  const stronger = b.rank < a.rank ? b : a;
  const weaker = stronger === a ? b : a;
  const encloses = weaker.start <= stronger.start && weaker.end >= stronger.end;
  if (weaker.detector.kind === 'personal' && !encloses) return stronger;
  return { start: a.start, end: Math.max(a.end, b.end), detector: stronger.detector, rank: stronger.rank };
}
