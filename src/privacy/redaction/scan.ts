import type { Detector, LiteralDetector, SeparatorDetector, TextDetector } from './detector.ts';
import type { DetectorNotes, Span } from './detector-notes.ts';
import { wrapped } from './families/wrapped.ts';
import { indexRuns, type RunDetector, type WholeRunDetector } from './long-runs.ts';
import { indexNumbers, isNumeric, type NumericDetector } from './number-groups.ts';
import { NEEDS } from './places/find-places.ts';
import { forgetPlaces } from './settings-at.ts';
import { indexText } from './text-index.ts';

export type AnyDetector = Detector | NumericDetector | WholeRunDetector;

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

const ALL_NEEDS = NEEDS.word | NEEDS.sign | NEEDS.value | NEEDS.run | NEEDS.key;

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
  const separated: SeparatorDetector[] = [];
  const runs: RunDetector[] = [];
  const wholeRuns: { readonly detector: WholeRunDetector; readonly rank: number }[] = [];
  const ranks = new Map<DetectorNotes, number>();
  detectors.forEach((detector, rank) => {
    ranks.set(detector, rank);
    if ('literals' in detector) literal.push({ detector, rank });
    else if ('scan' in detector) whole.push({ detector, rank });
    else if ('atSeparator' in detector) separated.push(detector);
    else if (isNumeric(detector)) numeric.push(detector);
    else if ('begins' in detector) runs.push(detector);
    else wholeRuns.push({ detector, rank });
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
  const needs = entries.map((detectors, i) =>
    detectors.reduce(
      (all, { detector }) => all & (detector.needs?.(literals[i] as string) ?? NEEDS.nothing),
      ALL_NEEDS,
    ),
  );
  const pass = indexText(literals, needs);
  const tryNumber = indexNumbers(numeric);
  const tryRun = indexRuns(runs);

  return (text) => {
    const matches: Match[] = [];
    const push = (detector: DetectorNotes, { start, end }: Span): void => {
      matches.push({ start, end, detector, rank: ranks.get(detector) ?? 0 });
    };
    pass(text, {
      literal: (which, start, end) => {
        for (const { detector, rank } of entries[which] as (typeof entries)[number]) {
          const found = detector.locate(text, start, end);
          if (found === null) continue;
          if ('start' in found) matches.push({ start: found.start, end: found.end, detector, rank });
          else for (const span of found) push(detector, span);
        }
      },
      run: (run) => {
        tryRun(text, run, push);
        for (const { detector } of wholeRuns) {
          for (const span of detector.run(text, run)) push(detector, span);
        }
      },
      separator: (at) => {
        for (const detector of separated) {
          const span = detector.atSeparator(text, at);
          if (span === null) continue;
          push(detector, span);
          return span.end;
        }
        return at + 1;
      },
      number: (run) => tryNumber(text, run, push),
    });
    for (const { detector } of whole) {
      detector.scan(text, (span) => {
        push(detector, span);
      });
    }
    forgetPlaces();
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
 * Spans that do not overlap, in order. What overlaps becomes one span, so that no part of either
 * stays; it bears the stronger one's name.
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

/** Of two overlapping matches, the first beginning no later: one that leaves nothing of either. */
function join(a: Match, b: Match): Match {
  const { detector, rank } = b.rank < a.rank ? b : a;
  return { start: a.start, end: Math.max(a.end, b.end), detector, rank };
}
