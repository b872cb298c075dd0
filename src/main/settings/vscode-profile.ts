import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LIMITS } from '../../shared/limits.ts';
import type { VsCodeProfile } from '../../shared/schemas/vscode.ts';
import { applicationData } from './application-data.ts';

/** What VS Code and its free builds call their folders. */
const PRODUCTS = ['Code', 'Code - Insiders', 'VSCodium', 'Code - OSS'];

/**
 * The settings, keybindings and snippets that the user has in VS Code on this machine: of the first of its builds that
 * has any. Files that are too long, or no UTF-8, are left out.
 * @param home absolute
 */
export async function readVsCodeProfile(
  home: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<VsCodeProfile> {
  for (const product of PRODUCTS) {
    const folder = join(applicationData(home, env, platform), product, 'User');
    const snippets = join(folder, 'snippets');
    const names = await readdir(snippets).catch(() => []);
    const paths = [
      join(folder, 'settings.json'),
      join(folder, 'keybindings.json'),
      ...names
        .filter((name) => /\.(?:json|code-snippets)$/.test(name))
        .sort()
        .map((name) => join(snippets, name)),
    ];
    const files: { name: string; text: string }[] = [];
    for (const path of paths) {
      if (files.length === LIMITS.vsCodeFiles) break;
      const text = await readShort(path);
      if (text !== null) files.push({ name: basename(path), text });
    }
    if (files.length > 0) return { folder, files };
  }
  return { folder: null, files: [] };
}

async function readShort(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > LIMITS.settingsChars) return null;
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    return null;
  }
}
