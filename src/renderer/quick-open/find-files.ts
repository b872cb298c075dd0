import FileRanksWorker from './file-ranks-worker.ts?worker';
import type { RanksAnswer, RanksMessage } from './file-ranks-worker.ts';
import { bestOf, type RankedFile } from './rank-files.ts';

/** Finds files for as long as quick open is open. */
export interface FileFinder {
  /** Look among these from now on. */
  setFiles(paths: readonly string[]): void;
  /** Resolves with the best; never, once another question was asked. */
  find(text: string, recent: readonly string[], limit: number): Promise<readonly string[]>;
}

let finder: FileFinder | null = null;

/** The finder, with workers that live as long as the page: making their index takes longer than looking. */
export function fileFinder(): FileFinder {
  finder ??= createFileFinder();
  return finder;
}

/** Each looks among a part of the files. More would take longer to start than they save. */
const MOST_WORKERS = 4;

function createFileFinder(): FileFinder {
  const count = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency));
  let lastId = 0;
  let answered: (files: readonly RankedFile[]) => void = () => undefined;
  const workers = Array.from({ length: count }, () => {
    const worker = new FileRanksWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<RanksAnswer>) => {
      if (data.id === lastId) answered(data.files);
    });
    return (message: RanksMessage): void => {
      worker.postMessage(message);
    };
  });
  return {
    setFiles: (paths) => {
      workers.forEach((send, part) => {
        send({ kind: 'files', paths: paths.filter((_, i) => i % count === part), share: 1 / count });
      });
    },
    find: (text, recent, limit) =>
      new Promise((resolve) => {
        const parts: (readonly RankedFile[])[] = [];
        answered = (files) => {
          if (parts.push(files) === count) resolve(bestOf(parts, limit));
        };
        const id = ++lastId;
        for (const send of workers) send({ kind: 'find', id, text, recent, limit });
      }),
  };
}
