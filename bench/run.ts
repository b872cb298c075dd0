import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../scripts/bootstrap.mjs';
import { abort } from './sections/abort.ts';
import { chat } from './sections/chat.ts';
import { completion } from './sections/completion.ts';
import { ipc } from './sections/ipc.ts';
import { keys } from './sections/keys.ts';
import { large } from './sections/large.ts';
import { redaction } from './sections/redaction.ts';
import { search } from './sections/search.ts';
import { start } from './sections/start.ts';
import { typing } from './sections/typing.ts';
import { describeMachine, load } from './support/machine.ts';
import { REPOSITORY } from './support/programs.ts';
import type { Section } from './support/report.ts';
import { writeSection } from './support/results-file.ts';

/** `npm run bench [-- SECTION…]`: build, measure, and write what was found into RESULTS.md. */
const SECTIONS: readonly Section[] = [start, chat, completion, typing, keys, ipc, abort, search, large, redaction];
const RESULTS = resolve(import.meta.dirname, 'RESULTS.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-build': { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => !SECTIONS.some((s) => s.name === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no section ${unknown}; there are ${SECTIONS.map((s) => s.name).join(', ')}.\n`);
  process.exit(2);
}
if (!values['no-build']) {
  const code = await run(process.execPath, [join(REPOSITORY, 'scripts/build.ts')]);
  if (code !== 0) process.exit(code);
}

// Programs of the bench run in groups of their own, which the terminal's Ctrl+C does not reach: leave in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

const machine = await describeMachine();
let failures = 0;
for (const section of SECTIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  process.stdout.write(`\n== ${section.title}\n`);
  try {
    const body = await measure(section);
    process.stdout.write(`${body}\n`);
    await writeSection(RESULTS, section.name, body);
  } catch (error) {
    // What was found before stays in the file, with its own date.
    failures++;
    process.stderr.write(`${section.title} could not be measured: ${String(error)}\n`);
  }
}
// A browser or a socket that lingers is no reason to wait.
process.exit(failures === 0 ? 0 : 1);

/** Run a section in a folder of its own, and add what its figures depend on. */
async function measure(section: Section): Promise<string> {
  const before = load();
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'codegrex-bench-'));
  try {
    const report = await section.run(folder);
    const seconds = Math.round((performance.now() - began) / 1000);
    const day = new Date().toISOString().slice(0, 10);
    const conditions = `\`npm run bench -- ${section.name}\`, ${day}, ${String(seconds)} s. ${machine}. Load before: ${before}.`;
    return [`## ${section.title}`, ...report, `_${conditions}_`].join('\n\n');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
