import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { costOf, listPrice } from './model-prices.ts';
import { openUsageMeter, type Usage } from './usage-meter.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'usage.json');
const used = (cost: number | null, cloud = true): Usage => ({
  ref: 'p/m',
  cloud,
  promptTokens: 100,
  answerTokens: 10,
  cachedTokens: 40,
  cost,
});

describe('openUsageMeter', () => {
  it('counts, keeps the day over a restart, and begins a session anew', async () => {
    const first = await openUsageMeter(file(), () => null);
    first.add(used(0.5));
    first.add(used(null));
    first.add(used(0, false));
    await first.settled();
    const second = await openUsageMeter(file(), () => null);
    const sums = { requests: 3, promptTokens: 300, answerTokens: 30, cachedTokens: 120, cost: 0.5, uncosted: 1 };
    expect(second.today()).toEqual(sums);
    expect(first.session()).toEqual(sums);
    expect(second.session().requests).toBe(0);
  });

  it('warns of a budget, and says when it is spent', async () => {
    let limit: number | null = 1;
    const meter = await openUsageMeter(file(), () => limit);
    expect(meter.budget().state).toBe('within');
    meter.add(used(0.8));
    expect(meter.budget().state).toBe('nearly-spent');
    meter.add(used(0.2));
    expect(meter.budget()).toEqual({ limit: 1, spent: 1, state: 'spent' });
    limit = null;
    expect(meter.budget().state).toBe('none');
  });

  it('begins anew at midnight', async () => {
    let now = new Date(2026, 10, 25, 23, 59);
    const meter = await openUsageMeter(
      file(),
      () => 1,
      () => now,
    );
    meter.add(used(1));
    expect(meter.budget().state).toBe('spent');
    now = new Date(2026, 10, 26, 0, 1);
    expect(meter.budget().state).toBe('within');
    expect(meter.today().requests).toBe(0);
  });

  it('takes a broken file for a day without use, and forgets all when told to', async () => {
    await writeFile(file(), '{"day": 7');
    const meter = await openUsageMeter(file(), () => null);
    expect(meter.today().requests).toBe(0);
    meter.add(used(0.1));
    await meter.erase();
    expect(meter.today().requests + meter.session().requests).toBe(0);
    expect(await readFile(file(), 'utf8')).not.toContain('0.1');
  });
});

describe('costOf', () => {
  it('takes what the provider had kept for less', () => {
    const price = { input: 3, output: 15, cachedInput: 0.3 };
    expect(costOf(price, 1_000_000, 100_000, 500_000)).toBeCloseTo(1.5 + 0.15 + 1.5);
    expect(costOf({ input: 3, output: 15 }, 1_000_000, 0, 500_000)).toBeCloseTo(3);
  });

  it('does not guess', () => {
    expect(costOf(null, 1, 1)).toBeNull();
    expect(costOf({ input: 1, output: 1 }, null, 1)).toBeNull();
  });
});

describe('listPrice', () => {
  it('knows models with a date behind their names, and the price of long questions', () => {
    expect(listPrice('api.anthropic.com', 'claude-sonnet-4-5-20250929')).toMatchObject({ input: 3, output: 15 });
    expect(listPrice('api.openai.com', 'gpt-5-mini-2025-08-07')).toMatchObject({ input: 0.25 });
    expect(listPrice('api.anthropic.com', 'claude-haiku-5-5', 200_000)).toMatchObject({ input: 0.5 });
  });

  it('knows nothing of other places and other models', () => {
    expect(listPrice('example.com', 'gpt-5')).toBeNull();
    expect(listPrice('api.openai.com', 'gpt-5-preview-of-something')).toBeNull();
  });
});
