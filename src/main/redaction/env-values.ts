import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDotenv, valuesWorthProtecting } from '../../privacy/redaction/dotenv.ts';
import type { KnownValue } from '../../privacy/redaction/known-values.ts';

/** `.env`, `.env.local`, `prod.env`, `.envrc`; not those that are there to be copied. */
const ENV_FILE = /^(?:\.env(?:rc|\..+)?|.+\.env)$/i;
const TEMPLATE = /\.(?:example|sample|template|dist|schema|defaults?)$/i;
const SKIPPED = new Set(['node_modules', '.git', 'dist', 'build', 'out', 'target', 'vendor', '.venv', 'venv']);
const MAX_DEPTH = 4;
const MAX_FOLDERS = 1000;
const MAX_BYTES = 1_000_000;
/** How long values are taken to be the same, ms: a workspace is not walked for every keystroke. */
const FRESH_MS = 3000;

/**
 * The values of a workspace's own `.env*` files that are worth protecting. The files themselves
 * are kept from models by the ignore rules; this keeps their values out of everything else.
 */
export function createEnvValues(
  now: () => number = () => performance.now(),
): (roots: readonly string[]) => Promise<readonly KnownValue[]> {
  const known = new Map<string, { readonly at: number; readonly values: Promise<readonly KnownValue[]> }>();
  return async (roots) => {
    for (const root of known.keys()) if (!roots.includes(root)) known.delete(root);
    const all = roots.map((root) => {
      const last = known.get(root);
      if (last && now() - last.at <= FRESH_MS) return last.values;
      const values = readEnvValues(root);
      known.set(root, { at: now(), values });
      return values;
    });
    return (await Promise.all(all)).flat();
  };
}

/** Reads all `.env*` files below `root`. One that cannot be read is passed over: nobody else can read it either. */
export async function readEnvValues(root: string): Promise<readonly KnownValue[]> {
  const values = new Set<string>();
  let folders = [root];
  let left = MAX_FOLDERS;
  for (let depth = 0; depth < MAX_DEPTH && folders.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of folders.slice(0, left)) {
      left--;
      for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !SKIPPED.has(entry.name)) next.push(path);
        else if (ENV_FILE.test(entry.name) && !TEMPLATE.test(entry.name)) {
          for (const value of await valuesOf(path)) values.add(value);
        }
      }
    }
    folders = next;
  }
  return Array.from(values, (value) => ({ value, label: 'ENV_VALUE' }));
}

async function valuesOf(path: string): Promise<readonly string[]> {
  try {
    const { size } = await stat(path);
    return size > MAX_BYTES ? [] : valuesWorthProtecting(parseDotenv(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}
