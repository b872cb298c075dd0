import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { call, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import type { FileChange, MayRead } from '../../shared/schemas/workspace.ts';

let app: RunningApp;
let window: MemoryWindow;
let changes: FileChange[];
const mayRead = (path: string): Promise<MayRead> => call(window.api, 'files.mayRead', { path });

beforeEach(async () => {
  app = await startApp({ settings: { ignoreRules: ['notes.md'] } });
  window = app.host.openWindow();
  const root = await app.project('project', { 'notes.md': '', '.npmrc': '', '.gitignore': 'dist/\n', 'a.ts': '' });
  await call(window.api, 'workspace.open', { paths: [root] });
  changes = [];
  window.api['files.changes']({}, (change) => void changes.push(change));
});
afterEach(() => app.close());

describe('the ignore rules in the settings', () => {
  it('apply from the start, and at once when they change', async () => {
    expect(await mayRead('notes.md')).toMatchObject({ allowed: false, source: 'your settings', line: 1 });
    expect(await mayRead('.npmrc')).toMatchObject({ allowed: false, source: 'built-in rules' });
    await call(window.api, 'settings.update', {
      values: { ignoreRules: ['!.npmrc'], honourIgnoreFiles: ['.gitignore'] },
    });
    expect(await mayRead('notes.md')).toMatchObject({ allowed: true, rule: null });
    expect(await mayRead('.npmrc')).toMatchObject({ allowed: true, rule: '!.npmrc (your settings:1)' });
    expect(await mayRead('dist/a.js')).toMatchObject({ allowed: false, source: '.gitignore', line: 1 });
  });

  it('have the marks drawn again when they change, and only then', async () => {
    await call(window.api, 'settings.update', { values: { editorFontSize: 20 } });
    await call(window.api, 'settings.update', { values: { ignoreRules: [] } });
    await expect.poll(() => changes).toEqual([{ path: '.', kind: 'ignore-changed' }]);
  });

  it('refuse a rule of more than one line', async () => {
    const update = call(window.api, 'settings.update', { values: { ignoreRules: ['a\n!b'] } });
    await expect(update).rejects.toMatchObject({ code: 'request-malformed' });
  });

  it('keep everything from models while the file is broken, and are back with it', async () => {
    const file = join(app.data, 'settings.json');
    await writeFile(file, '{"ignoreRules": ["notes.md"');
    await expect
      .poll(() => mayRead('a.ts'), { timeout: 5000 })
      .toMatchObject({
        allowed: false,
        source: 'your settings',
        rule: 'your settings cannot be read, so everything that these rules could name is kept from models',
      });
    await writeFile(file, '{"ignoreRules": ["a.ts"]}');
    await expect.poll(() => mayRead('notes.md')).toMatchObject({ allowed: true });
    expect(await mayRead('a.ts')).toMatchObject({ allowed: false, line: 1 });
  });
});
