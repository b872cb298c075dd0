import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../../test/support/memory-host.ts';
import { openTerminal } from '../../../../test/support/open-terminal.ts';
import { call, startApp, type RunningApp } from '../../../../test/support/running-app.ts';
import { LIMITS } from '../../../shared/limits.ts';

/** Terminals over the whole core, with real shells. */
let app: RunningApp;
let window: MemoryWindow;
let root = '';

beforeAll(async () => {
  process.env['OPENAI_API_KEY'] = 'sk-of-the-environment';
  app = await startApp();
  root = await app.project('folder', { 'src/a.ts': 'let a;\n', 'src/sub/b.ts': '', 'with space.txt': '' });
});
afterAll(async () => {
  delete process.env['OPENAI_API_KEY'];
  await app.close();
});
beforeEach(async () => {
  window = app.host.openWindow();
  await call(window.api, 'workspace.open', { paths: [root] });
});
afterEach(() => {
  window.disconnect();
});

/** Of a process and all that it started, those that still run. */
async function alive(marker: string): Promise<number> {
  let found = 0;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(marker)) found++;
  }
  return found;
}

describe('a terminal', () => {
  it('runs a shell in the folder, which need not be trusted, and tells how it ended', async () => {
    const terminal = await openTerminal(window.api, randomUUID());
    await terminal.type('echo "at $(pwd)"; echo "key <$OPENAI_API_KEY>"; exit 3\r', `at ${root}`);
    expect(await terminal.ended).toBe('ok');
    expect(terminal.output()).toContain('key <>');
    expect(terminal.exit()).toEqual({ kind: 'exit', code: 3, signal: null });
  });

  it('has the size that the window gives it', async () => {
    const id = randomUUID();
    const terminal = await openTerminal(window.api, id);
    await terminal.type('stty size\r', '24 200');
    await call(window.api, 'terminal.resize', { id, cols: 90, rows: 33 });
    await terminal.type('stty size\r', '33 90');
    terminal.kill();
    expect(await terminal.ended).toBe('cancelled');
  });

  it('begins beside another where that is now', async () => {
    const id = randomUUID();
    const first = await openTerminal(window.api, id);
    await first.type('cd src/sub && echo went-there-"$?"\r', 'went-there-0');
    const second = await openTerminal(window.api, randomUUID(), { beside: id });
    await second.type('pwd\r', join(root, 'src/sub'));
    first.kill();
    second.kill();
  });

  it('finds the files of the folder that it names, as seen from where it is', async () => {
    const id = randomUUID();
    const terminal = await openTerminal(window.api, id);
    await terminal.type('cd src && echo went-"$?"\r', 'went-0');
    const paths = ['a.ts', 'src/a.ts', join(root, 'src/a.ts'), './sub/b.ts', '../with space.txt', 'none.ts', 'sub'];
    expect(
      await call(window.api, 'terminal.findFiles', { id, paths: [...paths, '/etc/passwd', '../../data'] }),
    ).toEqual(['src/a.ts', 'src/a.ts', 'src/a.ts', 'src/sub/b.ts', 'with space.txt', null, null, null, null]);
    terminal.kill();
  });

  it('ends with all that runs in it when it is killed, and when the window goes', async () => {
    const marker = `4${String(Date.now())}`;
    const killed = await openTerminal(window.api, randomUUID());
    await killed.type(`trap : HUP; sleep ${marker} & echo started-"$?"\r`, 'started-0');
    expect(await alive(marker)).toBeGreaterThan(0);
    killed.kill();
    await expect.poll(() => alive(marker)).toBe(0);

    const left = await openTerminal(window.api, randomUUID());
    await left.type(`sleep ${marker} & echo started-"$?"\r`, 'started-0');
    window.disconnect();
    await expect.poll(() => alive(marker)).toBe(0);
  });

  it('ends when another folder is opened', async () => {
    const terminal = await openTerminal(window.api, randomUUID());
    await call(window.api, 'workspace.close', {});
    expect(await terminal.ended).toBe('ok');
    expect(terminal.exit()).toMatchObject({ kind: 'exit' });
  });

  it('is refused where it cannot be had', async () => {
    const open = (request: object): Promise<string> => {
      const base = { id: randomUUID(), profile: 'sh', beside: null, at: null, cols: 80, rows: 24 };
      const stream = window.api['terminal.open']({ ...base, ...request }, () => undefined);
      return stream.ended.then((result) => (result.ok ? 'ok' : result.failure.code));
    };
    expect(await open({ profile: 'no-such-shell' })).toBe('terminal-no-shell');
    expect(await open({ cols: 1_000_000 })).toBe('request-too-large');
    const id = randomUUID();
    const terminal = await openTerminal(window.api, id);
    expect(await open({ id })).toBe('request-malformed');
    terminal.kill();
    await terminal.ended;
    await expect(call(window.api, 'terminal.write', { id: randomUUID(), data: 'x' })).rejects.toMatchObject({
      code: 'terminal-gone',
    });
    const gone = await app.project('gone');
    await call(window.api, 'workspace.open', { paths: [gone] });
    await rename(gone, `${gone}-elsewhere`);
    expect(await open({})).toBe('terminal-failed');
  });
});

describe('a flood', () => {
  it('waits for a window that does not take it, and goes on when it does', async () => {
    const id = randomUUID();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let characters = 0;
    let taking = false;
    const stream = window.api['terminal.open'](
      { id, profile: 'sh', beside: null, at: null, cols: 80, rows: 24 },
      (event) => {
        if (event.kind === 'started') {
          void call(window.api, 'terminal.write', { id, data: 'yes flood\r' });
          return undefined;
        }
        if (event.kind === 'output') characters += event.data.length;
        return taking ? undefined : held;
      },
    );
    // However long it goes on: it is the window of the stream that bounds it, not time.
    let before = -1;
    await expect
      .poll(
        () => {
          const same = characters === before && characters > 10_000;
          before = characters;
          return same;
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBe(true);
    expect(characters).toBeLessThanOrEqual(LIMITS.streamWindow * 16 * 1024);
    const most = characters;
    taking = true;
    release();
    await expect.poll(() => characters).toBeGreaterThan(most * 3);
    stream.cancel();
    await stream.ended;
  });

  it('loses nothing of a program that ends while the window is slow', async () => {
    const id = randomUUID();
    let text = '';
    const stream = window.api['terminal.open'](
      { id, profile: 'sh', beside: null, at: null, cols: 80, rows: 24 },
      async (event) => {
        if (event.kind === 'started') {
          void call(window.api, 'terminal.write', { id, data: 'exec seq 1 400000\r' });
          return;
        }
        if (event.kind === 'output') text += event.data;
        // As slow as a page that draws.
        await new Promise((resolve) => setTimeout(resolve, 10));
      },
    );
    expect(await stream.ended).toMatchObject({ ok: true });
    expect(text).toContain('\n399999\r\n400000\r\n');
  });
});
