import type { FoundMatch, SearchQuery } from '../../shared/schemas/search.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { UnsavedAnswer, UnsavedQuestion } from './unsaved-worker.ts';
import UnsavedWorker from './unsaved-worker.ts?worker';

const TIMEOUT_MS = 3000;

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (matches: readonly FoundMatch[] | null) => void>();

/** Search a text that is not on disk. `null` if the expression takes too long on it. */
export function searchUnsaved(text: string, query: SearchQuery): Promise<readonly FoundMatch[] | null> {
  return new Promise((resolve) => {
    const id = ++lastId;
    const timer = setTimeout(end, TIMEOUT_MS);
    waiting.set(id, (matches) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(matches);
    });
    const question: UnsavedQuestion = { id, text, query, limit: LIMITS.searchResults };
    started().postMessage(question);
  });
}

function started(): Worker {
  if (worker) return worker;
  worker = new UnsavedWorker();
  worker.addEventListener('message', ({ data }: MessageEvent<UnsavedAnswer>) => waiting.get(data.id)?.(data.matches));
  worker.addEventListener('error', end);
  return worker;
}

/** What is being searched now holds up all that waits. */
function end(): void {
  worker?.terminate();
  worker = null;
  for (const answer of [...waiting.values()]) answer(null);
}
