import { readFile, stat } from 'node:fs/promises';
import { watch } from 'chokidar';
import { LIMITS } from '../../shared/limits.ts';
import { writeTextFile } from './json-file.ts';

/** Of UTF-8, for the longest of these files. */
const MOST_BYTES = 3 * LIMITS.colorThemeChars;

/** A small text file of the user's, also edited by hand, whose meaning is for others to tell. */
export interface TextStore {
  /** Empty where there is no file, or none that can be read. */
  text(): string;
  /** Throws `write-failed`. */
  write(text: string): Promise<void>;
  onChange(changed: (text: string) => void): () => void;
  close(): Promise<void>;
}

/** Open the store on `file`, which need not exist, and follow changes made to it outside. */
export async function openTextStore(file: string): Promise<TextStore> {
  let text = await read(file);
  const listeners = new Set<(text: string) => void>();
  let writes: Promise<unknown> = Promise.resolve();

  async function reload(): Promise<void> {
    const next = await read(file);
    if (next === text) return;
    text = next;
    for (const changed of listeners) changed(text);
  }
  const watcher = watch(file, { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 } });
  watcher.on('all', () => void (writes = writes.then(reload)));
  watcher.on('error', () => undefined); // Not followed then; what the app writes itself still applies.

  return {
    text: () => text,
    write: (next) => {
      const work = writes.then(async () => {
        await writeTextFile(file, next);
        await reload();
      });
      writes = work.catch(() => undefined);
      return work;
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: async () => {
      await watcher.close();
      await writes;
    },
  };
}

async function read(file: string): Promise<string> {
  try {
    return (await stat(file)).size > MOST_BYTES ? '' : await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
