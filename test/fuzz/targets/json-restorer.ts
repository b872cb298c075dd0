import { isDeepStrictEqual } from 'node:util';
import { createRedactor, type Redactor } from '../../../src/privacy/redaction/redactor.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { differenceOf } from '../difference.ts';
import { cutsOf, restoredInPieces } from '../stream-cuts.ts';
import { promised, type Target } from '../target.ts';
import { oddText, piece, value } from '../texts.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Arguments {
  /** What the conversation has had redacted. */
  readonly texts: readonly string[];
  /** Made of the placeholders that were given out. */
  readonly json: string;
  readonly cuts: readonly number[];
}

/** JSON with placeholders in it, as a model writes a tool's arguments: it stays JSON, and means the same with originals. */
export function jsonRestorerTarget(make: () => Redactor = createRedactor): Target {
  return {
    name: 'json-restorer',
    share: 10,
    prepare: (r) => {
      const made = makeArguments(r);
      return {
        characters: made.json.length,
        input: made,
        check: () => {
          checkArguments(make(), made);
        },
      };
    },
  };
}

function makeArguments(r: Random): Arguments {
  const texts = Array.from({ length: 1 + r.int(2) }, () => secretText(r));
  const redactor = createRedactor();
  const given = texts.flatMap((text) => {
    const safe = redactor.redact(text).text;
    return redactor.marks(safe).map(({ start, end }) => safe.slice(start, end));
  });
  const tree = makeJson(r, given, 3);
  const indent = r.pick([undefined, undefined, 2, '\t']);
  let json = JSON.stringify(tree, null, indent);
  if (r.int(4) === 0) json = json.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (r.int(8) === 0) json = json.replaceAll('/', '\\/');
  return { texts, json, cuts: cutsOf(r, json.length) };
}

/** Something with values in it of every sort that JSON must escape. */
function secretText(r: Random): string {
  return r.pick([
    () => `${piece(r)}\n${piece(r)}`,
    () => `password = '${value(r)}"\\${oddText(r, 3)}9x'`,
    () =>
      `x = ${r.pick(['4111111111111111', '0151 2345678', '5500005555555559', '4155552671'])};\nphone = 0${r.digits(9)};`,
    () =>
      `{"card": 4111111111111111, "phone": ${r.pick(['4155552671', '02079460958', '447911123456'])}, "pin_password": ${r.digits(6)}}`,
    () => `-----BEGIN PRIVATE KEY-----\n${r.text('base64', 64)}\n${r.text('base64', 64)}\n-----END PRIVATE KEY-----`,
  ])();
}

function makeJson(r: Random, given: readonly string[], depth: number): Json {
  const kind = r.int(depth > 0 ? 9 : 6);
  if (kind < 4) return makeString(r, given);
  if (kind === 4) {
    const number = given.find((known) => /^\d+$/.test(known));
    return number === undefined ? r.int(1e6) : Number(number);
  }
  if (kind === 5) return r.pick([true, false, null, 0, -1.5, 1e21]);
  const items = Array.from({ length: r.int(5) }, () => makeJson(r, given, depth - 1));
  if (kind < 7) return items;
  return Object.fromEntries(items.map((item) => [r.int(3) === 0 ? makeString(r, given) : r.text('lower', 4), item]));
}

function makeString(r: Random, given: readonly string[]): string {
  return Array.from({ length: r.int(5) }, () =>
    r.pick([
      () => given[r.int(given.length + 1)] ?? '',
      () => given[r.int(given.length + 1)] ?? '',
      () => r.pick(['\n', '\t', '\r\n', '\b', '\0', '"', '\\', ' ', ': ', '\\n', '/', '=', 'é', '\u2028', '\ud800']),
      () => oddText(r, 1 + r.int(3)),
      () => r.pick(['REDACTED_', 'REDACTED_KEY_1', '707001000001', 'R', '7']),
      () => r.text('lower', 3),
    ])(),
  ).join('');
}

function checkArguments(redactor: Redactor, { texts, json, cuts }: Arguments): void {
  for (const text of texts) redactor.redact(text);
  const restored = redactor.restoreJson(json);
  let parsed: unknown;
  try {
    parsed = JSON.parse(restored);
  } catch (error) {
    promised('JSON stays JSON', false, () => `${String(error)} in ${restored.slice(0, 400)}`);
  }
  const meant = withOriginals(JSON.parse(json) as Json, redactor);
  promised('JSON says with originals what it said with placeholders', isDeepStrictEqual(parsed, meant), () =>
    differenceOf(JSON.stringify(parsed), JSON.stringify(meant)),
  );
  const split = restoredInPieces(redactor.jsonRestorer(), json, cuts);
  promised('cuts change nothing', split === restored, () => differenceOf(split, restored));
}

function withOriginals(json: Json, redactor: Redactor): Json {
  if (typeof json === 'string') return redactor.restore(json);
  if (typeof json === 'number') return Number(redactor.restore(`=${String(json)}`).slice(1));
  if (typeof json !== 'object' || json === null) return json;
  if (isList(json)) return json.map((item) => withOriginals(item, redactor));
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [redactor.restore(key), withOriginals(item, redactor)]),
  );
}

function isList(json: readonly Json[] | Readonly<Record<string, Json>>): json is readonly Json[] {
  return Array.isArray(json);
}
