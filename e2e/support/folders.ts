import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../../src/shared/schemas/settings.ts';
import { REPOSITORY } from './launch-app.ts';

/** Folders of one spec, removed at its end. */
export interface Scratch {
  /** A new folder with these files, by relative path. Links are resolved, as the app shows it. */
  folder(files?: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** A copy of this repository's tracked files: a real project. */
  repository(): Promise<string>;
  /** A user data folder with these settings. */
  data(settings?: Partial<Settings>): Promise<string>;
  remove(): Promise<void>;
}

export function createScratch(): Scratch {
  const made: string[] = [];
  async function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
    const path = await realpath(await mkdtemp(join(tmpdir(), 'codegrex-e2e-')));
    made.push(path);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    }
    return path;
  }
  return {
    folder,
    repository: async () => {
      const path = await folder();
      const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: REPOSITORY });
      for (const name of stdout.split('\0')) {
        const from = join(REPOSITORY, name);
        // A tracked file may have been removed in the working tree.
        if (name !== '' && existsSync(from)) await cp(from, join(path, name));
      }
      return path;
    },
    data: (settings) => folder(settings ? { 'settings.json': JSON.stringify(settings) } : {}),
    remove: async () => {
      await Promise.all(made.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
    },
  };
}
