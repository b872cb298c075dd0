import { handOver } from './bootstrap.mjs';

/** `npm run check`: exactly what `npm test` does before the tests. */
process.exitCode = (await handOver('run-tests.ts', ['--only', 'check'])) ?? 1;
