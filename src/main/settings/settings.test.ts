import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicyFile } from './policy-file.ts';
import { openSettingsStore, type SettingsStore } from './settings-store.ts';
import { openWorkspaceStore } from './workspace-store.ts';

let folder = '';
let file = '';
let store: SettingsStore | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => store?.close());

describe('settings', () => {
  it('has defaults without a file, and keeps what it is told', async () => {
    store = await openSettingsStore(file);
    expect(store.view().values.defaultMode).toBe('normal');
    await store.update({ theme: 'dark' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ theme: 'dark' });
  });

  it('keeps keys that it does not know, and refuses wrong values', async () => {
    await writeFile(file, '{"future": {"x": 1}, "theme": "light"}');
    store = await openSettingsStore(file);
    await store.update({ editorFontSize: 16 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ future: { x: 1 }, theme: 'light', editorFontSize: 16 });
    await expect(store.update({ editorFontSize: 1000 })).rejects.toMatchObject({ code: 'setting-invalid' });
  });

  it('reads a broken file as Sensitive, says so, and leaves it as it is', async () => {
    await writeFile(file, '{"defaultMode": "normal", ');
    store = await openSettingsStore(file);
    expect(store.layer()).toMatchObject({ readable: false });
    expect(store.view().notices).toHaveLength(1);
    await expect(store.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'settings-unreadable' });
    expect(await readFile(file, 'utf8')).toBe('{"defaultMode": "normal", ');
  });

  it('falls back to the default for a wrong value, and to Sensitive for a wrong mode', async () => {
    await writeFile(file, '{"theme": "pink", "editorFontSize": 20}');
    store = await openSettingsStore(file);
    expect(store.view().values).toMatchObject({ theme: 'system', editorFontSize: 20 });
    expect(store.view().notices[0]?.message).toContain('theme');
    expect(store.layer()).toMatchObject({ readable: true });
    await store.close();
    await writeFile(file, '{"defaultMode": "off line"}');
    store = await openSettingsStore(file);
    expect(store.layer()).toMatchObject({ readable: false });
  });

  it.each(['{"redactionAllow": "x"}', '{"redactionPatterns": [{"regex": "x"}]}', '{"leaveTestCards": "yes"}'])(
    'counts as unreadable with redaction rules that are none: %s',
    async (text) => {
      await writeFile(file, text);
      store = await openSettingsStore(file);
      expect(store.layer()).toMatchObject({ readable: false });
      expect(store.view().notices).toHaveLength(1);
    },
  );

  it('hands on redaction rules, a label or not', async () => {
    const patterns = [{ pattern: 'a\\d' }, { pattern: 'b\\d', label: 'B' }];
    await writeFile(file, JSON.stringify({ redactionPatterns: patterns, redactionAllow: ['x'], leaveTestCards: true }));
    store = await openSettingsStore(file);
    expect(store.layer()).toMatchObject({
      rules: { allow: ['x'], patterns },
      leaveTestCards: true,
      privateAddresses: false,
    });
  });

  it('follows edits made by hand', async () => {
    store = await openSettingsStore(file);
    const seen: string[] = [];
    store.onChange((view) => seen.push(view.values.theme));
    await writeFile(file, '{"theme": "hc-dark"}');
    await expect.poll(() => seen).toEqual(['hc-dark']);
  });
});

