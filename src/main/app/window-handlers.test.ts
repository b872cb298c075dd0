import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { requestSamples } from '../../../test/support/request-samples.ts';
import { call, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import type { Backup } from '../../shared/schemas/window-state.ts';

let app: RunningApp;
let window: MemoryWindow;
let project = '';
beforeEach(async () => {
  app = await startApp();
  window = app.host.openWindow();
  project = await app.project('project', { 'a.ts': 'let a = 1;\n' });
  await call(window.api, 'workspace.open', { paths: [project] });
});
afterEach(async () => {
  await app.close();
  expect(app.log).toEqual([]);
});

const [STATE] = requestSamples['window.saveState'].map(({ state }) => state);
const backup = (text: string): Backup => ({ path: 'a.ts', text, eol: '\n', bom: false, version: 'v' });
const files = async (name: string): Promise<string[]> =>
  (await readdir(join(app.data, name), { recursive: true }).catch(() => [])).filter((file) => file.endsWith('.json'));

describe('a window whose page is loaded again', () => {
  it('has its folder again, and no other window has', async () => {
    const id = randomUUID();
    expect(await call(window.api, 'workspace.resume', { window: id })).toMatchObject({ id: project });
    window.disconnect();
    const again = app.host.openWindow();
    expect(await call(again.api, 'workspace.current', {})).toBeNull();
    expect(await call(again.api, 'workspace.resume', { window: id })).toMatchObject({ id: project });
    const other = app.host.openWindow();
    expect(await call(other.api, 'workspace.resume', { window: randomUUID() })).toBeNull();
  });

  it('has none if it was closed', async () => {
    const id = randomUUID();
    await call(window.api, 'workspace.resume', { window: id });
    await call(window.api, 'workspace.close', {});
    window.disconnect();
    expect(await call(app.host.openWindow().api, 'workspace.resume', { window: id })).toBeNull();
  });

  it('has none if its folder is gone meanwhile', async () => {
    const id = randomUUID();
    await call(window.api, 'workspace.resume', { window: id });
    window.disconnect();
    await rm(project, { recursive: true });
    expect(await call(app.host.openWindow().api, 'workspace.resume', { window: id })).toBeNull();
  });
});

describe('after a start', () => {
  it('the first window has the folder that was open last, and no other', async () => {
    await call(window.api, 'workspace.resume', { window: randomUUID() });
    const { data } = app;
    await app.close();
    app = await startApp({ data });
    const first = app.host.openWindow();
    expect(await call(first.api, 'workspace.resume', { window: randomUUID() })).toMatchObject({ id: project });
    expect(await call(app.host.openWindow().api, 'workspace.resume', { window: randomUUID() })).toBeNull();
    await call(first.api, 'workspace.close', {});
    await app.close();
    app = await startApp({ data });
    expect(await call(app.host.openWindow().api, 'workspace.resume', { window: randomUUID() })).toBeNull();
  });

  it('none once everything is deleted, nor where the window was told another', async () => {
    await call(window.api, 'workspace.resume', { window: randomUUID() });
    const { data } = app;
    const other = await app.project('told');
    await app.close();
    app = await startApp({ data, folder: other });
    const told = app.host.openWindow();
    expect(await call(told.api, 'workspace.resume', { window: randomUUID() })).toMatchObject({ id: other });
    const report = await call(told.api, 'records.erase', { settings: false });
    expect(report).toMatchObject({ found: [], failures: [] });
    await app.close();
    app = await startApp({ data });
    expect(await call(app.host.openWindow().api, 'workspace.resume', { window: randomUUID() })).toBeNull();
  });
});

describe('how a window looked', () => {
  it('is kept by folder, and only for the one that is open', async () => {
    if (!STATE) throw new Error('There is no sample.');
    const other = await app.project('other');
    await call(window.api, 'window.saveState', { workspace: project, state: STATE });
    await call(window.api, 'window.saveState', { workspace: other, state: STATE });
    expect(await call(window.api, 'window.state', {})).toEqual(STATE);
    await call(window.api, 'workspace.open', { paths: [other] });
    expect(await call(window.api, 'window.state', {})).toBeNull();
    const [file = ''] = await files('windows');
    expect((await stat(join(app.data, 'windows', file))).mode & 0o777).toBe(0o600);
  });

  it('is not kept for a folder that the user’s own lies in', async () => {
    if (!STATE) throw new Error('There is no sample.');
    await mkdir(app.data, { recursive: true });
    const root = join(app.data, '..');
    const { id: opened } = await call(window.api, 'workspace.open', { paths: [root] });
    await call(window.api, 'window.saveState', { workspace: opened, state: STATE });
    expect(await files('windows')).toEqual([]);
    await expect(call(window.api, 'backups.write', { workspace: opened, backup: backup('x') })).rejects.toMatchObject({
      code: 'backup-inside-workspace',
    });
    expect(await files('backups')).toEqual([]);
  });
});

describe('unsaved text', () => {
  it('is the next window’s once its own is gone', async () => {
    await call(window.api, 'backups.write', { workspace: project, backup: backup('typed') });
    const next = app.host.openWindow();
    await call(next.api, 'workspace.open', { paths: [project] });
    expect(await call(next.api, 'backups.take', {})).toEqual([]);
    window.disconnect();
    await expect.poll(() => call(next.api, 'backups.take', {})).toEqual([backup('typed')]);
    await call(next.api, 'backups.remove', { workspace: project, path: 'a.ts' });
    expect(await files('backups')).toEqual([]);
  });

  it('is not kept where the user wants none, and what is there goes', async () => {
    await call(window.api, 'backups.write', { workspace: project, backup: backup('typed') });
    expect(await files('backups')).toHaveLength(1);
    await call(window.api, 'settings.update', { values: { editorHotExit: false } });
    await expect.poll(() => files('backups')).toEqual([]);
    await call(window.api, 'backups.write', { workspace: project, backup: backup('typed on') });
    expect(await files('backups')).toEqual([]);
  });
});
