import type { DetectorNotes, Span } from './detector.ts';

/** Finds tokens that have no literal part, in long runs of token characters with digits among them. */
export interface RunDetector extends DetectorNotes {
  /** Global; looks at one run, with a character more on either side. */
  readonly inRun: RegExp;
  readonly accept?: (value: string) => boolean;
}

/** Looks itself at each long run. */
export interface WholeRunDetector extends DetectorNotes {
  readonly run: (text: string, run: Span) => Span | null;
}

/** Runs shorter than this are not looked at. */
export const MIN_RUN = 20;
const STEP = MIN_RUN >> 1;

const RUN_CHARS = new Uint8Array(65536);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.') RUN_CHARS[c.charCodeAt(0)] = 1;

/**
 * Calls back for each run of at least {@link MIN_RUN} characters of `A–Z a–z 0–9 + / = _ - .` that
 * has digits. Looks at every tenth character only until two neighbours of these are such characters.
 */
export function eachLongRun(text: string, found: (run: Span) => void): void {
  for (let i = STEP; i < text.length; i += STEP) {
    if (RUN_CHARS[text.charCodeAt(i)] === 0) continue;
    let start = i;
    while (start > 0 && RUN_CHARS[text.charCodeAt(start - 1)] === 1) start--;
    let end = i + 1;
    if (i - start < MIN_RUN - 1 && i + STEP < text.length && RUN_CHARS[text.charCodeAt(i + STEP)] === 0) {
      // Ends before the next look, and is short unless it began long ago.
      while (end < i + STEP && RUN_CHARS[text.charCodeAt(end)] === 1) end++;
      if (end - start < MIN_RUN) continue;
    }
    let digits = 0;
    for (let j = start; j < end; j++) if (isDigit(text.charCodeAt(j))) digits++;
    while (end < text.length && RUN_CHARS[text.charCodeAt(end)] === 1) {
      if (isDigit(text.charCodeAt(end))) digits++;
      end++;
    }
    if (end - start >= MIN_RUN && digits >= 2) found({ start, end });
    i = end;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
