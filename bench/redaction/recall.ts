import { createRedactor } from '../../src/privacy/redaction/redactor.ts';
import { ENCODINGS, knownValue } from '../../test/corpus/redaction/known.ts';
import { LOCALES, personalCases } from '../../test/corpus/redaction/personal.ts';
import { SETTING_NOTATIONS } from '../../test/corpus/redaction/notations-settings.ts';
import { PROGRAM_NOTATIONS } from '../../test/corpus/redaction/notations-programs.ts';
import { NUMBERS_OF_PERSONS, PERSONAL_NOTATIONS } from '../../test/corpus/redaction/numbers-of-persons.ts';
import { PASSWORD_NAMES, PASSWORDS } from '../../test/corpus/redaction/passwords.ts';
import { PLACES_OF_SECRETS } from '../../test/corpus/redaction/places-of-secrets.ts';
import { spellings } from '../../test/corpus/redaction/spelling.ts';
import { createRandom } from '../../test/corpus/redaction/random.ts';
import {
  ADDRESSES,
  NAMED_SECRETS,
  PLACES,
  SECRET_FORMATS,
  SETTINGS,
  WRAPS,
} from '../../test/corpus/redaction/secrets.ts';

/** How many of a group were found whole. */
export interface Score {
  readonly group: string;
  readonly found: number;
  readonly all: number;
  /** What was missed: made-up values all of them. */
  readonly missed: readonly string[];
}

interface Tally {
  readonly add: (group: string, found: boolean, what: () => string) => void;
  readonly scores: () => readonly Score[];
}

function createTally(): Tally {
  const groups = new Map<string, { found: number; all: number; missed: string[] }>();
  return {
    add: (group, found, what) => {
      const tally = groups.get(group) ?? { found: 0, all: 0, missed: [] };
      groups.set(group, tally);
      tally.all++;
      if (found) tally.found++;
      else tally.missed.push(what());
    },
    scores: () => Array.from(groups, ([group, tally]) => ({ group, ...tally })),
  };
}

/** Found means that the value stands in the redacted text no more, and comes back exactly. */
function isGone(text: string, value: string, knownValues: readonly { readonly value: string }[] = []): boolean {
  const redactor = createRedactor({ knownValues });
  const safe = redactor.redact(text).text;
  return !safe.includes(value) && redactor.restore(safe) === text;
}

/** As the value stands in the text, which may be a string of JSON. */
function within(text: string, value: string): string {
  return text.includes(value) ? value : JSON.stringify(value).slice(1, -1);
}

/** Secrets in the notations of settings and in other places, by family. */
export function measureSecrets(seed: number, rounds: number): readonly Score[] {
  const r = createRandom(seed);
  const { add, scores } = createTally();
  for (let round = 0; round < rounds; round++) {
    for (const { family, type, name, make } of SECRET_FORMATS) {
      const value = make(r).replaceAll('\n', '\\n');
      SETTINGS.forEach((setting, i) => {
        const vendor = name ?? r.pick(['service', 'deploy', 'my']);
        const text = setting(vendor + r.pick(['_key', '_token', '_secret']), value);
        add(family, isGone(text, within(text, value)), () => `${type}, setting ${String(i)}: ${text}`);
      });
      if (name !== undefined) continue;
      PLACES.forEach((place, i) => {
        add(family, isGone(place(value), value), () => `${type}, place ${String(i)}: ${place(value)}`);
      });
    }
    for (const [name, make] of NAMED_SECRETS) {
      const value = make(r);
      SETTINGS.forEach((setting, i) => {
        const text = setting(r.pick([name, `app_${name}`]), value);
        add('by name', isGone(text, within(text, value)), () => `${name}, setting ${String(i)}: ${text}`);
      });
    }
    for (const make of ADDRESSES) {
      const [address, secret] = make(r);
      for (const text of [`DATABASE_URL=${address}\n`, `connect("${address}")`, `url: ${address}\n`]) {
        add('addresses', isGone(text, secret), () => text);
      }
    }
    for (const make of WRAPS) {
      const [text, secret] = make(r);
      add('wrapped', isGone(text, secret), () => text);
    }
  }
  return scores();
}

/** Passwords that people choose and keys that machines make, by kind of notation; then secrets by their place. */
export function measurePlaces(seed: number, rounds: number): readonly Score[] {
  const r = createRandom(seed);
  const { add, scores } = createTally();
  for (let round = 0; round < rounds; round++) {
    for (const { group, write } of [...SETTING_NOTATIONS, ...PROGRAM_NOTATIONS]) {
      const password = r.pick(PASSWORDS)(r);
      const [keyName, makeKey] = r.pick(NAMED_SECRETS);
      for (const [name, value] of [
        [r.pick(PASSWORD_NAMES), password],
        [r.pick(['', 'my_', 'prod_', 'acme_']) + keyName, makeKey(r)],
      ] as const) {
        const text = write(name, value);
        const written = spellings(value).filter((spelling) => text.includes(spelling));
        add(group, written.length > 0 && written.every((spelling) => isGone(text, spelling)), () => text);
      }
    }
    for (const { group, make } of PLACES_OF_SECRETS) {
      const [text, secret] = make(r);
      add(group, isGone(text, secret), () => text);
    }
  }
  return scores();
}

/** Numbers of persons under their names, by what they are. */
export function measureNumbers(seed: number, rounds: number): readonly Score[] {
  const r = createRandom(seed);
  const { add, scores } = createTally();
  for (let round = 0; round < rounds; round++) {
    for (const { what, names, make } of NUMBERS_OF_PERSONS) {
      for (const { write } of PERSONAL_NOTATIONS) {
        const value = make(r);
        const text = write(r.pick(names), value);
        add(what, isGone(text, text.includes(value) ? value : encodeURIComponent(value)), () => text);
      }
    }
  }
  return scores();
}

/** Personal data by locale. */
export function measurePersonal(seed: number, rounds: number): readonly Score[] {
  const r = createRandom(seed);
  const { add, scores } = createTally();
  for (let round = 0; round < rounds; round++) {
    for (const locale of LOCALES) {
      for (const { what, text, value } of personalCases(locale, r)) {
        add(locale.locale, isGone(text, value), () => `${what}: ${text}`);
      }
    }
  }
  return scores();
}

/** Known values by encoding, amid other text. */
export function measureKnown(seed: number, rounds: number): readonly Score[] {
  const r = createRandom(seed);
  const { add, scores } = createTally();
  for (let round = 0; round < rounds; round++) {
    const value = knownValue(r);
    for (const [name, encode] of Object.entries(ENCODINGS)) {
      const encoded = encode(value, r);
      const text = r.pick([
        `log ${encoded} end`,
        `f("${encoded}")`,
        encoded,
        `x=${encoded}&y=1`,
        `<a>${encoded}</a>\n`,
      ]);
      add(name, isGone(text, encoded.replace(/=+$/, ''), [{ value }]), () => `${name}: ${text}`);
    }
  }
  return scores();
}
