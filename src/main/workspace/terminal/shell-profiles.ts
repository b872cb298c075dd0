import { readFile } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { ShellProfile, ShellProfiles } from '../../../shared/schemas/terminal.ts';

/** Where shells are looked for. */
export interface ShellSources {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The full path of a program that can be run, by name or by full path; `null` if there is none. */
  readonly find: (program: string) => string | null;
  /** The list that the system keeps of login shells. */
  readonly shellsFile?: string;
}

/** Those that people use, the usual ones first. */
const UNIX = ['bash', 'zsh', 'fish', 'nu', 'pwsh', 'ksh', 'dash', 'sh'];
const WINDOWS = ['pwsh.exe', 'powershell.exe', 'cmd.exe', 'C:\\Program Files\\Git\\bin\\bash.exe', 'nu.exe'];
/** In /etc/shells and not for people. */
const NO_SHELLS = new Set(['false', 'nologin', 'true', 'sync', 'git-shell', 'tmux', 'screen', 'rbash']);

/**
 * The shells of this machine, each once, the user's own first.
 * @param wanted id of the one that the user chose as default
 */
export async function findShells(sources: ShellSources, wanted: string | null): Promise<ShellProfiles> {
  const { platform, env, find, shellsFile = '/etc/shells' } = sources;
  const windows = platform === 'win32';
  const own = windows ? [] : [env['SHELL'] ?? ''].filter(isAbsolute);
  const listed = windows ? [] : await loginShells(shellsFile);
  const found = new Map<string, ShellProfile>();
  for (const each of [...own, ...(windows ? WINDOWS : [...UNIX, ...listed])]) {
    const path = find(each);
    const id = basename(each.replaceAll('\\', '/')).replace(/\.exe$/i, '');
    if (path !== null && !NO_SHELLS.has(id) && !found.has(id)) found.set(id, { id, path });
  }
  const profiles = [...found.values()].slice(0, 50);
  const chosen = profiles.find(({ id }) => id === wanted) ?? profiles[0];
  return { profiles, default: chosen?.id ?? null };
}

/** Arguments of a shell that people type into. */
export function shellArguments(platform: NodeJS.Platform): readonly string[] {
  // Windows of a Mac have no environment of a login, so each shell there makes its own.
  return platform === 'darwin' ? ['-l'] : [];
}

async function loginShells(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => isAbsolute(line));
}
