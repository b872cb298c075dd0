import { Buffer } from 'node:buffer';
import { personalFamilies, SECRET_FAMILIES } from '../../src/privacy/redaction/detectors.ts';
import { LOCALES, personalCases } from '../corpus/redaction/personal.ts';
import { createRandom, type Random } from '../corpus/redaction/random.ts';
import { ADDRESSES, NAMED_SECRETS, SETTINGS, WRAPS } from '../corpus/redaction/secrets.ts';

/** Texts that detectors have something to do with: their own samples, the corpus, and what is made of them. */

const detectors = [...SECRET_FAMILIES, ...personalFamilies({ privateAddresses: false, leaveTestCards: false })].flatMap(
  (family) => family.detectors,
);
/** Every sample that a detector has of itself, and every look-alike. */
const SAMPLES = detectors.flatMap((detector) => [
  ...detector.examples().map((example) => (typeof example === 'string' ? example : example[0])),
  ...(detector.counterexamples?.() ?? []),
]);
const LITERALS = detectors.flatMap((detector) =>
  'literals' in detector ? detector.literals : 'begins' in detector ? detector.begins : [],
);
/** Made once: making all cases of a locale for each input would take most of the time. */
const POOL_SEED = 97;
const CASES = Array.from({ length: 30 }, (_, i) => createRandom(POOL_SEED + i)).flatMap((r) => [
  ...LOCALES.flatMap((locale) => personalCases(locale, r).map(({ text }) => text)),
  ...ADDRESSES.map((make) => make(r)[0]),
  ...WRAPS.map((make) => make(r)[0]),
  ...NAMED_SECRETS.flatMap(([name, make]) => r.pick(SETTINGS)(name, make(r))),
]);

const ODD = Array.from('éß密码🔑İıﬁ٤４\u0301\u200b\u200d\u202e\ufeff\u2028\u0085\u00a0\x1b\x7f\0\t\v\b�');
const HALVES = ['\ud800', '\udbff', '\udc00', '\udfff', '\ud83d'];
const SIGNS = Array.from('=:"\'`,;.()[]{}<>/\\|&?!#$%@*+-_~^ ');
const JOINTS = [
  '',
  '',
  ' ',
  ' ',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ', ',
  '"',
  "'",
  '=',
  ': ',
  ' = "',
  '\0',
  '\\n',
  '%0A',
];
const OPERATORS = [
  '=',
  ' = ',
  ': ',
  ':',
  '="',
  ' = "',
  ": '",
  '": "',
  '=>',
  ' := ',
  ' ',
  '>',
  '(',
  '", value: "',
  '?=',
];
const LOOK_ALIKES = [
  'REDACTED_',
  'REDACTED_EMAIL_1',
  'REDACTED_EMAIL_1@redacted.invalid',
  'REDACTED_EMAIL_1@redacted.',
  'REDACTED_PASSWORD_1',
  'REDACTED_GITHUB_TOKEN_2',
  'REDACTED_KNOWN_VALUE_1',
  'REDACTED_A_B_999999',
  'REDACTED_CARD_NUMBER_0000001',
  'REDACTED__1',
  'REDACTED_REDACTED_KEY_1',
  '@redacted.invalid',
  '7070',
  '707001000001',
  '707005000001',
  '7070990000011',
  '70700100000',
];

/** A word or a phrase of the kind that detectors look at, or look away from. */
export function piece(r: Random): string {
  switch (r.int(13)) {
    case 0:
    case 1:
      return r.pick(SAMPLES);
    case 2:
    case 3:
      return r.pick(CASES);
    case 4:
      return cased(r, r.pick(LITERALS)) + r.pick(OPERATORS) + value(r);
    case 5:
      return cased(r, r.pick(LITERALS)) + value(r);
    case 6:
      return r.pick(LOOK_ALIKES);
    case 7:
      return oddText(r, 1 + r.int(12));
    case 8:
      return wrapped(r, piece(r));
    case 9:
      return numbers(r);
    case 10:
      return Array.from({ length: 1 + r.int(5) }, () => r.text('lower', 1 + r.int(9))).join(
        r.pick([' ', '_', '.', '-']),
      );
    case 11:
      return mutated(r, r.pick(SAMPLES));
    default:
      return r.text(r.pick(['alnum', 'base64', 'url', 'hex', 'upnum', 'digits']), 1 + r.int(60));
  }
}

/** What can stand where a value does. */
export function value(r: Random): string {
  switch (r.int(6)) {
    case 0:
      return r.text('alnum', 1 + r.int(48));
    case 1:
      return r.text('ABab019!@#$%^&*()_+-=[]{};:,.<>/?~|\\"\' ', 1 + r.int(24));
    case 2:
      return r.text('hex', r.pick([16, 20, 32, 40, 64]));
    case 3:
      return r.pick(['${X}', '{{x}}', '<x>', 'process.env.X', 'null', '"', '', 'changeme', '$(x)', '%s', '****']);
    case 4:
      return r.text('base64', 1 + r.int(90)) + r.pick(['', '=', '==']);
    default:
      return oddText(r, 4 + r.int(8));
  }
}

