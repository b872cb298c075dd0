import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { compile } from './native-compiler.ts';

/** Compiles every layer with its own globals, and the tests and tools with theirs. */
const root = resolve(import.meta.dirname, '..');
process.chdir(root);

const layers = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/${name}/tsconfig.json`);
// The largest first, so that the small ones fill the gaps.
const waiting = ['tsconfig.json', ...layers.toReversed()];
let failures = 0;

/** Two at a time: the compiler itself uses several threads, and memory. */
async function worker(): Promise<void> {
  for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
    const { ok, output } = existsSync(project)
      ? await compile(project)
      : { ok: false, output: 'Every layer needs a tsconfig of its own.\n' };
    if (!ok) failures++;
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${project}\n${output}`);
  }
}
await Promise.all([worker(), worker()]);
process.exitCode = failures === 0 ? 0 : 1;
