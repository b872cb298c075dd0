import { parentPort, workerData } from 'node:worker_threads';
import { runTarget, type Row } from './run-target.ts';
import { TARGETS } from './targets.ts';

/** Checks rows of inputs in a thread of its own, one after the other. */
const { current } = workerData as { readonly current: Int32Array };

parentPort?.on('message', ({ target: name, ...row }: Row & { readonly target: string }) => {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new Error(`There is no target ${name}.`);
  parentPort?.postMessage(
    runTarget(target, row, (number) => {
      Atomics.store(current, 0, number);
    }),
  );
});
