import type { Restorer } from '../../src/privacy/redaction/restorer.ts';
import type { Random } from '../corpus/redaction/random.ts';

/** Where a stream is cut: at every place, at one, or at some; now and then with an empty chunk. */
export function cutsOf(r: Random, length: number): readonly number[] {
  if (length === 0) return [];
  switch (r.int(4)) {
    case 0:
      return Array.from({ length }, (_, i) => i);
    case 1:
      return [r.int(length)];
    default: {
      const cuts = Array.from({ length: 1 + r.int(12) }, () => r.int(length));
      return cuts.sort((a, b) => a - b);
    }
  }
}

/** What a restorer makes of a text in pieces; `after` each it hears how much went in and came out. */
export function restoredInPieces(
  restorer: Restorer,
  text: string,
  cuts: readonly number[],
  after: (put: number, got: number) => void = () => undefined,
): string {
  let out = '';
  let at = 0;
  for (const cut of [...cuts, text.length]) {
    out += restorer.push(text.slice(at, cut));
    at = cut;
    after(at, out.length);
  }
  return out + restorer.flush();
}
