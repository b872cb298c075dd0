import { parentPort } from 'node:worker_threads';
import { createFinder } from '../../privacy/redaction/finder.ts';
import { KEPT_FINDERS, memoByJson } from './memo-by-json.ts';
import type { WorkerAnswer, WorkerQuestion } from './redaction-service.ts';

/** Looks through texts in a thread of its own. Never answers with a value, and never writes anything. */
const finderFor = memoByJson(KEPT_FINDERS, createFinder);

parentPort?.on('message', ({ id, texts, finder }: WorkerQuestion) => {
  const find = finderFor(finder);
  const answer: WorkerAnswer = { id, found: texts.map((text) => find(text)) };
  parentPort?.postMessage(answer);
});
