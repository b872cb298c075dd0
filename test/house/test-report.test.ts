import { describe, expect, it } from 'vitest';
import { countLine, playwrightOutcome, stepOutcome, vitestOutcome } from '../../scripts/test-report.ts';

const file = (status: string, tests: number, failureMessages: string[] = []): object => ({
  name: 'a.test.ts',
  status,
  assertionResults: Array.from({ length: tests }, (_, n) => ({
    fullName: `test ${String(n)}`,
    status,
    failureMessages,
  })),
});
const vitest = (passed: number, failed: number, testResults: object[]): object => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults,
});
const spec = (title: string, ok: boolean): object => ({
  file: 'a.spec.ts',
  title,
  ok,
  tests: [{ results: [{ errors: ok ? [] : [{ message: '\u001b[31mTest timeout\u001b[39m\nand more' }] }] }],
});
const playwright = (unexpected: number, flaky: number, errors: object[] = []): object => ({
  suites: [{ specs: [spec('is fine', true)], suites: [{ specs: [spec('is not', unexpected === 0)] }] }],
  stats: { expected: 4, unexpected, flaky, skipped: 1 },
  errors,
});

describe('vitestOutcome', () => {
  it('takes the numbers of the report', () => {
    const report = vitest(7, 2, [file('passed', 5), file('failed', 2, ['Error: no\n  at …'])]);
    expect(vitestOutcome(report, 1)).toEqual({
      name: 'unit',
      passed: 7,
      failed: 2,
      skipped: 2,
      failures: ['a.test.ts: test 0 (Error: no)', 'a.test.ts: test 1 (Error: no)'],
    });
  });

  it('counts a file that did not load', () => {
    expect(vitestOutcome(vitest(5, 0, [file('passed', 5), file('failed', 0)]), 1)).toMatchObject({
      failed: 1,
      failures: ['a.test.ts: was not loaded'],
    });
  });

  it('counts a failure outside of any test, e.g. an unhandled rejection', () => {
    expect(vitestOutcome(vitest(5, 0, [file('passed', 5)]), 1)).toMatchObject({ passed: 5, failed: 1 });
  });

  it.each([undefined, null, {}, { numPassedTests: 3 }])('takes %j for a crash', (report) => {
    expect(vitestOutcome(report, 0)).toMatchObject({ name: 'unit', passed: 0, failed: 1, skipped: 0 });
  });
});

describe('playwrightOutcome', () => {
  it('takes the numbers of the report', () => {
    expect(playwrightOutcome(playwright(0, 0), 0)).toEqual({
      name: 'e2e',
      passed: 4,
      failed: 0,
      skipped: 1,
      failures: [],
    });
    expect(playwrightOutcome(playwright(2, 0), 1)).toMatchObject({
      failed: 2,
      failures: ['a.spec.ts: is not (Test timeout)'],
    });
  });

  it('counts flaky tests, specs that did not load, and crashes', () => {
    const errors = [{ message: 'no such file\n  at …' }];
    expect(playwrightOutcome(playwright(1, 1, errors), 1)).toMatchObject({
      failed: 3,
      failures: ['no such file', 'a.spec.ts: is not (Test timeout)'],
    });
    expect(playwrightOutcome(playwright(0, 0), 137).failed).toBe(1);
    expect(playwrightOutcome(undefined, 0)).toMatchObject({ name: 'e2e', passed: 0, failed: 1, skipped: 0 });
  });
});

describe('countLine', () => {
  it('sums all, and speaks of skipped ones only when there are any', () => {
    const steps = [stepOutcome('lint', 0), stepOutcome('build', 2)];
    expect(countLine(steps)).toBe('1 passed, 1 failed');
    expect(countLine([...steps, { name: 'unit', passed: 3, failed: 0, skipped: 2, failures: [] }])).toBe(
      '4 passed, 1 failed, 2 skipped',
    );
    expect(countLine([])).toBe('0 passed, 0 failed');
  });
});
