import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../../test/support/memory-host.ts';
import { call, openTrusted, startApp, type RunningApp } from '../../../../test/support/running-app.ts';

/** Parts of a file that are staged, and what else of it stays as it is; with real repositories. */
let app: RunningApp;
let window: MemoryWindow;
let root = '';
let count = 0;

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const put = (path: string, text: string | Uint8Array): Promise<void> => writeFile(join(root, path), text);
const staged = (path: string): string => git('show', `:${path}`);
const textOf = async (path: string): Promise<{ text: string; blob: string }> => {
  const found = await call(window.api, 'git.text', { path, version: { of: 'index' } });
  if (found.kind !== 'text') throw new Error(found.kind);
  return found;
};
const stage = async (path: string, text: string): Promise<void> => {
  await call(window.api, 'git.stageText', { path, text, expected: (await textOf(path)).blob });
};

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  root = await app.project(`folder-${String(count++)}`);
  window = app.host.openWindow();
  git('init', '-q', '-b', 'main');
  await openTrusted(window.api, root);
});
afterEach(() => {
  window.disconnect();
});

describe('a text that is staged', () => {
  it('has the byte order mark of the one before', async () => {
    await put('a.txt', '\uFEFFone\ntwo\n');
    git('add', '.');
    expect((await textOf('a.txt')).text).toBe('one\ntwo\n');
    await stage('a.txt', 'one\nTWO\n');
    expect(staged('a.txt')).toBe('\uFEFFone\nTWO\n');
  });

  it('leaves the ends of the other lines as they are', async () => {
    await put('a.txt', 'a\r\nb\nc\nd\n');
    git('add', '.');
    await stage('a.txt', 'a\nb\nC\nd\n');
    expect(staged('a.txt')).toBe('a\r\nb\nC\nd\n');
  });

  it.each([
    ['core.autocrlf', (): unknown => git('config', 'core.autocrlf', 'true')],
    ['text=auto', () => put('.gitattributes', '* text=auto\n')],
  ])('keeps line ends that git would leave as they are: %s', async (_name, setUp) => {
    await put('a.txt', 'a\r\nb\r\n');
    git('add', '.');
    await setUp();
    await stage('a.txt', 'A\nb\n');
    expect(staged('a.txt')).toBe('A\r\nb\r\n');
  });

  it('is refused by no warning about line ends', async () => {
    await put('a.txt', 'a\nb\n');
    git('add', '.');
    git('config', 'core.autocrlf', 'true');
    git('config', 'core.safecrlf', 'true');
    await stage('a.txt', 'A\nb\n');
    expect(staged('a.txt')).toBe('A\nb\n');
  });

  it('is in the repository’s encoding, and not in that on disk', async () => {
    await put('.gitattributes', '*.txt working-tree-encoding=UTF-16LE-BOM\n');
    await put('a.txt', Buffer.from('\uFEFFa\nb\n', 'utf16le'));
    git('add', '.');
    await stage('a.txt', 'A\nb\n');
    expect(staged('a.txt')).toBe('A\nb\n');
  });

  it('goes through the filters of a file', async () => {
    git('config', 'filter.loud.clean', 'tr a-z A-Z');
    await put('.gitattributes', '*.txt filter=loud\n');
    await put('a.txt', 'one\ntwo\n');
    git('add', '.');
    expect(staged('a.txt')).toBe('ONE\nTWO\n');
    await stage('a.txt', 'ONE\nthree\n');
    expect(staged('a.txt')).toBe('ONE\nTHREE\n');
  });

  it('is like the file on disk where none was staged before', async () => {
    await put('a.txt', '\uFEFFa\r\nb\r\n');
    await call(window.api, 'git.stageText', { path: 'a.txt', text: 'a\n', expected: null });
    expect(staged('a.txt')).toBe('\uFEFFa\r\n');
  });

  it('is never made of what is no UTF-8', async () => {
    await put('latin.txt', Buffer.from('caf\xe9\ntwo\n', 'latin1'));
    await put('wide.txt', Buffer.from('\uFEFFa\nb\n', 'utf16le'));
    git('add', 'latin.txt');
    expect(await call(window.api, 'git.text', { path: 'latin.txt', version: { of: 'index' } })).toEqual({
      kind: 'binary',
    });
    const blob = git('rev-parse', ':latin.txt').trim();
    for (const [path, expected] of [
      ['latin.txt', blob],
      ['wide.txt', null],
    ] as const)
      await expect(call(window.api, 'git.stageText', { path, text: 'x\n', expected })).rejects.toThrow(/no text/);
    expect(git('ls-files', '-s')).toContain(blob);
  });

  it('is in the encoding of the file, where that is known', async () => {
    await put('.editorconfig', '[*.txt]\ncharset = latin1\n');
    await put('latin.txt', Buffer.from('caf\xe9\ntwo\n', 'latin1'));
    git('add', '.');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'First');
    expect((await textOf('latin.txt')).text).toBe('café\ntwo\n');
    await stage('latin.txt', 'café\nzwölf\n');
    const bytes = execFileSync('git', ['show', ':latin.txt'], { cwd: root });
    expect(bytes).toEqual(Buffer.from('caf\xe9\nzw\xf6lf\n', 'latin1'));
    await expect(stage('latin.txt', '5 €\n')).rejects.toMatchObject({ code: 'text-not-in-encoding' });
    const blame = await call(window.api, 'git.blame', { path: 'latin.txt', text: 'café\nnew\n' });
    expect(blame.map(({ line, commit }) => [line, commit?.author.name ?? null])).toEqual([
      [1, 'Ada'],
      [2, null],
    ]);
  });

  it('is what git itself would stage of the same file, whatever is edited in how many steps', async () => {
    await put('a.txt', '');
    git('add', '.');
    const line = fc.constantFrom('a', 'b', '', 'été', '\ttab', 'x'.repeat(200));
    const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (first, steps, eol, executable) => {
          await put('a.txt', `${first}\n`.replaceAll('\n', eol));
          await chmod(join(root, 'a.txt'), executable ? 0o755 : 0o644);
          git('add', 'a.txt');
          for (const step of steps) await stage('a.txt', `${step}\n`);
          const by = git('ls-files', '-s', 'a.txt');
          await put('a.txt', `${steps.at(-1) ?? ''}\n`.replaceAll('\n', eol));
          git('add', 'a.txt');
          expect(by).toBe(git('ls-files', '-s', 'a.txt'));
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
