import { MODES, strictness, type Mode } from '../../../src/privacy/mode.ts';
import { resolvePolicy, selectableModes, type Policy, type PolicyLayer } from '../../../src/privacy/policy.ts';
import { parseJsonObject } from '../../../src/main/settings/json-file.ts';
import { policyLayerOf } from '../../../src/main/settings/policy-file.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { promised, type Target } from '../target.ts';
import { mutated, oddText } from '../texts.ts';

/** What reads policy files and what makes a policy of layers. */
export interface PolicyParts {
  readonly parse: (text: string, authority: 'workspace' | 'organisation') => PolicyLayer;
  readonly resolve: (layers: readonly PolicyLayer[]) => Policy;
  readonly selectable: (layers: readonly PolicyLayer[]) => readonly Mode[];
}

const PARTS: PolicyParts = {
  parse: (text, authority) => policyLayerOf(parseJsonObject(text), 'a policy file', authority),
  resolve: resolvePolicy,
  selectable: selectableModes,
};

interface Files {
  /** Of the user, least authority first. */
  readonly user: readonly PolicyLayer[];
  /** Policy files, as they stand on the disk. */
  readonly files: readonly { readonly text: string; readonly authority: 'workspace' | 'organisation' }[];
}

const FIELDS = ['mode', 'onPremHosts', 'approvedProviders', 'previewOff'] as const;
const LISTS = ['onPremHosts', 'approvedProviders', 'previewOff'] as const;
const NAMES = ['gpu.corp', 'gpu2.corp', 'openai', 'mine', '', '*', 'GPU.corp', '__proto__'];

/** Policy files of any content, and layers: what cannot be read is Sensitive, and only the user can loosen. */
export function policyTarget(parts: PolicyParts = PARTS): Target {
  return {
    name: 'policy',
    share: 10,
    prepare: (r) => {
      const made = makeFiles(r);
      return {
        characters: made.files.reduce((sum, { text }) => sum + text.length, 0),
        input: made,
        check: () => {
          checkFiles(parts, made);
        },
      };
    },
  };
}

function makeFiles(r: Random): Files {
  const user = Array.from({ length: r.int(3) }, (_, i): PolicyLayer => {
    const source = `user ${String(i)}`;
    if (r.int(10) === 0) return { source, authority: 'user', readable: false };
    return { source, authority: 'user', readable: true, ...goodFields(r) };
  });
  const files = Array.from({ length: 1 + r.int(3) }, () => ({
    text: fileText(r),
    authority: r.pick(['workspace', 'organisation'] as const),
  }));
  return { user, files };
}

function goodFields(r: Random): {
  mode?: Mode;
  onPremHosts?: string[];
  approvedProviders?: string[];
  previewOff?: string[];
} {
  return {
    ...(r.int(3) > 0 && { mode: r.pick(MODES) }),
    ...(r.int(2) === 0 && { onPremHosts: names(r) }),
    ...(r.int(2) === 0 && { approvedProviders: names(r) }),
    ...(r.int(3) === 0 && { previewOff: names(r) }),
  };
}

function names(r: Random): string[] {
  return Array.from({ length: r.int(4) }, () => r.pick(NAMES));
}

/** A policy file: good, nearly good, or anything at all. */
function fileText(r: Random): string {
  const good = JSON.stringify(goodFields(r), null, r.pick([undefined, 2]));
  switch (r.int(8)) {
    case 0:
    case 1:
      return r.pick(['', '\uFEFF']) + good;
    case 2:
      return mutated(r, good);
    case 3:
      return `{${Array.from({ length: r.int(4) }, () => `${JSON.stringify(fieldName(r))}: ${anyJson(r, 2)}`).join(',')}}`;
    case 4:
      return anyJson(r, 3);
    case 5:
      return oddText(r, r.int(30));
    case 6:
      return r.pick(['[', '{"a":', '"', '{"mode":[', ' ']).repeat(1 + r.int(r.int(30) === 0 ? 20_000 : 50));
    default:
      return good.replace(/"(?:normal|sensitive|offline)"/, () => JSON.stringify(badMode(r)));
  }
}

function fieldName(r: Random): string {
  return r.pick([
    ...FIELDS,
    ...FIELDS,
    'Mode',
    'modes',
    '__proto__',
    'constructor',
    'toString',
    '$schema',
    '',
    'mode ',
  ]);
}

function badMode(r: Random): unknown {
  return r.pick(['Normal', 'normal ', '', 'none', 0, null, true, ['normal'], { mode: 'normal' }, 'ｎormal']);
}

