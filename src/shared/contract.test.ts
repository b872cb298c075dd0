import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryWire } from '../../test/support/memory-wire.ts';
import { requestSamples } from '../../test/support/request-samples.ts';
import { createClient } from './client.ts';
import { CONTRACT, type ContractEntry, type EntryName } from './contract.ts';

const NAMES = Object.keys(CONTRACT) as EntryName[];
const requestOf = (name: EntryName): ContractEntry['request'] => CONTRACT[name].request;
const accepts = (name: EntryName, request: unknown): boolean => requestOf(name).safeParse(request).success;

type Step = string | number;
interface Node {
  readonly at: readonly Step[];
  readonly value: unknown;
}

/** Every value within `value`, itself included. */
function nodes(value: unknown, at: readonly Step[] = []): Node[] {
  const here: Node[] = [{ at, value }];
  if (Array.isArray(value)) return here.concat(value.flatMap((v, i) => nodes(v, [...at, i])));
  if (typeof value !== 'object' || value === null) return here;
  return here.concat(Object.entries(value).flatMap(([k, v]) => nodes(v, [...at, k])));
}

/** A copy of `value` with what is at `at` replaced. */
function replaced(value: unknown, at: readonly Step[], by: unknown): unknown {
  const [step, ...rest] = at;
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((v: unknown, i) => (i === step ? replaced(v, rest, by) : v));
  return { ...(value as object), [step]: replaced((value as Record<string, unknown>)[step], rest, by) };
}

const all = NAMES.flatMap((name) => requestSamples[name].map((sample) => ({ name, sample })));
const everyNode = all.flatMap(({ name, sample }) => nodes(sample).map((node) => ({ name, sample, ...node })));
const titled = ({ name, at }: { name: string; at: readonly Step[] }): string => `${name} at /${at.join('/')}`;

/** Parts of requests that hold any of the settings. */
const CHANGED_ONE_BY_ONE = /^settings\.(update at \/values|change at \/set)$/;
/** What most servers, and most completions, have no use for. */
const OPTIONAL = /^(models|agreedOrigin|agreed|whole|hints|encoding)$/;

