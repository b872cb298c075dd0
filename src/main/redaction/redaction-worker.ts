import { parentPort, workerData } from 'node:worker_threads';
import { createFinder, type FinderOptions } from '../../privacy/redaction/finder.ts';
import type { WorkerAnswer, WorkerQuestion } from './redaction-service.ts';

/** Looks through texts in a thread of its own. Never answers with a value, and never writes anything. */
const find = createFinder(workerData as FinderOptions);

parentPort?.on('message', ({ id, texts }: WorkerQuestion) => {
  const answer: WorkerAnswer = { id, found: texts.map(find) };
  parentPort?.postMessage(answer);
});