/** Letters outside ASCII, halves of surrogate pairs, NUL, controls, signs. */
export function oddText(r: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += r.pick(r.pick([ODD, ODD, HALVES, SIGNS, ['a', 'B', '7', '\n', '\r\n']]));
  return text;
}

function numbers(r: Random): string {
  const separator = r.pick(['', ' ', '-', '.', '/', ', ', '\n']);
  return Array.from({ length: 1 + r.int(6) }, () => r.digits(1 + r.int(6))).join(separator);
}

function cased(r: Random, literal: string): string {
  return r.pick([literal, literal, literal.toUpperCase(), literal.charAt(0).toUpperCase() + literal.slice(1)]);
}

/** In an encoding that texts come up in, up to three deep for JSON. */
export function wrapped(r: Random, text: string): string {
  switch (r.int(9)) {
    case 0:
      return Array.from(Buffer.from(text), (b) => `%${b.toString(16).padStart(2, '0')}`).join('');
    case 1:
      return encodeURIComponent(Buffer.from(text).toString());
    case 2:
      return Buffer.from(text).toString('base64');
    case 3:
      return Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
    case 4:
      return Buffer.from(text).toString('hex');
    case 5:
      return JSON.stringify(text);
    case 6:
      return JSON.stringify(JSON.stringify({ key: text }));
    case 7:
      return JSON.stringify(JSON.stringify(JSON.stringify(text)));
    default:
      return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  }
}

/** The text with one to four places of it changed. */
export function mutated(r: Random, text: string): string {
  let made = text;
  for (let i = 1 + r.int(4); i > 0 && made !== ''; i--) {
    const at = r.int(made.length + 1);
    const to = Math.min(made.length, at + 1 + r.int(r.pick([2, 8, 40])));
    const [before, part, after] = [made.slice(0, at), made.slice(at, to), made.slice(to)];
    made = r.pick([
      () => before + after,
      () => before + part + part + after,
      () => before + r.pick(SIGNS) + part + after,
      () => before + r.pick([...ODD, ...HALVES]) + part + after,
      () => before + r.pick(JOINTS) + part + after,
      () => before + part.toUpperCase() + after,
      () => before + r.digits(part.length) + after,
      () => before + Array.from(part).reverse().join('') + after,
      () => before,
      () => after + before + part,
      () => before + r.pick(LOOK_ALIKES) + after,
    ])();
  }
  return made;
}

/** One thing over and over, in a text of any length: what makes searches start over at each place. */
export function repeater(r: Random): (length: number) => string {
  const unit =
    r.pick([
      () => r.pick(LITERALS),
      () => r.pick(LITERALS) + r.pick(OPERATORS),
      () => r.pick(LITERALS) + r.pick(OPERATORS) + r.pick(SIGNS),
      () => r.pick(LITERALS) + r.pick(SIGNS),
      () => r.pick(SAMPLES),
      () => r.pick(SAMPLES).slice(0, 1 + r.int(12)),
      () => r.pick(SAMPLES).slice(0, -1),
      () => r.pick(LOOK_ALIKES),
      () => r.pick(SIGNS) + r.pick(SIGNS),
      () => r.pick(['a', '0', 'A', ' ', '\n', '\r\n', '\\', '/', '%', '=', '{', '${', '\t', '"', '.', '-']),
      () => oddText(r, 1 + r.int(3)),
      () => `${numbers(r)} `,
      () => piece(r).slice(0, 60),
    ])() || 'a';
  const lead = r.int(2) === 0 ? '' : r.pick(SAMPLES).slice(0, 1 + r.int(40));
  const end = r.pick(['', '', '\n', '"', 'x', '=', '@x.test', r.pick(SAMPLES)]);
  return (length) => (lead + unit.repeat(Math.ceil(length / unit.length))).slice(0, length) + end;
}

/** A text of any kind: most are short, some are long, a few are long and of one thing. */
export function anyText(r: Random): string {
  const kind = r.int(1000);
  if (kind < 3) return repeater(r)(1000 + r.int(r.pick([4000, 16_000, 60_000])));
  if (kind < 20) return repeater(r)(100 + r.int(900));
  const text = joined(r, kind < 30 ? 20 + r.int(120) : 1 + r.int(6));
  return r.int(3) === 0 ? mutated(r, text) : text;
}

function joined(r: Random, count: number): string {
  let text = '';
  const usual = r.pick(JOINTS);
  for (let i = 0; i < count; i++) text += (i === 0 ? '' : r.int(3) === 0 ? r.pick(JOINTS) : usual) + piece(r);
  return text;
}
