import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeComputer } from '../../bench/support/machine.ts';
import { writeSection } from '../../bench/support/results-file.ts';
import { reportOf } from './report.ts';
import { runThreads, type Job } from './run-threads.ts';
import { rowsOf, TARGETS } from './targets.ts';

/**
 * `npm run fuzz [-- --seed N --inputs N]`: check a million inputs, and write bench/FUZZ.md.
 * `npm run fuzz -- --seed N --target NAME --from N [--count N]`: the same inputs of one target again.
 */
const REPORT = resolve(import.meta.dirname, '../../bench/FUZZ.md');
const FULL_RUN = 1_000_000;
/** Inputs that a thread is given at once. */
const JOB = 2000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: String(FULL_RUN) },
    target: { type: 'string' },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '1' },
  },
});
const [seed, inputs, from, count] = [values.seed, values.inputs, values.from, values.count].map(Number) as [
  number,
  number,
  number,
  number,
];
if (![seed, inputs, from, count].every((n) => Number.isSafeInteger(n) && n >= 0)) {
  process.stderr.write('--seed, --inputs, --from and --count take whole numbers.\n');
  process.exit(2);
}
const { target } = values;
if (target !== undefined && !TARGETS.some(({ name }) => name === target)) {
  process.stderr.write(`There is no target ${target}; there are ${TARGETS.map(({ name }) => name).join(', ')}.\n`);
  process.exit(2);
}

const began = performance.now();
const jobs = target === undefined ? rowsOf(seed, inputs).flatMap(split) : [{ target, seed, from, count }];
const total = jobs.reduce((sum, job) => sum + job.count, 0);
let done = 0;
let failures = 0;
let said = began;
const tallies = await runThreads(jobs, Math.min(availableParallelism(), jobs.length), (tally) => {
  done += tally.inputs;
  failures += tally.failures.length;
  for (const { number, message, input } of tally.failures)
    process.stdout.write(`\nFAILED ${tally.target} ${String(number)}: ${message}\n${input}\n`);
  if (performance.now() - said < 10_000) return;
  said = performance.now();
  process.stdout.write(`${String(done)} of ${String(total)} inputs, ${String(failures)} failures\n`);
});
const seconds = Math.round((performance.now() - began) / 1000);
const report = reportOf([...tallies.values()], {
  seed,
  seconds,
  computer: describeComputer(),
  day: new Date().toISOString().slice(0, 10),
});
process.stdout.write(`\n${report}\n`);
// What is kept is a whole run.
if (target === undefined && inputs >= FULL_RUN) await writeSection(REPORT, 'fuzz', report);
process.exit(failures === 0 ? 0 : 1);

function split({ target: { name }, ...row }: ReturnType<typeof rowsOf>[number]): readonly Job[] {
  // Few inputs, each of which takes long, go to all the threads too.
  const size = Math.max(1, Math.min(JOB, Math.ceil(row.count / 20)));
  return Array.from({ length: Math.ceil(row.count / size) }, (_, i) => ({
    target: name,
    seed: row.seed,
    from: row.from + i * size,
    count: Math.min(size, row.count - i * size),
  }));
}