describe('requests', () => {
  it.each(NAMES)('%s accepts what is meant for it', (name) => {
    expect(requestSamples[name].length).toBeGreaterThan(0);
    for (const sample of requestSamples[name]) expect(requestOf(name).parse(sample)).toEqual(sample);
  });

  it('refuses an unknown key in every object', () => {
    for (const node of everyNode) {
      if (typeof node.value !== 'object' || node.value === null || Array.isArray(node.value)) continue;
      for (const key of ['extra', 'constructor', '__proto__']) {
        // Not with a spread: `__proto__` must become a key of its own, as JSON.parse makes it one.
        const value = Object.defineProperty({ ...node.value }, key, { value: 1, enumerable: true });
        expect(accepts(node.name, replaced(node.sample, node.at, value)), `${titled(node)} with ${key}`).toBe(false);
      }
    }
  });

  it('misses nothing that it needs', () => {
    for (const node of everyNode) {
      if (typeof node.value !== 'object' || node.value === null || Array.isArray(node.value)) continue;
      // Settings are changed one by one.
      if (CHANGED_ONE_BY_ONE.test(titled(node))) continue;
      // A pattern need not have a name.
      const optional = /^(?:p|redactionP)atterns$/.test(String(node.at.at(-2))) ? 'label' : null;
      for (const key of Object.keys(node.value).filter((k) => k !== optional)) {
        if (OPTIONAL.test(key)) continue;
        const rest = Object.fromEntries(Object.entries(node.value).filter(([k]) => k !== key));
        expect(accepts(node.name, replaced(node.sample, node.at, rest)), `${titled(node)} without ${key}`).toBe(false);
      }
    }
  });

  it('refuses a value of another type everywhere', () => {
    const nullable =
      /(^|\/)(model|ref|chatModel|completionModel|nextEditModel|expectedVersion|firstTokenTargetMs|dailyBudget|caFile|stamp|profile|beside|at|file|terminalDefaultProfile|tabs\/\d+\/path|groups\/\d+\/active|place|trigger|only)$/;
    const also = new Set([
      'keys.addProvider baseUrl',
      'tasks.run line',
      'git.stageText expected',
      'git.createBranch from',
      'git.blame text',
      'git.log path',
    ]);
    const noRange = /^language\.(?:change changes\/0|ask) ?\/?range$/;
    const amount = /(^|\/)(dailyBudget|input|output)$/;
    const others = ({ value, at, name }: (typeof everyNode)[number]): unknown[] => {
      const wrong: unknown[] = [Symbol.iterator, 7n, () => 1];
      if (!CHANGED_ONE_BY_ONE.test(`${name} at /${at.slice(0, -1).join('/')}`) && !OPTIONAL.test(String(at.at(-1))))
        wrong.push(undefined);
      if (typeof value !== 'string') wrong.push('1', '');
      if (typeof value !== 'number') wrong.push(1, NaN);
      if (typeof value !== 'boolean') wrong.push(true);
      if (!Array.isArray(value)) wrong.push([], [value]);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong.push({}, new Date(0));
      const place = `${name} ${at.join('/')}`;
      if (!nullable.test(at.join('/')) && !also.has(place) && !noRange.test(place)) wrong.push(null);
      if (typeof value === 'number') wrong.push(NaN, Infinity, -1, 2 ** 60);
      if (typeof value === 'number' && !amount.test(at.join('/'))) wrong.push(1.5);
      return value === null ? wrong.filter((w) => typeof w !== 'string') : wrong;
    };
    for (const node of everyNode) {
      for (const other of others(node)) {
        const request = replaced(node.sample, node.at, other);
        expect(accepts(node.name, request), `${titled(node)}: ${String(other)} as ${typeof other}`).toBe(false);
      }
    }
  });

  it('refuses oversized strings and lists', () => {
    const long = 'x'.repeat(2_000_000);
    for (const node of everyNode) {
      // A file's text is bounded by the message alone; test/transport shows that it is.
      if (['files.write at /text', 'backups.write at /backup/text'].includes(titled(node))) continue;
      if (typeof node.value === 'string') {
        expect(accepts(node.name, replaced(node.sample, node.at, long)), titled(node)).toBe(false);
      }
      if (Array.isArray(node.value)) {
        const many = Array.from({ length: 10_001 }, () => (node.value as unknown[])[0]);
        expect(accepts(node.name, replaced(node.sample, node.at, many)), titled(node)).toBe(false);
      }
    }
  });

  it('refuses a NUL in every path', () => {
    const paths = everyNode.filter(
      ({ at, value }) =>
        typeof value === 'string' && at.some((s) => /^(path|folders|files|ggufFiles|unsaved)$/.test(String(s))),
    );
    expect(paths.length).toBeGreaterThan(10);
    for (const node of paths) {
      expect(accepts(node.name, replaced(node.sample, node.at, 'a\0b')), titled(node)).toBe(false);
    }
  });

  it('never throws on junk, and takes none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.anything({ withNullPrototype: true, withMap: true }), (name, junk) => {
        if (accepts(name, junk))
          expect(Object.keys(requestOf(name).parse(junk) as object)).toEqual(Object.keys(junk as object));
      }),
      { numRuns: 500 },
    );
  });

  it('takes of half-right requests only plain data, and the same again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyNode),
        fc.oneof(fc.anything(), fc.string({ unit: 'binary' })),
        (node, junk) => {
          const parsed = requestOf(node.name).safeParse(replaced(node.sample, node.at, junk));
          if (!parsed.success) return;
          expect(requestOf(node.name).parse(JSON.parse(JSON.stringify(parsed.data)))).toEqual(parsed.data);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the table', () => {
  it('has an API function for each entry and nothing else', () => {
    const api = createClient(createMemoryWire().renderer);
    expect(Object.keys(api).sort()).toEqual([...NAMES].sort());
  });
});
