import { createPlaceholders, type PlaceholderSource } from '../../../src/privacy/redaction/placeholders.ts';
import { asIs, createRestorer, type Notation, type Restorer } from '../../../src/privacy/redaction/restorer.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { differenceOf } from '../difference.ts';
import { cutsOf, restoredInPieces } from '../stream-cuts.ts';
import { promised, type Target } from '../target.ts';
import { mutated, oddText } from '../texts.ts';

interface Stream {
  /** Placeholders that were given out. */
  readonly given: readonly string[];
  readonly text: string;
  /** What must come out, where the text was made so that it is plain. */
  readonly expected: string | null;
  /** Where the stream is cut. */
  readonly cuts: readonly number[];
}

const LABELS = ['KEY', 'EMAIL', 'A_B', 'GITHUB_TOKEN', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'REDACTED', 'A'];
const MOST_HELD = 64;

/** A restorer of streams: one that depends on the cuts, holds back too much or invents breaks a promise. */
export function restorerTarget(
  make: (placeholders: PlaceholderSource, notation: Notation) => Restorer = createRestorer,
): Target {
  return {
    name: 'restorer',
    share: 15,
    prepare: (r) => {
      const stream = makeStream(r);
      return {
        characters: stream.text.length,
        input: stream,
        check: () => {
          checkStream(make, stream);
        },
      };
    },
  };
}

function makeStream(r: Random): Stream {
  const given = Array.from({ length: r.int(5) }, () => spelling(r));
  const length = r.int(400) === 0 ? 200 + r.int(2000) : 1 + r.int(14);
  if (r.int(4) === 0) {
    const pieces = Array.from({ length }, () => (r.int(2) === 0 ? given[r.int(5)] : undefined) ?? stranger(r, given));
    const joint = r.pick(['\n', ' ', '", "', ' = ']);
    const text = pieces.join(joint);
    const expected = pieces.map((piece) => (given.includes(piece) ? originalOf(piece) : piece)).join(joint);
    return { given, text, expected, cuts: cutsOf(r, text.length) };
  }
  let text = '';
  for (let i = 0; i < length; i++) {
    const known = given[r.int(6)] ?? spelling(r);
    text += r.pick([
      () => known,
      () => known,
      () => known.slice(0, r.int(known.length + 1)),
      () => known.slice(r.int(known.length)),
      () => mutated(r, known),
      () => r.pick(['R', 'RE', '7', '70', '7070', '_', '1', '@', '.', ' ', '\n', 'REDACTED_', '@redacted.', 'A']),
      () => r.pick(['REDACTED_', '7070', 'R', '7', 'REDACTED_EMAIL_1@redacted.', '_A']).repeat(1 + r.int(20)),
      () => oddText(r, 1 + r.int(4)),
      () => r.digits(1 + r.int(14)),
    ])();
  }
  return { given, text, expected: null, cuts: cutsOf(r, text.length) };
}

/** A placeholder's spelling. */
function spelling(r: Random): string {
  if (r.int(4) === 0) return `7070${r.pick(['01', '05', '99'])}00000${String(r.int(3))}`;
  const label = r.pick(LABELS);
  const word = `REDACTED_${label}_${r.pick(['1', '2', '12', '999999'])}`;
  return label === 'EMAIL' ? `${word}@redacted.invalid` : word;
}

/** A text that has no placeholder that was given out, though it may look so. */
function stranger(r: Random, given: readonly string[]): string {
  const text = r.pick([
    () => spelling(r),
    () => `${spelling(r)}0`,
    () => r.text('lower', 1 + r.int(9)),
    () => 'REDACTED_EMAIL_1@elsewhere.test',
    () => r.digits(13),
  ])();
  return given.some((known) => text.includes(known)) ? '…' : text;
}

/** As long as the placeholder, so that what goes in and what comes out can be counted against each other. */
function originalOf(placeholder: string): string {
  return `«${Array.from(placeholder, (c) => String.fromCharCode(c.charCodeAt(0) + 0x400))
    .join('')
    .slice(2)}»`;
}

function checkStream(make: (placeholders: PlaceholderSource, notation: Notation) => Restorer, stream: Stream): void {
  const { given, text, expected, cuts } = stream;
  const placeholders = createPlaceholders();
  for (const known of given) placeholders.use(known, originalOf(known));
  const whole = make(placeholders, asIs);
  const out = whole.push(text) + whole.flush();
  if (expected !== null)
    promised('what was given out comes back, and nothing else changes', out === expected, () =>
      differenceOf(out, expected),
    );
  if (!given.some((known) => text.includes(known)))
    promised('invented placeholders are left as they are', out === text, () => differenceOf(out, text));
  const split = restoredInPieces(make(placeholders, asIs), text, cuts, (put, got) => {
    promised('no more than 64 characters are held back', put - got <= MOST_HELD, () => String(put - got));
    promised('nothing is given out that did not come in', got <= put);
  });
  promised('cuts change nothing', split === out, () => differenceOf(split, out));
}
