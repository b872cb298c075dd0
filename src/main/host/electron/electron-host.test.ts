import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createElectronDouble,
  type ElectronDouble,
  type WindowDouble,
} from '../../../../test/electron-double/electron-double.ts';
import type { CoreWire } from '../host.ts';
import { startElectronHost, type ElectronHost } from './electron-host.ts';

let double: ElectronDouble;
let host: ElectronHost;
let window: WindowDouble;
let wires: CoreWire[];

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'electron-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(rendererFolder);
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'secret.json'), '{}');
  double = createElectronDouble();
  host = await startElectronHost(double.electron, { rendererFolder, preloadFile: '/p.cjs', engineFile: '/e.js' });
  wires = [];
  host.onConnection((wire) => wires.push(wire));
  host.openWindow();
  window = double.windows[0] as WindowDouble;
});

describe('Electron host', () => {
  it('opens sandboxed, isolated windows without Node on our own scheme', () => {
    expect(double.app.sandboxed).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.url).toBe('app://codegrex/');
    expect(double.schemes[0]).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true } });
  });

  it('denies permissions, devices, downloads and requests off the scheme', () => {
    const { session } = double;
    let granted = true;
    session.permissionRequest?.(null, 'media', (g) => (granted = g));
    expect([granted, session.permissionCheck?.(), session.devicePermission?.(), session.spellChecker]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    const cancelled = (url: string): boolean => {
      let cancel = false;
      session.beforeRequest?.({ url }, (answer) => (cancel = answer.cancel));
      return cancel;
    };
    expect(cancelled('app://codegrex/index.js')).toBe(false);
    for (const url of [
      'https://example.com/',
      'http://localhost:11434/',
      'ws://x/',
      'file:///etc/passwd',
      'app://codegrex.evil/',
    ]) {
      expect(cancelled(url), url).toBe(true);
    }
    let stopped = false;
    session.emit('will-download', { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
  });

  it('gives Chromium no address for any host', () => {
    expect(double.app.switches).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND']);
  });

  it('denies navigation, new windows and webviews', () => {
    const contents = window.webContents;
    const prevented = (event: string, url: string): boolean => {
      let stopped = false;
      contents.emit(event, { url, preventDefault: () => (stopped = true) });
      return stopped;
    };
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      expect(prevented(event, 'https://example.com/'), event).toBe(true);
    }
    expect(prevented('will-navigate', 'app://codegrex/')).toBe(false);
    expect(contents.openHandler?.({ url: 'https://example.com' })).toEqual({ action: 'deny' });
  });

  it('serves the renderer with its policy, and nothing outside its folder', async () => {
    const page = await double.request('app://codegrex/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'none'");
    for (const url of [
      'app://codegrex/../secret.json',
      'app://codegrex/%2e%2e/secret.json',
      'app://codegrex/..%2fsecret.json',
      'app://other/index.html',
      'app://codegrex/none.js',
    ]) {
      expect((await double.request(url)).status, url).toBe(404);
    }
  });

  it('refuses messages of unknown senders, frames and pages', () => {
    const got: unknown[] = [];
    wires[0]?.onMessage((message) => got.push(message));
    const message = { t: 'call', id: 4, name: 'app.info', body: {} };
    const refused = [{ t: 'failure', id: 4, failure: expect.objectContaining({ code: 'sender-refused' }) as unknown }];
    expect(double.fromPage(window, message, { url: 'app://codegrex/' })).toEqual(refused);
    expect(double.fromPage(window, message, null)).toEqual(refused);
    window.webContents.mainFrame = { url: 'https://evil.example/' };
    expect(double.fromPage(window, message)).toEqual(refused);
    expect(got).toEqual([]);
    window.webContents.mainFrame = { url: 'app://codegrex/' };
    expect(double.fromPage(window, message)).toEqual([]);
    expect(got).toEqual([message]);
  });

  it('takes a reload for a new connection and ends the old one', () => {
    let ended = 0;
    wires[0]?.onClose(() => ended++);
    window.navigate();
    expect(ended).toBe(1);
    expect(wires).toHaveLength(2);
    window.close();
    expect(ended).toBe(1);
  });

  it('picks folders and models with native dialogs', async () => {
    double.answers.paths = ['/home/u/project'];
    expect(await host.pickFolder(wires[0] as CoreWire)).toBe('/home/u/project');
    double.answers.paths = [];
    expect(await host.pickGguf(wires[0] as CoreWire)).toBeNull();
  });

  it('puts into the system’s trash', async () => {
    await host.trash('/home/me/project/a.txt');
    expect(double.trashed).toEqual(['/home/me/project/a.txt']);
  });

  it('hands only web links to the system', async () => {
    await host.openLink('https://example.com/');
    await expect(host.openLink('file:///etc/passwd')).rejects.toMatchObject({ code: 'url-invalid' });
    expect(double.opened).toEqual(['https://example.com/']);
  });

  it('asks before a window with unsaved changes closes', () => {
    let closes = false;
    const event = { preventDefault: () => (closes = true) };
    double.answers.box = 0;
    window.webContents.emit('will-prevent-unload', event);
    expect(closes).toBe(false);
    double.answers.box = 1;
    window.webContents.emit('will-prevent-unload', event);
    expect(closes).toBe(true);
  });

  it('runs the engine in a utility process whose output goes nowhere', () => {
    host.engineProcess();
    expect(double.forked).toEqual([{ file: '/e.js', options: { serviceName: 'CodeGrex model', stdio: 'ignore' } }]);
  });

  it('quits with its last window', () => {
    double.app.emit('window-all-closed');
    expect(double.app.quits).toBe(process.platform === 'darwin' ? 0 : 1);
  });
});
