import { createRedactor, type Redacted, type Redactor } from '../../../src/privacy/redaction/redactor.ts';
import type { FinderOptions } from '../../../src/privacy/redaction/finder.ts';
import type { RuleLayer } from '../../../src/privacy/redaction/user-rules.ts';
import { ENCODINGS, knownValue } from '../../corpus/redaction/known.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { PLACES, SECRET_FORMATS } from '../../corpus/redaction/secrets.ts';
import { differenceOf } from '../difference.ts';
import { promised, type Target } from '../target.ts';
import { anyText } from '../texts.ts';

/** Something put into a text that must be gone from the redacted one. */
interface Planted {
  readonly text: string;
  readonly secret: string;
}

interface Conversation {
  readonly options: FinderOptions;
  readonly texts: readonly string[];
  /** Of each text. */
  readonly secrets: readonly (readonly string[])[];
}

const SHAPED = SECRET_FORMATS.filter(({ name }) => name === undefined);
const ENCODED = Object.entries(ENCODINGS);
/** Left on purpose: what says of itself that it is no value, and letters alone, which could be a name. Chance makes such ones too. */
const NO_VALUE = /dummy|example|your|redacted|(.)\1{4}|^[^\d]*$/i;
const RULES: readonly RuleLayer[] = [
  {
    source: 'your settings',
    authority: 'user',
    allow: ['/v[0-9.]+/', 'jane.doe@corp.example'],
    patterns: [{ pattern: 'PROJ-[0-9]+' }, { pattern: '(?i)id: (?P<value>[a-z]+)', label: 'Own id' }],
  },
];

/** A redactor through a conversation: one that leaks, loses, invents or cannot read its own work breaks a promise. */
export function redactorTarget(make: (options: FinderOptions) => Redactor = createRedactor): Target {
  return {
    name: 'redactor',
    share: 40,
    prepare: (r) => {
      const conversation = makeConversation(r);
      return {
        characters: conversation.texts.reduce((sum, text) => sum + text.length, 0),
        input: conversation,
        check: () => {
          checkConversation(make(conversation.options), conversation);
        },
      };
    },
  };
}

function makeConversation(r: Random): Conversation {
  const value = r.int(6) === 0 ? knownValue(r) : null;
  const options: FinderOptions = {
    ...(value !== null && { knownValues: [{ value }] }),
    ...(r.int(12) === 0 && { rules: RULES }),
    ...(r.int(12) === 0 && { privateAddresses: true, leaveTestCards: true }),
  };
  const texts: string[] = [];
  const secrets: string[][] = [];
  for (let i = r.pick([1, 1, 1, 2, 3]); i > 0; i--) {
    let text = anyText(r);
    const gone: string[] = [];
    for (let n = r.pick([0, 1, 1, 2]); n > 0; n--) {
      const planted = value !== null && n === 1 ? plantKnown(r, value) : plantShaped(r);
      if (planted === null) continue;
      // Alone on its line, so that nothing about it makes another thing of it.
      const at = r.pick([0, text.length, text.lastIndexOf('\n') + 1]);
      text = `${text.slice(0, at)}\n${planted.text}\n${text.slice(at)}`;
      gone.push(planted.secret);
    }
    texts.push(text);
    secrets.push(gone);
  }
  return { options, texts, secrets };
}

function plantShaped(r: Random): Planted | null {
  const secret = r.pick(SHAPED).make(r);
  return NO_VALUE.test(secret) ? null : { text: r.pick(PLACES)(secret), secret };
}

function plantKnown(r: Random, value: string): Planted {
  const [name, encode] = r.pick(ENCODED);
  // A quote within a literal would have to be escaped, which that encoding leaves to others.
  const encoded = name === 'two literals' && /["\\\n]/.test(value) ? value : encode(value, r);
  const places = [`log ${encoded} end`, `f("${encoded}")`, encoded, `<a>${encoded}</a>`, `x=${encoded}&y=1`];
  // Behind an equals sign nobody could tell where quoted-printable begins.
  const text = r.pick(name === 'quoted-printable' ? places.slice(0, -1) : places);
  return { text, secret: encoded.replace(/=+$/, '') };
}

function checkConversation(redactor: Redactor, { texts, secrets }: Conversation): void {
  const safes: string[] = [];
  const backs: string[] = [];
  texts.forEach((text, i) => {
    // A text may have placeholders that an earlier one was given.
    const meant = redactor.restore(text);
    const redacted = redactor.redact(text);
    const safe = redacted.text;
    for (const secret of secrets[i] ?? []) {
      promised('no planted secret is left', !safe.includes(secret), () => JSON.stringify(secret));
      const half = secret.length >> 1;
      promised(
        'no half of a planted secret is left',
        half < 12 || !(safe.includes(secret.slice(0, half)) || safe.includes(secret.slice(half))),
        () => JSON.stringify(secret),
      );
    }
    checkFindings(meant, redacted, meant === text);
    promised('restoring gives the text back', redactor.restore(safe) === meant, () =>
      differenceOf(redactor.restore(safe), meant),
    );
    const again = redactor.redact(safe);
    promised('redacting twice changes nothing', again.text === safe && again.count === 0, () =>
      differenceOf(again.text, safe),
    );
    safes.push(safe);
    backs.push(meant);
  });
  safes.forEach((safe, i) => {
    promised('a text can still be restored after later ones', redactor.restore(safe) === backs[i]);
  });
}

/**
 * Findings in order, within the text, apart from each other; between them the text is as it was,
 * unless placeholders of earlier texts stand there.
 */
function checkFindings(text: string, { text: safe, count, findings }: Redacted, isNew: boolean): void {
  promised('the count is that of the findings', count === findings.length);
  let copied = 0;
  let at = 0;
  let line = 1;
  for (const { type, start, end, line: said } of findings) {
    const gapStart = copied;
    promised(
      'findings are in order, apart, and within the text',
      start >= copied && end > start && end <= text.length && type !== '',
      () => `${type} ${String(start)}–${String(end)} behind ${String(copied)}`,
    );
    for (let i = copied; i < start; i++) if (text.charCodeAt(i) === 10) line++;
    promised('findings say their line', said === line, () => `${String(said)}, not ${String(line)}`);
    for (let i = start; i < end; i++) if (text.charCodeAt(i) === 10) line++;
    copied = end;
    if (!isNew) continue;
    promised('what is between findings stays', safe.startsWith(text.slice(gapStart, start), at));
    at += start - gapStart;
    PLACEHOLDER.lastIndex = at;
    promised('a placeholder stands for each finding', PLACEHOLDER.test(safe), () => safe.slice(at, at + 40));
    at = PLACEHOLDER.lastIndex;
  }
  promised('what is between findings stays', !isNew || safe.slice(at) === text.slice(copied));
}
const PLACEHOLDER = /REDACTED_[A-Z_]{1,26}_\d{1,6}(?:(?<=_EMAIL_\d{1,6})@redacted\.invalid)?|7070\d{8}/y;
