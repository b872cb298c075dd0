import { readFile, stat } from 'node:fs/promises';
import { createInTurn } from '../../shared/in-turn.ts';
import { LIMITS } from '../../shared/limits.ts';
import { writeTextFile } from './json-file.ts';
import { watchFile } from './watch-file.ts';

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
  const inTurn = createInTurn();

  async function reload(): Promise<void> {
    const next = await read(file);
    if (next === text) return;
    text = next;
    for (const changed of listeners) changed(text);
  }
  const watcher = watchFile(file, () => void inTurn(reload));

  return {
    text: () => text,
    write: (next) =>
      inTurn(async () => {
        await writeTextFile(file, next);
        await reload();
      }),
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: async () => {
      await watcher.close();
      await inTurn(() => undefined);
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
