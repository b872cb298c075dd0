import FileRanksWorker from './file-ranks-worker.ts?worker';
import type { RanksAnswer, RanksMessage } from './file-ranks-worker.ts';

/** Finds files for as long as quick open is open. */
export interface FileFinder {
  /** Look among these from now on. */
  setFiles(paths: readonly string[]): void;
  /** Resolves with the best; never, once another question was asked. */
  find(text: string, recent: readonly string[], limit: number): Promise<readonly string[]>;
}

let finder: FileFinder | null = null;

/** The finder, with a worker that lives as long as the page: making its index takes longer than looking. */
export function fileFinder(): FileFinder {
  finder ??= createFileFinder();
  return finder;
}

function createFileFinder(): FileFinder {
  const worker = new FileRanksWorker();
  const send = (message: RanksMessage): void => {
    worker.postMessage(message);
  };
  let lastId = 0;
  let waiting: (paths: readonly string[]) => void = () => undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<RanksAnswer>) => {
    if (data.id === lastId) waiting(data.paths);
  });
  return {
    setFiles: (paths) => {
      send({ kind: 'files', paths });
    },
    find: (text, recent, limit) =>
      new Promise((resolve) => {
        waiting = resolve;
        send({ kind: 'find', id: ++lastId, text, recent, limit });
      }),
  };
}
