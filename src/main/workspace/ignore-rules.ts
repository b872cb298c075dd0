import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BUILT_IN_RULES,
  createPathRules,
  IGNORE_FILE,
  type PathRules,
  type RuleSource,
} from '../../privacy/path-rules.ts';

/** The rules that apply to paths of one workspace, read from disk as they are now. */
export interface IgnoreRules {
  /** Rules for what lies in `folder`, relative to the root with `/`, `''` for the root itself. */
  forFolder(folder: string): Promise<PathRules>;
}

interface Cached {
  readonly stamp: string;
  readonly source: RuleSource | null;
}

/** @param root absolute, symbolic links resolved */
export function createIgnoreRules(root: string): IgnoreRules {
  const files = new Map<string, Cached>();
  const compiled = new Map<string, PathRules>();

  /** One folder's file, read again when it changed. An unreadable one keeps everything under it from models. */
  async function sourceOf(folder: string): Promise<Cached> {
    const path = join(root, folder, IGNORE_FILE);
    const name = folder === '' ? IGNORE_FILE : `${folder}/${IGNORE_FILE}`;
    let stamp = 'none';
    try {
      const info = await stat(path, { bigint: true });
      stamp = `${String(info.mtimeNs)} ${String(info.size)} ${String(info.ino)}`;
      const known = files.get(folder);
      if (known?.stamp === stamp) return known;
      const text = await readFile(path, 'utf8');
      return remember(folder, { stamp, source: { file: name, base: folder, text } });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return remember(folder, { stamp: 'none', source: null });
      return remember(folder, {
        stamp: `unreadable ${stamp}`,
        source: { file: `${name}, which cannot be read`, base: folder, text: '*' },
      });
    }
  }
  function remember(folder: string, cached: Cached): Cached {
    files.set(folder, cached);
    return cached;
  }

  return {
    forFolder: async (folder) => {
      const parts = folder === '' ? [] : folder.split('/');
      const chain = ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
      const found = await Promise.all(chain.map(sourceOf));
      const key = found.map((f, i) => `${chain[i] ?? ''}\0${f.stamp}`).join('\0\0');
      const known = compiled.get(key);
      if (known) return known;
      const rules = createPathRules([BUILT_IN_RULES, ...found.flatMap((f) => (f.source ? [f.source] : []))]);
      if (compiled.size > 1000) compiled.clear();
      compiled.set(key, rules);
      return rules;
    },
  };
}
