import { handOver } from './bootstrap.mjs';

/** `npm test`, in a fresh clone too: everything, or `--only check`, `--only unit`, `--only e2e`. */
const code = await handOver('run-tests.ts', process.argv.slice(2));
// Nothing ran, which is no success.
if (code === null) process.stdout.write('0 passed, 1 failed\n');
process.exitCode = code ?? 1;
