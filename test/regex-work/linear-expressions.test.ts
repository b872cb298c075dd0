import 'libphonenumber-js/max';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { builtExpressions, writtenExpressions } from './expressions.ts';
import { pumped, pumpsOf, type Pump } from './pumped-texts.ts';
import { countSteps, TooManySteps } from './step-counter.ts';

const PRIVACY = join(import.meta.dirname, '../../src/privacy');
const LENGTH = 250;
/** Steps for each character that are few, however they grow. */
const FEW = 60;
/** Four times the text makes four times the work; sixteen times where the work grows with the square. */
const MOST_GROWTH = 6;

const written = writtenExpressions(PRIVACY);
// Anew, for what is put together while modules are loaded. The library for phone numbers is loaded already:
// its expressions are its own, and see short numbers only.
vi.resetModules();
const built = await builtExpressions(() => import('../../src/privacy/redaction/redactor.ts'));
const all = new Map<string, { readonly regex: RegExp; readonly where: string }>();
for (const regex of built) all.set(String(regex), { regex, where: 'put together by a detector' });
for (const one of written) all.set(String(one.regex), one);

function stepsOf(regex: RegExp, pump: Pump, length: number): number {
  try {
    return countSteps(regex, pumped(pump, length), 0, 2_000_000).steps;
  } catch (error) {
    if (error instanceof TooManySteps) return Infinity;
    throw error;
  }
}

/** A text in which the work of an expression grows faster than the text; `null` if none is known. */
function hardText(regex: RegExp): string | null {
  for (const pump of pumpsOf(regex)) {
    const longer = stepsOf(regex, pump, 4 * LENGTH);
    if (longer <= 4 * LENGTH * FEW) continue;
    const growth = longer === Infinity ? Infinity : longer / stepsOf(regex, pump, LENGTH);
    if (growth > MOST_GROWTH) return `${growth.toFixed(1)} times the work for ${JSON.stringify(pump)}`;
  }
  return null;
}

describe('the regular expressions of src/privacy', () => {
  it('are all found', () => {
    expect(written.length).toBeGreaterThan(300);
    expect(built.length).toBeGreaterThan(200);
    expect(written.some(({ where }) => where.startsWith('redaction/families/'))).toBe(true);
    expect([...all.keys()].some((source) => source.includes('glpat-'))).toBe(true);
    expect(hardText(/\/+$/)).toContain('times the work');
  });

  it('take time that grows no faster than the text, whatever repeats in it', () => {
    const hard = [...all.values()].flatMap(({ regex, where }) => {
      const text = hardText(regex);
      return text === null ? [] : [`${where} ${String(regex)}: ${text}`];
    });
    expect(hard).toEqual([]);
  }, 120_000);
});
