import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LIMITS } from '../../shared/limits.ts';
import { VsCodeProfile } from '../../shared/schemas/vscode.ts';
import { readVsCodeProfile } from './vscode-profile.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vscode-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function put(path: string, text: string | Uint8Array): Promise<void> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

it('is none where VS Code is not', async () => {
  expect(await readVsCodeProfile(home, {}, 'linux')).toEqual({ folder: null, files: [] });
  await mkdir(join(home, '.config/Code/User'), { recursive: true });
  expect(await readVsCodeProfile(home, {}, 'linux')).toEqual({ folder: null, files: [] });
});

it.each([
  ['linux', {}, '.config/Code/User'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '.config/VSCodium/User'],
  ['darwin', {}, 'Library/Application Support/Code/User'],
  ['win32', {}, 'AppData/Roaming/Code - Insiders/User'],
] as const)('is where %s keeps it', async (platform, env, folder) => {
  await put(`${folder}/settings.json`, '{}');
  expect(await readVsCodeProfile(home, env, platform)).toEqual({
    folder: join(home, folder),
    files: [{ name: 'settings.json', text: '{}' }],
  });
});

it('has settings, keybindings and snippets, and nothing else', async () => {
  const folder = 'elsewhere/Code/User';
  await put(`${folder}/keybindings.json`, '[]');
  await put(`${folder}/settings.json`, '{ // mine\n}');
  await put(`${folder}/snippets/css.json`, '{}');
  await put(`${folder}/snippets/all.code-snippets`, '{ }');
  await put(`${folder}/snippets/notes.txt`, 'no');
  await put(`${folder}/globalStorage/storage.json`, '{"secret":1}');
  const found = await readVsCodeProfile(home, { XDG_CONFIG_HOME: join(home, 'elsewhere') }, 'linux');
  expect(found.files).toEqual([
    { name: 'settings.json', text: '{ // mine\n}' },
    { name: 'keybindings.json', text: '[]' },
    { name: 'all.code-snippets', text: '{ }' },
    { name: 'css.json', text: '{}' },
  ]);
  expect(VsCodeProfile.parse(found)).toEqual(found);
});

it('leaves out what is too long, no text or no file, and stops at many', async () => {
  const folder = '.config/Code/User';
  await put(`${folder}/settings.json`, 'x'.repeat(LIMITS.settingsChars + 1));
  await put(`${folder}/keybindings.json`, Uint8Array.of(0xff, 0xfe, 0x41));
  await mkdir(join(home, folder, 'snippets/a.json'), { recursive: true });
  for (let i = 0; i < LIMITS.vsCodeFiles + 5; i++) await put(`${folder}/snippets/s${String(i)}.json`, '{}');
  const { files } = await readVsCodeProfile(home, {}, 'linux');
  expect(files).toHaveLength(LIMITS.vsCodeFiles);
  expect(files.every(({ name }) => /^s\d+\.json$/.test(name))).toBe(true);
});
