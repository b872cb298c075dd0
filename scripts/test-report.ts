import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What one runner, or one step, came to. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, a line each, as far as the runner's report tells. */
  readonly failures: readonly string[];
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
const Spec = z.object({
  title: z.string(),
  ok: z.boolean(),
  file: z.string(),
  tests: z.array(
    z.object({ results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })) }),
  ),
});
interface Suite {
  readonly specs: readonly z.infer<typeof Spec>[];
  readonly suites?: readonly Suite[] | undefined;
}
const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(Spec),
  get suites() {
    return z.array(Suite).optional();
  },
});
const Playwright = z.object({
  suites: z.array(Suite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  /** What failed outside of any test, e.g. a spec that does not load. */
  errors: z.array(z.object({ message: z.string().optional() })),
});

const NO_REPORT = 'the runner left no report';

/** A step that either passes or fails. */
export function stepOutcome(name: string, exitCode: number): Outcome {
  return { name, passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0, failures: [] };
}

/**
 * @param report the parsed JSON report, `undefined` if the runner left none
 * @param exitCode of the runner: when it is not 0 at least one has failed, whatever the report says
 */
export function vitestOutcome(report: unknown, exitCode: number): Outcome {
  const parsed = Vitest.safeParse(report);
  if (!parsed.success) return { ...stepOutcome('unit', 1), failures: [NO_REPORT] };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  // A file that does not load has no tests to fail.
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    name: 'unit',
    passed: numPassedTests,
    failed: atLeast(numFailedTests + unloaded.length, exitCode),
    skipped: numPendingTests + numTodoTests,
    failures: [
      ...unloaded.map(({ name }) => `${relative('', name)}: was not loaded`),
      ...testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => `${relative('', name)}: ${fullName}${because(failureMessages?.[0])}`),
      ),
    ],
  };
}

/** As {@link vitestOutcome}. A flaky test passes only with retries, of which there are none, so it counts as failed. */
export function playwrightOutcome(report: unknown, exitCode: number): Outcome {
  const parsed = Playwright.safeParse(report);
  if (!parsed.success) return { ...stepOutcome('e2e', 1), failures: [NO_REPORT] };
  const { suites, stats, errors } = parsed.data;
  return {
    name: 'e2e',
    passed: stats.expected,
    failed: atLeast(stats.unexpected + stats.flaky + errors.length, exitCode),
    skipped: stats.skipped,
    failures: [
      ...errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside of any test'),
      ...notOk(suites),
    ],
  };
}

/** `N passed, N failed`, with `, N skipped` only when some were. */
export function countLine(outcomes: readonly Outcome[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => outcomes.reduce((total, o) => total + o[key], 0);
  const skipped = sum('skipped');
  return `${String(sum('passed'))} passed, ${String(sum('failed'))} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

function notOk(suites: readonly Suite[]): string[] {
  return suites.flatMap((suite) => [
    ...suite.specs.filter(({ ok }) => !ok).map(failedSpec),
    ...notOk(suite.suites ?? []),
  ]);
}

function failedSpec({ file, title, tests }: z.infer<typeof Spec>): string {
  const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
  return `${file}: ${title}${because(errors[0]?.message)}`;
}

/** The first line of what a runner says of a failure, in brackets, of no more than 200 characters. */
function because(message: string | undefined): string {
  const [line = ''] = stripVTControlCharacters(message ?? '').split('\n');
  return line === '' ? '' : ` (${line.slice(0, 200)})`;
}

function atLeast(failed: number, exitCode: number): number {
  return exitCode === 0 ? failed : Math.max(failed, 1);
}
