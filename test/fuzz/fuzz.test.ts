import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinTallies, runTarget } from './run-target.ts';
import type { Target } from './target.ts';
import { rowsOf } from './targets.ts';

const rows = rowsOf(20_240_601, 20_000);

describe('a small run', () => {
  it('is shared out whole', () => {
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
    expect(rows.every(({ count }) => count > 0)).toBe(true);
  });

  it.each(rows.map((row) => [row.target.name, row] as const))(
    'keeps every promise: %s',
    (_name, { target, ...row }) => {
      expect(runTarget(target, row).failures).toEqual([]);
    },
    120_000,
  );
});

describe('runTarget', () => {
  const target = (check: (n: number) => void): Target => ({
    name: 'some',
    share: 1,
    prepare: (r) => {
      const n = r.int(1000);
      return {
        characters: n,
        input: n,
        questions: 0.005,
        check: () => {
          check(n);
        },
      };
    },
  });

  it('makes the same inputs from the same numbers, whatever the row', () => {
    const seen: number[] = [];
    const noting = target((n) => seen.push(n));
    runTarget(noting, { seed: 3, from: 0, count: 20 });
    const first = seen.splice(0).slice(-20);
    runTarget(noting, { seed: 3, from: 12, count: 8 });
    expect(seen).toEqual(first.slice(12));
    expect(new Set(first).size).toBeGreaterThan(15);
  });

  it('says what hangs and what throws, and not what was slow once', () => {
    const spin = (): void => {
      const { user } = process.threadCpuUsage();
      while (process.threadCpuUsage().user - user < 40_000);
    };
    const { failures } = runTarget(target(spin), { seed: 1, from: 5, count: 1 });
    expect(failures).toMatchObject([{ target: 'some', number: 5, promise: 'hangs' }]);
    let times = 0;
    const once = target(() => {
      if (times++ === 40) spin();
    });
    expect(runTarget(once, { seed: 1, from: 0, count: 50 }).failures).toEqual([]);
    const broken = target((n) => {
      if (n > 500) throw new Error('too much');
    });
    expect(runTarget(broken, { seed: 1, from: 0, count: 9 }).failures[0]).toMatchObject({ promise: 'throws' });
  });

  it('adds up', () => {
    const quiet = target(() => undefined);
    const [a, b] = [0, 10].map((from) => runTarget(quiet, { seed: 1, from, count: 10 }));
    if (a === undefined || b === undefined) throw new Error('there are two');
    expect(joinTallies(a, b)).toMatchObject({ inputs: 20, characters: a.characters + b.characters, failures: [] });
  });
});

it('has every promise broken by some double', () => {
  const folder = join(import.meta.dirname, 'targets');
  const texts = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  const made = texts.filter(([file]) => !file.endsWith('.test.ts')).flatMap(([, text]) => promisesIn(text));
  const tested = texts.filter(([file]) => file.endsWith('.test.ts')).map(([, text]) => text);
  expect(made.length).toBeGreaterThan(40);
  expect(made.filter((promise) => !tested.some((text) => text.includes(promise)))).toEqual([]);
});

function promisesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/promised\(\s*'([^']+)'/g), ([, promise]) => promise as string);
}
