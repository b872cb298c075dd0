import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { call, startApp, type RunningApp, openTrusted } from '../../../test/support/running-app.ts';
import type { Conversation } from '../../shared/schemas/history.ts';

let app: RunningApp;
let window: MemoryWindow;
let project = '';
beforeEach(async () => {
  app = await startApp({ settings: { telemetry: true, editorFontSize: 17 } });
  window = app.host.openWindow();
  project = await app.project('canary-project-7f3a91');
  await openTrusted(window.api, project);
});
afterEach(async () => {
  await app.close();
  expect(app.log).toEqual([]);
});

const talk = (text: string): Conversation => ({
  id: randomUUID(),
  messages: [
    { role: 'user', id: randomUUID(), text, context: [{ kind: 'search', query: `${text} in a search` }] },
    {
      role: 'assistant',
      id: randomUUID(),
      text: `An answer about ${text}`,
      reasoning: '',
      outcome: 'done',
      model: 'm',
      destination: 'loopback',
      redactions: 0,
    },
  ],
});
async function bytesIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  return (await Promise.all(files.map(async (f) => f + (await readFile(f, 'latin1'))))).join('\n');
}
const list = () => call(window.api, 'history.list', {});

describe('history', () => {
  it('is of the session by default, in every mode, and nothing of it is on disk', async () => {
    for (const mode of ['normal', 'sensitive', 'offline'] as const) {
      await call(window.api, 'policy.setMode', { mode });
      expect(await call(window.api, 'history.get', {})).toEqual({
        chosen: 'session',
        inForce: 'session',
        saved: 0,
        selectable: true,
      });
      await call(window.api, 'history.save', talk(`canary-talk-${mode}-123456`));
    }
    expect(await list()).toHaveLength(3);
    // Another window on the same folder has the same, one without a folder has not.
    const other = app.host.openWindow();
    expect(await call(other.api, 'history.list', {})).toEqual([]);
    await openTrusted(other.api, project);
    expect(await call(other.api, 'history.list', {})).toHaveLength(3);
    expect(await bytesIn(app.data)).not.toContain('canary-talk');
  });

  it('goes to disk only where the user said so, and not in a stricter mode', async () => {
    await call(window.api, 'history.choose', { choice: 'workspace' });
    await call(window.api, 'history.save', talk('canary-normal-123456'));
    expect(await bytesIn(app.data)).toContain('canary-normal-123456');
    await call(window.api, 'policy.setMode', { mode: 'sensitive' });
    expect(await call(window.api, 'history.get', {})).toMatchObject({
      chosen: 'workspace',
      inForce: 'session',
      saved: 1,
    });
    await call(window.api, 'history.save', talk('canary-sensitive-123456'));
    expect(await bytesIn(app.data)).not.toContain('canary-sensitive');
    expect((await list()).map((c) => c.title)).toEqual(['canary-sensitive-123456']);
    // Chosen there as well, it holds there as well.
    await call(window.api, 'history.choose', { choice: 'workspace' });
    expect(await list()).toHaveLength(2);
    expect(await call(window.api, 'history.choose', { choice: 'session' })).toMatchObject({ saved: 0 });
    expect(await bytesIn(app.data)).not.toContain('canary-normal');
    expect(await bytesIn(project)).toBe('');
  });

  it('of a window without a folder goes with the window, and there is nothing to choose', async () => {
    await call(window.api, 'workspace.close', {});
    await call(window.api, 'history.save', talk('canary-loose-123456'));
    expect(await list()).toHaveLength(1);
    expect(await call(window.api, 'history.get', {})).toMatchObject({ selectable: false, inForce: 'session' });
    await expect(call(window.api, 'history.choose', { choice: 'workspace' })).rejects.toMatchObject({
      code: 'no-workspace',
    });
  });
});