function anyJson(r: Random, depth: number): string {
  switch (r.int(depth > 0 ? 8 : 6)) {
    case 0:
      return JSON.stringify(r.pick([...MODES, ...NAMES]));
    case 1:
      return JSON.stringify(oddText(r, r.int(5)));
    case 2:
      return r.pick(['null', 'true', 'false', '0', '-1', '1e999', '1e-7', 'NaN', 'undefined', '01', "'normal'"]);
    case 3:
      return JSON.stringify(names(r));
    case 4:
      return r.pick(['[]', '{}', '[[]]', '[null]', '[1]', '{"__proto__":{"mode":"normal"}}', '"\\ud800"']);
    case 5:
      return JSON.stringify(r.pick(MODES));
    case 6:
      return `[${Array.from({ length: r.int(4) }, () => anyJson(r, depth - 1)).join(',')}]`;
    default:
      return `{${Array.from({ length: r.int(4) }, () => `${JSON.stringify(fieldName(r))}:${anyJson(r, depth - 1)}`).join(',')}}`;
  }
}

function checkFiles(parts: PolicyParts, { user, files }: Files): void {
  const layers = [...user];
  for (const { text, authority } of files) {
    const layer = parts.parse(text, authority);
    checkLayer(parts, layer, text, authority);
    const before = parts.resolve(layers);
    // A layer has no place: whichever comes first, it only tightens.
    for (const more of [
      [...layers, layer],
      [layer, ...layers],
    ])
      checkTighter(before, parts.resolve(more));
    layers.push(layer);
  }
  const policy = parts.resolve(layers);
  promised('the same layers give the same policy', JSON.stringify(parts.resolve(layers)) === JSON.stringify(policy));
  const readableUser = user.findLast((layer) => layer.readable && layer.mode !== undefined);
  const chosen = readableUser?.readable === true ? readableUser.mode : undefined;
  promised(
    'the mode is never less strict than the chosen one',
    strictness(policy.mode) >= strictness(chosen ?? 'sensitive'),
  );
  const others = layers.filter((layer) => layer.authority !== 'user');
  for (const mode of MODES) {
    const mine: PolicyLayer = { source: 'choice', authority: 'user', readable: true, mode };
    const holds = parts.resolve([mine, ...others]).mode === mode;
    promised(
      'just the modes that would hold can be chosen',
      parts.selectable(others).includes(mode) === holds,
      () => mode,
    );
  }
}

/** Readable exactly where the file is what it should be, and then with exactly its values. */
function checkLayer(parts: PolicyParts, layer: PolicyLayer, text: string, authority: string): void {
  promised('a file’s layer has the file’s authority', layer.authority === authority);
  const values = readGood(text);
  promised(
    'a file is readable just when every field is known and right',
    layer.readable === (values !== null),
    () => text,
  );
  if (!layer.readable) {
    const policy = parts.resolve([
      { source: 'me', authority: 'user', readable: true, mode: 'normal', ...GENEROUS },
      layer,
    ]);
    promised('an unreadable file counts as Sensitive', policy.mode === 'sensitive', () => text);
    promised(
      'an unreadable file grants nothing',
      LISTS.every((list) => policy[list].length === 0),
      () => text,
    );
    return;
  }
  for (const field of FIELDS)
    promised(
      'a file says what it says',
      JSON.stringify(layer[field]) === JSON.stringify(values?.[field]),
      () => `${field}: ${text}`,
    );
}
const GENEROUS = { onPremHosts: NAMES, approvedProviders: NAMES, previewOff: NAMES };

function checkTighter(before: Policy, after: Policy): void {
  promised('a layer that is not the user’s never loosens the mode', strictness(after.mode) >= strictness(before.mode));
  for (const list of LISTS)
    promised(
      'a layer that is not the user’s never adds to a list',
      after[list].every((name) => before[list].includes(name)),
      () => `${list}: ${after[list].join()} from ${before[list].join()}`,
    );
  promised('a layer leaves the user’s choice', after.chosenMode === before.chosenMode);
}

/** The values of a file as it should be, read without any schema; `null` for any other. */
function readGood(text: string): Readonly<Record<string, unknown>> | null {
  let values: unknown;
  try {
    values = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return null;
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return null;
  for (const key of Object.keys(values)) {
    const value = (values as Record<string, unknown>)[key];
    const good =
      key === 'mode'
        ? MODES.some((mode) => mode === value)
        : LISTS.some((list) => list === key) && Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (!good) return null;
  }
  return values as Record<string, unknown>;
}
