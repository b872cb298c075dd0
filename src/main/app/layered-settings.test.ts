import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSettingsStore, type SettingsStore } from '../settings/settings-store.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { createLayeredSettings, WORKSPACE_SETTINGS_FILE, type LayeredSettings } from './layered-settings.ts';

let folder = '';
let user: SettingsStore;
let layered: LayeredSettings;
let trusted = true;
const file = (): string => join(folder, 'project', WORKSPACE_SETTINGS_FILE);

async function open(text?: string): Promise<void> {
  await mkdir(join(folder, 'project/.codegrex'), { recursive: true });
  if (text !== undefined) await writeFile(file(), text);
  await layered.setWorkspace(await openWorkspace(join(folder, 'project')));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
  trusted = true;
  user = await openSettingsStore(join(folder, 'settings.json'));
  layered = createLayeredSettings(user, () => trusted);
});
afterEach(async () => {
  await layered.close();
  await user.close();
  await rm(folder, { recursive: true, force: true });
});

it('puts a trusted folder’s settings over the user’s, and says what does not count', async () => {
  await user.update({ editorTabSize: 8 });
  await open('{"editorTabSize": 2, "completionEnabled": false, "proxy": "environment"}');
  const { values, user: own, notices } = layered.view();
  expect(values).toMatchObject({ editorTabSize: 2, completionEnabled: false, proxy: 'none' });
  expect(own).toEqual({ editorTabSize: 8 });
  expect(notices).toEqual([
    { file: WORKSPACE_SETTINGS_FILE, message: '"proxy" can only be set in your own settings.' },
  ]);
});

it('applies nothing of a folder that is not trusted, and nothing of it once trust is gone', async () => {
  trusted = false;
  await open('{"editorTabSize": 2}');
  expect(layered.view().values.editorTabSize).toBe(4);
  await expect(layered.change('workspace', { editorTabSize: 3 }, [])).rejects.toMatchObject({
    code: 'refused-by-policy',
  });
  const told: number[] = [];
  layered.onChange((view) => told.push(view.values.editorTabSize));
  trusted = true;
  layered.trustChanged();
  trusted = false;
  layered.trustChanged();
  expect(told).toEqual([2, 4]);
});

it('writes one layer, resets it, and keeps what it does not know', async () => {
  await open('{"later": 1, "editorTabSize": 2}');
  await layered.change('workspace', { editorMinimap: true }, ['editorTabSize']);
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ later: 1, editorMinimap: true });
  await layered.change('user', { editorTabSize: 8 }, []);
  const { values } = await layered.change('user', {}, ['editorTabSize']);
  expect(values).toMatchObject({ editorTabSize: 4, editorMinimap: true });
});

it('refuses what a folder may not set, and leaves a broken file as it is', async () => {
  await open('{');
  await expect(layered.change('workspace', { completionEnabled: true }, [])).rejects.toMatchObject({
    code: 'setting-invalid',
  });
  await expect(layered.change('workspace', { editorTabSize: 2 }, [])).rejects.toMatchObject({
    code: 'settings-unreadable',
  });
  expect(await readFile(file(), 'utf8')).toBe('{');
});

it('replaces the user’s file by a text whose settings all count, and by no other', async () => {
  await user.writeText('{\n  "editorTabSize": 2\n}');
  expect(await user.readText()).toBe('{\n  "editorTabSize": 2\n}');
  for (const text of ['{', '[]', '{"editorTabSize": "2"}', '{"colour": 1}'])
    await expect(user.writeText(text)).rejects.toMatchObject({ code: 'setting-invalid' });
  expect(layered.view().values.editorTabSize).toBe(2);
});
