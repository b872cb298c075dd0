import { handOver } from './bootstrap.mjs';

/** `npm start`, in a fresh clone too. */
process.exitCode = (await handOver('run-app.ts', process.argv.slice(2))) ?? 1;