describe('export', () => {
  it('writes a new file each time, where the user said, for its owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'export-'));
    const paths = await Promise.all(
      (['csv', 'json', 'csv'] as const).map((format) => call(window.api, 'ledger.exportTo', { folder, format })),
    );
    expect(new Set(paths.map((p) => p.path)).size).toBe(3);
    expect(await readFile(paths[0]?.path ?? '', 'utf8')).toMatch(/^"time",/);
    expect((await stat(paths[0]?.path ?? '')).mode & 0o777).toBe(0o600);
    await expect(call(window.api, 'ledger.exportTo', { folder: '.', format: 'csv' })).rejects.toMatchObject({
      code: 'path-not-found',
    });
    const { path } = await call(window.api, 'telemetry.exportTo', { folder });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(await call(window.api, 'telemetry.pending', {}));
  });
});

describe('delete everything', () => {
  async function fill(): Promise<void> {
    await call(window.api, 'policy.setMode', { mode: 'sensitive' });
    await call(window.api, 'history.choose', { choice: 'workspace' });
    await call(window.api, 'history.save', talk('canary-saved-123456 and why it is so, in many words'));
    const other = app.host.openWindow();
    await openTrusted(other.api, await app.project('canary-other-55aa'));
    await call(other.api, 'history.save', talk('canary-memory-123456'));
    // Looked for, not there, recorded.
    await call(window.api, 'models.addServer', { kind: 'ollama', label: 'gone', baseUrl: 'http://127.0.0.1:9' });
  }

  it('removes every record, leaves settings and modes, and finds nothing when it looks', async () => {
    await fill();
    expect(await bytesIn(app.data)).toContain('canary-saved-123456');
    const report = await call(window.api, 'records.erase', { settings: false });
    expect(report).toMatchObject({ conversations: 2, folders: 1, keptModes: 1, found: [], unread: [], failures: [] });
    expect(report.requests).toBeGreaterThan(0);
    expect(report.passages).toBeGreaterThan(10);
    expect(report.filesScanned).toBeGreaterThan(1);
    const left = await bytesIn(app.data);
    for (const canary of ['canary-saved', 'canary-memory', 'canary-other']) expect(left).not.toContain(canary);
    expect(await list()).toEqual([]);
    expect(await call(window.api, 'workspace.recent', {})).toEqual([]);
    expect(await call(window.api, 'telemetry.pending', {})).toEqual([]);
    // The folder is as private as it was, and the settings are the user's.
    expect(await call(window.api, 'policy.get', {})).toMatchObject({ mode: 'sensitive' });
    expect((await call(window.api, 'settings.get', {})).values.editorFontSize).toBe(17);
    expect(await call(window.api, 'ledger.verify', {})).toMatchObject({ intact: true });
  });

  it('removes the settings too when told so', async () => {
    await fill();
    const report = await call(window.api, 'records.erase', { settings: true });
    expect(report).toMatchObject({ folders: 2, keptModes: 0, found: [], failures: [] });
    expect(await bytesIn(app.data)).not.toContain('canary');
    expect((await call(window.api, 'settings.get', {})).values).toMatchObject({ editorFontSize: 14, servers: [] });
  });

  it('tells of a copy that is left', async () => {
    await fill();
    await mkdir(join(app.data, 'chromium/cache'), { recursive: true });
    await writeFile(join(app.data, 'chromium/cache/x'), Buffer.from('\0\0canary-memory-123456\0', 'utf16le'));
    const report = await call(window.api, 'records.erase', { settings: false });
    expect(report.found).toEqual(['chromium/cache/x']);
  });

  it('removes the rest when something cannot be removed, and says what', async () => {
    await app.close();
    app = await startApp();
    await writeFile(join(app.data, 'workspaces.json'), 'broken');
    await app.close();
    const data = app.data;
    app = await startApp({ data });
    window = app.host.openWindow();
    const report = await call(window.api, 'records.erase', { settings: false });
    expect(report.failures).toHaveLength(1);
    expect(report.failures[0]).toContain('Recent folders');
  });
});
