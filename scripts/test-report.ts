import { z } from 'zod';

/** What one runner, or one step, came to. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  /** What failed outside of any test, e.g. a spec that does not load. */
  errors: z.array(z.unknown()),
});

/** A step that either passes or fails. */
export function stepOutcome(name: string, exitCode: number): Outcome {
  return { name, passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

/**
 * @param report the parsed JSON report, `undefined` if the runner left none
 * @param exitCode of the runner: when it is not 0 at least one has failed, whatever the report says
 */
export function vitestOutcome(report: unknown, exitCode: number): Outcome {
  const parsed = Vitest.safeParse(report);
  if (!parsed.success) return { name: 'unit', passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  // A file that does not load has no tests to fail.
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    name: 'unit',
    passed: numPassedTests,
    failed: atLeast(numFailedTests + unloaded, exitCode),
    skipped: numPendingTests + numTodoTests,
  };
}

/** As {@link vitestOutcome}. A flaky test passes only with retries, of which there are none, so it counts as failed. */
export function playwrightOutcome(report: unknown, exitCode: number): Outcome {
  const parsed = Playwright.safeParse(report);
  if (!parsed.success) return { name: 'e2e', passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = parsed.data;
  return {
    name: 'e2e',
    passed: stats.expected,
    failed: atLeast(stats.unexpected + stats.flaky + errors.length, exitCode),
    skipped: stats.skipped,
  };
}

/** `N passed, N failed`, with `, N skipped` only when some were. */
export function countLine(outcomes: readonly Outcome[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => outcomes.reduce((total, o) => total + o[key], 0);
  const skipped = sum('skipped');
  return `${String(sum('passed'))} passed, ${String(sum('failed'))} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

function atLeast(failed: number, exitCode: number): number {
  return exitCode === 0 ? failed : Math.max(failed, 1);
}
