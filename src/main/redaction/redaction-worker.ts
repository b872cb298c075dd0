import { parentPort } from 'node:worker_threads';
import { createFinder, type Finder, type FinderOptions } from '../../privacy/redaction/finder.ts';
import type { WorkerAnswer, WorkerQuestion } from './redaction-service.ts';

/** Looks through texts in a thread of its own. Never answers with a value, and never writes anything. */
const finders = new Map<string, Finder>();
/** One for each window with values of its own, and some of before. */
const MAX_FINDERS = 8;

function finderFor(options: FinderOptions): Finder {
  const key = JSON.stringify(options);
  const finder = finders.get(key) ?? createFinder(options);
  finders.delete(key);
  finders.set(key, finder);
  for (const oldest of finders.keys()) {
    if (finders.size <= MAX_FINDERS) break;
    finders.delete(oldest);
  }
  return finder;
}

parentPort?.on('message', ({ id, texts, finder }: WorkerQuestion) => {
  const find = finderFor(finder);
  const answer: WorkerAnswer = { id, found: texts.map((text) => find(text)) };
  parentPort?.postMessage(answer);
});