describe('workspaces', () => {
  it('keeps the mode of each folder and the recent ones', async () => {
    const path = join(folder, 'workspaces.json');
    const workspaces = await openWorkspaceStore(path);
    await workspaces.addRecent('/a');
    await workspaces.addRecent('/b');
    await workspaces.addRecent('/a');
    await workspaces.choose('/a', { mode: 'offline' });
    const again = await openWorkspaceStore(path);
    expect(again.recent()).toEqual(['/a', '/b']);
    expect(again.layer('/a')).toMatchObject({ mode: 'offline' });
    expect(again.layer('/b')).not.toHaveProperty('mode');
    expect(again.layer('__proto__')).not.toHaveProperty('mode');
  });

  it('keeps redaction rules of a folder; forgetting it leaves what has more redacted, unless all goes', async () => {
    const path = join(folder, 'workspaces.json');
    const workspaces = await openWorkspaceStore(path);
    const patterns = [{ pattern: 'PROJ-\\d+' }];
    const choice = { allow: ['x'], patterns, privateAddresses: 'yes', leaveTestCards: 'yes' } as const;
    await workspaces.choose('/a', { redaction: { ...choice, allow: [...choice.allow] } });
    await workspaces.choose('/b', { redaction: { ...choice, patterns: [], privateAddresses: 'no', allow: ['x'] } });
    const again = await openWorkspaceStore(path);
    expect(again.redaction('/a')).toEqual(choice);
    expect(again.layer('/a')).toMatchObject({ rules: { allow: ['x'], patterns }, privateAddresses: true });
    expect(again.layer('/b')).toMatchObject({ privateAddresses: false, leaveTestCards: true });
    expect(await again.forget(true)).toEqual({ forgotten: ['/b'], kept: ['/a'] });
    expect(again.redaction('/a')).toEqual({
      allow: [],
      patterns,
      privateAddresses: 'yes',
      leaveTestCards: 'as-settings',
    });
    expect(again.layer('/b')).not.toHaveProperty('rules');
    expect(await again.forget(false)).toEqual({ forgotten: ['/a'], kept: [] });
    expect(again.layer('/a')).not.toHaveProperty('rules');
  });

  it('hands what keeps things private on to a workspace of more or fewer folders, and nothing that loosens', async () => {
    const workspaces = await openWorkspaceStore(join(folder, 'workspaces.json'));
    const redaction = {
      allow: ['x'],
      patterns: [{ pattern: 'y' }],
      privateAddresses: 'no',
      leaveTestCards: 'no',
    } as const;
    await workspaces.choose('/a', {
      mode: 'sensitive',
      approvedProviders: ['p'],
      previewOff: ['p'],
      terminalCapture: true,
      redaction: { ...redaction, allow: ['x'], patterns: [{ pattern: 'y' }] },
    });
    await workspaces.inherit('/a', '/a\0/b', 'normal');
    expect(workspaces.layer('/a\0/b')).toEqual({
      source: 'your choice for this workspace',
      authority: 'user',
      readable: true,
      mode: 'sensitive',
      rules: { allow: [], patterns: [{ pattern: 'y' }] },
      leaveTestCards: false,
    });
    expect(workspaces.terminalCapture('/a\0/b')).toBe(false);
    await workspaces.choose('/a\0/b', { mode: 'offline' });
    await workspaces.inherit('/a', '/a\0/b', 'normal');
    expect(workspaces.layer('/a\0/b')).toMatchObject({ mode: 'offline' });
    await workspaces.inherit('/a', '/a\0/c', 'offline');
    expect(workspaces.layer('/a\0/c')).not.toHaveProperty('mode');
    await workspaces.inherit('/none', '/other', 'normal');
    expect(workspaces.layer('/other')).not.toHaveProperty('mode');
    expect(workspaces.strictLayer('/a')).toEqual({
      source: 'your choice for /a',
      authority: 'workspace',
      readable: true,
      mode: 'sensitive',
      rules: { allow: [], patterns: [{ pattern: 'y' }] },
      leaveTestCards: false,
    });
  });

  it('counts a broken file as unreadable and does not replace it', async () => {
    const path = join(folder, 'workspaces.json');
    await writeFile(path, 'oops');
    const workspaces = await openWorkspaceStore(path);
    expect(workspaces.layer('/a')).toMatchObject({ readable: false });
    await expect(workspaces.choose('/a', { mode: 'normal' })).rejects.toMatchObject({ code: 'settings-unreadable' });
    expect(await readFile(path, 'utf8')).toBe('oops');
  });
});

describe('policy files', () => {
  const read = () => readPolicyFile(join(folder, 'policy.json'), 'policy.json', 'workspace');
  it.each([
    ['{"mode": "offline"}', { readable: true, mode: 'offline' }],
    ['{}', { readable: true }],
    ['{"mode": "relaxed"}', { readable: false }],
    ['{"mode": "normal", "unknown": 1}', { readable: false }],
    ['[]', { readable: false }],
    ['', { readable: false }],
  ])('%s', async (text, layer) => {
    await writeFile(join(folder, 'policy.json'), text);
    expect(await read()).toMatchObject(layer);
  });
  it('is no layer when there is none', async () => {
    expect(await read()).toBeNull();
  });
});
