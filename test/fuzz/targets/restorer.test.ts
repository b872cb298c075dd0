import { describe, expect, it } from 'vitest';
import { createRestorer, inJson, type Restorer } from '../../../src/privacy/redaction/restorer.ts';
import { createRedactor, type Redactor } from '../../../src/privacy/redaction/redactor.ts';
import { brokenPromises } from '../broken-promises.ts';
import { jsonRestorerTarget } from './json-restorer.ts';
import { restorerTarget } from './restorer.ts';

type Make = typeof createRestorer;

/** Holds nothing back: what is cut in two is not found. */
const hasty: Make = (...args) => ({
  push: (chunk) => {
    const inner = createRestorer(...args);
    return inner.push(chunk) + inner.flush();
  },
  flush: () => '',
});
/** Holds everything back. */
const slow: Make = (...args) => {
  let all = '';
  return {
    push: (chunk) => {
      all += chunk;
      return '';
    },
    flush: () => {
      const inner = createRestorer(...args);
      return inner.push(all) + inner.flush();
    },
  };
};
/** Gives out what it holds back, as well. */
const early: Make = (...args) => {
  const inner = createRestorer(...args);
  return { push: (chunk) => inner.push(chunk) + (chunk.endsWith('R') ? 'R' : ''), flush: () => inner.flush() };
};
const changing =
  (change: (out: string) => string): Make =>
  (...args) => {
    const inner = createRestorer(...args);
    return { push: (chunk) => change(inner.push(chunk)), flush: () => change(inner.flush()) };
  };
const idle: Make = () => ({ push: (chunk) => chunk, flush: () => '' });

describe('the target restorer', () => {
  it.each([
    ['what was given out comes back, and nothing else changes', idle],
    ['invented placeholders are left as they are', changing((out) => out.replace(/REDACTED_KEY_\d/, '?'))],
    ['no more than 64 characters are held back', slow],
    ['nothing is given out that did not come in', early],
    ['cuts change nothing', hasty],
  ])('notices where it does not hold that %s', (promise, make) => {
    expect(brokenPromises(restorerTarget(make))).toContain(promise);
  });
});

describe('the target json-restorer', () => {
  const having = (part: (inner: Redactor) => Partial<Redactor>) => (): Redactor => {
    const inner = createRedactor();
    return { ...inner, ...part(inner) };
  };
  it.each([
    ['JSON stays JSON', having((inner) => ({ restoreJson: (text) => inner.restore(text) }))],
    ['JSON says with originals what it said with placeholders', having(() => ({ restoreJson: (text) => text }))],
    [
      'cuts change nothing',
      having((inner) => ({
        jsonRestorer: (): Restorer => ({
          push: (chunk) => inner.restoreJson(chunk),
          flush: () => inJson.spell(''),
        }),
      })),
    ],
  ])('notices where it does not hold that %s', (promise, make) => {
    expect(brokenPromises(jsonRestorerTarget(make))).toContain(promise);
  });
});
