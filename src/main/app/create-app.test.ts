import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  call,
  entries,
  startApp,
  type AppSetUp,
  type RunningApp,
  openTrusted,
} from '../../../test/support/running-app.ts';
import { watchNetwork, type NetworkWatch } from '../../../test/support/network-watch.ts';
import type { PolicyView, SettingsView } from '../../shared/schemas/settings.ts';

const running: RunningApp[] = [];
let network: NetworkWatch | null = null;
async function start(setUp: AppSetUp = {}): Promise<RunningApp> {
  const app = await startApp(setUp);
  running.push(app);
  return app;
}
afterEach(async () => {
  for (const app of running.splice(0)) {
    await app.close();
    expect(app.log).toEqual([]);
  }
  network?.stop();
  network = null;
});

describe('a window', () => {
  it('opens a folder, which is then current and remembered', async () => {
    const app = await start();
    const { api } = app.host.openWindow();
    const root = await app.project('one', { 'src/a.ts': 'const a = 1;\n' });
    const opened = { id: root, name: 'one', folders: [{ name: 'one', root }] };
    expect(await call(api, 'workspace.current', {})).toBeNull();
    await expect(entries(api)).rejects.toMatchObject({ code: 'no-workspace' });
    expect(await call(api, 'workspace.open', { paths: [root] })).toEqual(opened);
    expect(await call(api, 'workspace.current', {})).toEqual(opened);
    expect(await entries(api)).toMatchObject([{ path: 'src', kind: 'folder' }]);
    expect(await call(api, 'files.read', { path: 'src/a.ts' })).toMatchObject({ text: 'const a = 1;\n' });
    await call(api, 'workspace.close', {});
    expect(await call(api, 'workspace.current', {})).toBeNull();
    const other = app.host.openWindow();
    expect(await call(other.api, 'workspace.recent', {})).toEqual([opened]);
  });

  it('is answered however early it asks', async () => {
    const app = await start();
    const window = app.host.openWindow();
    // None of this waits for the core.
    const early = [
      call(window.api, 'app.info', {}),
      call(window.api, 'settings.get', {}),
      call(window.api, 'policy.get', {}),
      call(window.api, 'models.get', {}),
      call(window.api, 'ledger.list', {}),
      call(window.api, 'workspace.open', { paths: [await app.project('one')] }),
    ];
    const changes = window.api['settings.changes']({}, () => undefined);
    const [info] = await Promise.all(early);
    expect(info).toMatchObject({ host: 'browser', version: '1.2.3', nativeDialogs: false });
    changes.cancel();
    expect(await changes.ended).toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('that goes before the core is ready leaves nothing behind', async () => {
    const app = await start();
    const window = app.host.openWindow();
    const asked = window.api['app.info']({}).result;
    window.disconnect();
    expect(await asked).toMatchObject({ failure: { code: 'connection-lost' } });
    expect(await call(app.host.openWindow().api, 'app.info', {})).toMatchObject({ version: '1.2.3' });
  });

  it('saves what it read, is told when it changed on disk, and hears of the change', async () => {
    const app = await start();
    const { api } = app.host.openWindow();
    const root = await app.project('one', { 'a.txt': 'one\n' });
    await openTrusted(api, root);
    const seen: unknown[] = [];
    api['files.changes']({}, (change) => void seen.push(change));
    await call(api, 'files.watch', { folders: [''], files: ['a.txt'] });
    const { version } = await call(api, 'files.read', { path: 'a.txt' });
    const file = { path: 'a.txt', text: 'two\n', eol: '\n' as const, bom: false };
    const saved = await call(api, 'files.write', { ...file, expectedVersion: version });
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('two\n');
    await new Promise((done) => setTimeout(done, 300));
    await writeFile(join(root, 'a.txt'), 'theirs\n');
    await expect(call(api, 'files.write', { ...file, expectedVersion: saved.version })).rejects.toMatchObject({
      code: 'file-changed-on-disk',
    });
    await expect.poll(() => seen).toContainEqual({ path: 'a.txt', kind: 'changed' });
  });
});

describe('modes', () => {
  it('belong to a folder: two windows on two folders never share one', async () => {
    const app = await start();
    const [a, b] = [app.host.openWindow(), app.host.openWindow()];
    const seen: string[] = [];
    await openTrusted(a.api, await app.project('one'));
    await openTrusted(b.api, await app.project('two'));
    b.api['policy.changes']({}, ({ mode }) => void seen.push(mode));
    await call(a.api, 'policy.setMode', { mode: 'offline' });
    expect((await call(a.api, 'policy.get', {})).mode).toBe('offline');
    expect((await call(b.api, 'policy.get', {})).mode).toBe('normal');
    await call(b.api, 'policy.setMode', { mode: 'sensitive' });
    expect((await call(a.api, 'policy.get', {})).mode).toBe('offline');
    expect(seen).toEqual(['sensitive']);
    // A third window, on none of them, has its own as well.
    expect((await call(app.host.openWindow().api, 'policy.get', {})).mode).toBe('normal');
  });

  it('are kept for the next start, by folder', async () => {
    const app = await start();
    const { api } = app.host.openWindow();
    const root = await app.project('one');
    await openTrusted(api, root);
    await call(api, 'policy.setMode', { mode: 'offline' });
    const stored = JSON.parse(await readFile(join(app.data, 'workspaces.json'), 'utf8')) as unknown;
    expect(stored).toMatchObject({ workspaces: { [root]: { mode: 'offline' } } });
    // Nothing of it lies in the repository.
    expect(await entries(api)).toEqual([]);
  });
});

describe('policy files', () => {
  it('of the folder tighten and never loosen, from the moment that they are written', async () => {
    const app = await start({ settings: { defaultMode: 'sensitive' } });
    const { api } = app.host.openWindow();
    const root = await app.project('one', { '.codegrex/policy.json': '{"mode":"normal"}' });
    await openTrusted(api, root);
    expect((await call(api, 'policy.get', {})).mode).toBe('sensitive');
    await writeFile(join(root, '.codegrex/policy.json'), '{"mode":"offline"}');
    expect(await call(api, 'policy.get', {})).toMatchObject({
      mode: 'offline',
      chosenMode: 'sensitive',
      decidedBy: '.codegrex/policy.json',
      selectableModes: ['offline'],
    });
    await expect(call(api, 'policy.setMode', { mode: 'normal' })).rejects.toMatchObject({ code: 'refused-by-policy' });
  });

  it('that cannot be read mean Sensitive, and the window is told without asking', async () => {
    const app = await start();
    const { api } = app.host.openWindow();
    const root = await app.project('one');
    await openTrusted(api, root);
    const seen: PolicyView[] = [];
    api['policy.changes']({}, (view) => void seen.push(view));
    await mkdir(join(root, '.codegrex'));
    await writeFile(join(root, '.codegrex/policy.json'), '{"mode": "nor');
    await expect.poll(() => seen.at(-1)?.mode).toBe('sensitive');
    expect(seen.at(-1)?.notices).toEqual([expect.stringContaining('could not be read')]);
    await rm(join(root, '.codegrex'), { recursive: true });
    await expect.poll(() => seen.at(-1)?.mode).toBe('normal');
  });

  it('of the organisation bind every window, with or without a folder', async () => {
    const app = await start({
      organisation: '{"mode":"offline","onPremHosts":[]}',
      settings: { onPremHosts: ['x.corp'] },
    });
    const [a, b] = [app.host.openWindow(), app.host.openWindow()];
    await openTrusted(a.api, await app.project('one'));
    for (const { api } of [a, b]) {
      const view = await call(api, 'policy.get', {});
      expect(view).toMatchObject({ mode: 'offline', selectableModes: ['offline'], onPremHosts: [] });
      expect(view.decidedBy).toContain('organisation');
      await expect(call(api, 'policy.setMode', { mode: 'sensitive' })).rejects.toMatchObject({
        code: 'refused-by-policy',
      });
    }
  });
});

describe('settings', () => {
  it('that are broken are reported and left as they are; the strictest reading applies', async () => {
    const broken = '{"defaultMode": "normal", "theme":';
    const app = await start({ settings: broken });
    const { api } = app.host.openWindow();
    const { notices } = await call(api, 'settings.get', {});
    expect(notices).toEqual([{ file: join(app.data, 'settings.json'), message: expect.any(String) as unknown }]);
    expect((await call(api, 'policy.get', {})).mode).toBe('sensitive');
    for (const change of [
      call(api, 'settings.update', { values: { theme: 'dark' } }),
      call(api, 'models.addServer', { kind: 'ollama', label: '', baseUrl: 'http://localhost:1' }),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'settings-unreadable' });
    }
    expect(await readFile(join(app.data, 'settings.json'), 'utf8')).toBe(broken);
    // Mended by hand, they apply at once.
    const seen: SettingsView[] = [];
    api['settings.changes']({}, (view) => void seen.push(view));
    await writeFile(join(app.data, 'settings.json'), '{"defaultMode": "normal", "theme": "light"}');
    await expect.poll(() => seen.at(-1)).toMatchObject({ notices: [], values: { theme: 'light' } });
    expect((await call(api, 'policy.get', {})).mode).toBe('normal');
  });

  it('reach every window, and a value that is `undefined` changes nothing', async () => {
    const app = await start({ settings: { theme: 'light' } });
    const [a, b] = [app.host.openWindow(), app.host.openWindow()];
    const seen: SettingsView[] = [];
    b.api['settings.changes']({}, (view) => void seen.push(view));
    await call(b.api, 'settings.get', {});
    const values = { editorFontSize: 20, theme: undefined };
    expect((await call(a.api, 'settings.update', { values })).values).toMatchObject({
      editorFontSize: 20,
      theme: 'light',
    });
    await expect.poll(() => seen.at(-1)?.values.editorFontSize).toBe(20);
  });
});

describe('model servers', () => {
  it('in Offline: a cloud is refused and recorded, and its name is never looked up', async () => {
    network = watchNetwork();
    const server = {
      id: 'cloud',
      kind: 'openai-compatible' as const,
      label: 'Cloud',
      baseUrl: 'https://api.example.com',
      agreedOrigin: 'https://api.example.com',
    };
    const app = await start({ settings: { defaultMode: 'offline', servers: [server] } });
    const { api } = app.host.openWindow();
    await openTrusted(api, await app.project('one'));
    const view = await call(api, 'models.refresh', {});
    expect(view.providers).toMatchObject([
      { id: 'embedded' },
      { id: 'cloud', state: 'refused', failure: { code: 'refused-by-mode' } },
    ]);
    const request = { conversationId: 'c', messages: [{ role: 'user' as const, text: 'hi' }], context: [] };
    const asked = api['chat.send']({ ...request, model: 'cloud/gpt' }, () => undefined);
    expect(await asked.ended).toMatchObject({ failure: { code: 'refused-by-mode' } });
    const entries = await call(api, 'ledger.list', {});
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        providerId: 'cloud',
        outcome: 'refused',
        mode: 'offline',
        address: null,
        bytesSent: 0,
      });
    }
    expect(network).toMatchObject({ lookups: [], remote: [] });

    // The watch does see: outside Offline the name is looked up, and nothing but that.
    await call(api, 'policy.setMode', { mode: 'normal' });
    await call(api, 'models.refresh', {});
    expect(new Set(network.lookups)).toEqual(new Set(['api.example.com']));
    expect((await call(api, 'models.get', {})).providers[1]).toMatchObject({
      state: 'unavailable',
      failure: { code: 'server-unreachable' },
    });
  });

  it.each(['http://[1:2]', 'localhost:1234', 'http://', 'ftp://localhost', 'http://user:pw@localhost', 'http://127.1'])(
    'with an address that cannot be used are not added: %s',
    async (baseUrl) => {
      const app = await start();
      const { api } = app.host.openWindow();
      for (const kind of ['ollama', 'openai-compatible'] as const) {
        await expect(call(api, 'models.addServer', { kind, label: '', baseUrl })).rejects.toMatchObject({
          code: 'url-invalid',
        });
      }
      expect((await call(api, 'settings.get', {})).values.servers).toEqual([]);
    },
  );

  it('are added with the name of their host, and removed', async () => {
    const app = await start();
    const { api } = app.host.openWindow();
    const added = await call(api, 'models.addServer', { kind: 'ollama', label: ' ', baseUrl: ' http://localhost:1 ' });
    const [, server] = added.providers;
    expect(server).toMatchObject({
      label: 'localhost',
      origin: 'http://localhost:1',
      source: 'user',
      state: 'unavailable',
      failure: { code: 'server-unreachable' },
    });
    const left = await call(api, 'models.removeServer', { id: server?.id ?? '' });
    expect(left.providers.map((p) => p.id)).toEqual(['embedded']);
  });

  it('in a cloud that no provider documents are added once the user agreed, and asked for nothing before', async () => {
    network = watchNetwork();
    // Offline, so that the name is looked up by nobody after it either.
    const app = await start({ settings: { defaultMode: 'offline' } });
    const { api } = app.host.openWindow();
    const kind = 'openai-compatible' as const;
    const own = { kind, label: '', baseUrl: 'https://llm.example/v1' };
    await expect(call(api, 'models.addServer', own)).rejects.toMatchObject({ code: 'address-not-agreed' });
    await call(api, 'models.addServer', { ...own, agreed: true, models: ['a', 'b'] });
    const documented = { kind: 'anthropic' as const, label: '', baseUrl: 'https://api.anthropic.com' };
    await call(api, 'models.addServer', { ...documented, agreed: true });
    const { servers } = (await call(api, 'settings.get', {})).values;
    expect(servers).toMatchObject([
      { label: 'llm.example', agreedOrigin: 'https://llm.example', models: ['a', 'b'] },
      { label: 'api.anthropic.com' },
    ]);
    expect(servers[1]).not.toHaveProperty('agreedOrigin');
    expect(network).toMatchObject({ lookups: [], remote: [] });
  });

  it('of a settings file are agreed to later, each for the address that it has then', async () => {
    const servers = [{ id: 's', kind: 'openai-compatible' as const, label: 'S', baseUrl: 'https://llm.example/v1' }];
    const app = await start({ settings: { servers } });
    const { api } = app.host.openWindow();
    const code = async (): Promise<string | undefined> =>
      (await call(api, 'models.refresh', {})).providers[1]?.failure?.code;
    expect(await code()).toBe('address-not-agreed');
    // Not asked under Normal: its name would be looked up.
    await openTrusted(api, await app.project('one'));
    await call(api, 'policy.setMode', { mode: 'offline' });
    await call(api, 'models.agreeServer', { id: 's' });
    expect(await code()).toBe('refused-by-mode');
    const stored = (await call(api, 'settings.get', {})).values.servers;
    expect(stored).toEqual([{ ...servers[0], agreedOrigin: 'https://llm.example' }]);
  });

  it('by hand in the settings, unusable: the app starts, says so, and the rest works', async () => {
    const servers = [{ id: 's', kind: 'openai-compatible' as const, label: 'Typo', baseUrl: 'http://[1:2]' }];
    const app = await start({ settings: { servers } });
    const { api } = app.host.openWindow();
    expect((await call(api, 'models.refresh', {})).providers[1]).toMatchObject({
      state: 'unavailable',
      failure: { code: 'url-invalid' },
    });
  });
});

describe('close', () => {
  it('ends what runs and writes what is to be written', async () => {
    const app = await startApp();
    const { api } = app.host.openWindow();
    await openTrusted(api, await app.project('one'));
    await call(api, 'policy.setMode', { mode: 'offline' });
    const update = call(api, 'settings.update', { values: { theme: 'dark' } });
    await new Promise((done) => setImmediate(done));
    await app.close();
    expect(JSON.parse(await readFile(join(app.data, 'settings.json'), 'utf8'))).toEqual({ theme: 'dark' });
    expect((await update).values.theme).toBe('dark');
    expect(app.log).toEqual([]);
  });
});
