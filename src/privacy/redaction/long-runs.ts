import type { DetectorNotes, Span } from './detector-notes.ts';
import type { Run } from './text-index.ts';

/** Finds tokens by how they begin, in long runs of token characters. */
export interface RunDetector extends DetectorNotes {
  /** What such a token begins with; two to five characters, upper and lower case matter. */
  readonly begins: readonly string[];
  /** Sticky; tried where a token with such a beginning may begin. */
  readonly shape: RegExp;
  readonly accept?: (value: string) => boolean;
}

/** Looks itself at each long run. */
export interface WholeRunDetector extends DetectorNotes {
  readonly run: (text: string, run: Run) => readonly Span[];
}

/** Tries, in a long run, the detectors whose beginning stands where a token can begin. */
export function indexRuns(
  detectors: readonly RunDetector[],
): (text: string, run: Run, found: (detector: RunDetector, span: Span) => void) => void {
  const slots = new Uint8Array(16384);
  const byPair = new Map<number, { readonly detector: RunDetector; readonly begin: string }[]>();
  for (const detector of detectors) {
    for (const begin of detector.begins) {
      const key = pair(begin.charCodeAt(0), begin.charCodeAt(1));
      slots[key] = 1;
      const list = byPair.get(key) ?? [];
      list.push({ detector, begin });
      byPair.set(key, list);
    }
  }

  return (text, { start, end, joints }, found) => {
    let at = afterEscape(text, start);
    let joint = 0;
    while (at + 2 < end) {
      const key = pair(text.charCodeAt(at), text.charCodeAt(at + 1));
      if (slots[key] === 1) {
        for (const { detector, begin } of byPair.get(key) ?? []) {
          if (!text.startsWith(begin, at)) continue;
          detector.shape.lastIndex = at;
          const match = detector.shape.exec(text);
          if (match === null || (detector.accept && !detector.accept(match[0]))) continue;
          found(detector, { start: at, end: at + match[0].length });
        }
      }
      // On to the next place in the run where a token can begin.
      while (joint < joints.length && (joints[joint] as number) < at) joint++;
      at = (joints[joint++] ?? end) + 1;
    }
  };
}

function pair(a: number, b: number): number {
  return ((a << 7) ^ b) & 16383;
}

/** The run may begin with the end of an escape: `\n`, `%3D`, a colour code. */
function afterEscape(text: string, start: number): number {
  const before = text.charCodeAt(start - 1);
  if (before === 92 && /[nrt]/.test(text.charAt(start))) return start + 1;
  if (before === 37 && /^[0-9A-Fa-f]{2}/.test(text.slice(start, start + 2))) return start + 2;
  if (before === 91 || before === 59) return start + (/^\d{1,3}m/.exec(text.slice(start, start + 4))?.[0].length ?? 0);
  return start;
}
