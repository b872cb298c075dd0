import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { FoundFile, SearchEvent, SearchQuery, TextEdit } from '../../../shared/schemas/search.ts';
import type { TextEncoding } from '../../../shared/text-encodings.ts';
import { encodeText } from '../text-encoding.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { searchWorkspace } from './search-workspace.ts';
import { searchQuery } from '../../../../test/support/search-query.ts';

let root = '';
let workspace: Workspace;
const put = async (path: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};

const QUERY = searchQuery('needle');

interface Found {
  readonly files: readonly FoundFile[];
  readonly unsaved: readonly string[];
  readonly kept: readonly string[];
  readonly end: Extract<SearchEvent, { kind: 'end' }> | undefined;
}

async function search(query: Partial<SearchQuery>, unsaved: readonly string[] = []): Promise<Found> {
  const files: FoundFile[] = [];
  const told: string[] = [];
  const kept: string[] = [];
  let end: Found['end'];
  await searchWorkspace(workspace, {
    query: { ...QUERY, ...query },
    unsaved,
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.kind === 'found') files.push(...event.files);
      if (event.kind === 'unsaved') told.push(...event.paths);
      if (event.kind === 'kept') kept.push(...event.paths);
      if (event.kind === 'end') end = event;
      return Promise.resolve();
    },
  });
  return { files, unsaved: told, kept, end };
}
const pathsOf = async (query: Partial<SearchQuery>): Promise<string[]> =>
  (await search(query)).files.map((f) => f.path).sort();
const textsOf = async (query: Partial<SearchQuery>): Promise<string[]> =>
  (await search(query)).files.flatMap((f) => f.matches.map((m) => m.text));

const edit = (line: number, column: number, expected: string, text: string): TextEdit => ({
  line,
  column,
  endLine: line,
  endColumn: column + expected.length,
  expect: expected,
  text,
});

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'search-')));
  root = join(folder, 'project');
  await mkdir(root);
  workspace = await openWorkspace(root);
});
afterEach(() => {
  delete process.env['RIPGREP_CONFIG_PATH'];
});

describe('what is found', () => {
  it('tells the place in columns of the editor, whatever stands before it', async () => {
    await put('a.txt', 'one\r\n😀é needle end\r\n');
    const { files, end } = await search({});
    expect(files).toMatchObject([
      {
        path: 'a.txt',
        matches: [{ line: 2, column: 5, endLine: 2, endColumn: 11, before: '😀é ', text: 'needle', after: ' end' }],
      },
    ]);
    expect(end).toEqual({ kind: 'end', limit: null, skipped: 0 });
  });

  describe('in files of other encodings', () => {
    const inOther = async (encoding: TextEncoding, query: Partial<SearchQuery>): Promise<string[]> => {
      workspace = await openWorkspace(root, { encoding: () => encoding });
      const { files } = await search(query);
      return files.flatMap(({ path, matches }) =>
        matches.map((m) => `${path}:${String(m.line)}:${String(m.column)} ${m.before}${m.text}`),
      );
    };

    it.each<[TextEncoding, string]>([
      ['iso-8859-1', 'grün'],
      ['windows-1251', 'слово'],
      ['shift_jis', '表示'],
      ['utf-16le', 'grün'],
    ])('finds what is not ASCII: %s', async (encoding, text) => {
      await put('old.txt', await encodeText({ text: `one\n${text} ${text}\n`, encoding, bom: false }));
      await put('new.txt', `${text}\n`);
      await put('other.txt', 'else\n');
      const found = [
        `old.txt:2:1 ${text}`,
        `old.txt:2:${String(text.length + 2)} ${text} ${text}`,
        `new.txt:1:1 ${text}`,
      ];
      expect(await inOther(encoding, { text })).toEqual(found);
      expect(await inOther(encoding, { text: text.toUpperCase() })).toEqual(found);
      expect(await inOther(encoding, { text: `${text.slice(0, 1)}.*$`, regex: true })).toHaveLength(2);
    });

    it('shows what is found there as the editor does, once for each place', async () => {
      await put('old.txt', await encodeText({ text: 'ж needle\nneedle', encoding: 'windows-1251', bom: false }));
      const found = ['old.txt:1:3 ж needle', 'old.txt:2:1 needle'];
      expect(await inOther('windows-1251', {})).toEqual(found);
      expect(await inOther('windows-1251', { text: 'ж?\\s?needle', regex: true })).toEqual([
        'old.txt:1:1 ж needle',
        'old.txt:2:1 needle',
      ]);
    });

    it('reads no UTF-8 as something else', async () => {
      await put('new.txt', 'grün\n');
      expect(await inOther('windows-1252', { text: 'Ã¼' })).toEqual([]);
      expect(await inOther('windows-1252', { text: 'gr.n', regex: true })).toEqual(['new.txt:1:1 grün']);
    });

    it('knows of encodings from .editorconfig, and from what was chosen for a file', async () => {
      await put('.editorconfig', '[*.txt]\ncharset = Latin1\n');
      await put('old.txt', new Uint8Array([0xfc]));
      await put('older.log', await encodeText({ text: 'слово', encoding: 'koi8-r', bom: false }));
      expect(await pathsOf({ text: 'ü' })).toEqual(['old.txt']);
      expect(await pathsOf({ text: 'слово' })).toEqual([]);
      await workspace.read('older.log', 'koi8-r');
      expect(await pathsOf({ text: 'слово' })).toEqual(['older.log']);
    });

    it('replaces there what it found', async () => {
      await put('old.txt', await encodeText({ text: 'ein grüner Baum\n', encoding: 'iso-8859-1', bom: false }));
      workspace = await openWorkspace(root, { encoding: () => 'iso-8859-1' });
      const [file] = (await search({ text: 'grüner' })).files;
      await workspace.edit('old.txt', file?.stamp ?? '', [edit(1, 5, 'grüner', 'schöner')]);
      expect(await readFile(join(root, 'old.txt'), 'latin1')).toBe('ein schöner Baum\n');
    });
  });

  it('counts columns behind a byte order mark, and in text that is no UTF-8', async () => {
    await put('bom.txt', '\uFEFFa needle');
    await put('latin.txt', new Uint8Array([0xfc, 0x20, ...Buffer.from('needle')]));
    const { files } = await search({});
    expect(files.flatMap((f) => f.matches.map((m) => m.column))).toEqual([3, 3]);
  });

  it('respects case, words and regular expressions', async () => {
    await put('a.txt', 'Needle needles pin-needle\nneedle42\n');
    expect(await textsOf({})).toHaveLength(4);
    expect(await textsOf({ matchCase: true })).toHaveLength(3);
    expect(await textsOf({ wholeWord: true })).toEqual(['Needle', 'needle']);
    expect(await textsOf({ text: 'needle\\d+$', regex: true })).toEqual(['needle42']);
    expect(await textsOf({ text: '(?<=pin-)needle', regex: true })).toEqual(['needle']);
    expect(await textsOf({ text: 'needle\\d+$' })).toEqual([]);
  });

  it('finds text over several lines, however they end', async () => {
    await put('dos.txt', 'one\r\ntwo\r\n');
    await put('unix.txt', 'one\ntwo\n');
    for (const query of [
      { text: 'one\ntwo' },
      { text: 'one\\ntwo', regex: true },
      { text: 'one[\\r\\n]+two', regex: true },
    ]) {
      expect(await pathsOf(query), query.text).toEqual(['dos.txt', 'unix.txt']);
    }
    const { files } = await search({ text: 'one\ntwo' });
    for (const { matches } of files) expect(matches).toMatchObject([{ line: 1, column: 1, endLine: 2, endColumn: 4 }]);
  });

  it('takes a query that looks like an option for text', async () => {
    await put('a.txt', '--files and -e x and --pre=touch\n');
    for (const text of ['--files', '-e', '--pre=touch', '-']) expect(await pathsOf({ text }), text).toEqual(['a.txt']);
  });
});

describe('where it looks', () => {
  beforeEach(async () => {
    await put('.gitignore', 'dist/\n');
    for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/c.md', 'lib/src/d.ts', 'dist/e.ts', '.hidden/f.ts'])
      await put(path, 'needle');
    await put('node_modules/g/index.js', 'needle');
    await put('.git/h', 'needle');
  });

  it('leaves out what ignore files name and packages, unless asked', async () => {
    const all = ['.hidden/f.ts', 'lib/src/d.ts', 'src/a.ts', 'src/c.md', 'src/deep/b.ts'];
    expect(await pathsOf({})).toEqual(all);
    expect(await pathsOf({ useIgnoreFiles: false })).toEqual([...all, 'dist/e.ts', 'node_modules/g/index.js'].sort());
  });

  it.each([
    [['*.md'], [], ['src/c.md']],
    [['src'], [], ['lib/src/d.ts', 'src/a.ts', 'src/c.md', 'src/deep/b.ts']],
    [['./src'], [], ['src/a.ts', 'src/c.md', 'src/deep/b.ts']],
    [['./src/*.ts'], [], ['src/a.ts']],
    [['src/**/*.{ts,md}'], ['deep'], ['lib/src/d.ts', 'src/a.ts', 'src/c.md']],
    [[], ['src', '*.json'], ['.hidden/f.ts']],
    [['!x', '--files'], [], []],
  ])('includes %j and excludes %j', async (include, exclude, expected) => {
    expect(await pathsOf({ include, exclude })).toEqual(expected);
  });

  it('marks what is kept from models, and finds it', async () => {
    await put('.codegrexignore', '/src/\n');
    await put('.env', 'KEY=needle');
    const { files, kept } = await search({});
    expect([...kept].sort()).toEqual(['.env', 'src/a.ts', 'src/c.md', 'src/deep/b.ts']);
    expect(files.map((f) => f.path)).toEqual(expect.arrayContaining([...kept]));
  });

  it('follows no link', async () => {
    const outside = join(root, '../outside');
    await mkdir(outside);
    await writeFile(join(outside, 'secret.txt'), 'needle');
    await symlink(outside, join(root, 'link'));
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    expect(await pathsOf({ include: ['link*'] })).toEqual([]);
    expect((await pathsOf({})).filter((p) => p.startsWith('link'))).toEqual([]);
  });

  it('is not told otherwise by a configuration of the user’s for the program', async () => {
    const config = join(root, '../ripgreprc');
    await writeFile(config, '--invert-match\n--no-ignore\n');
    process.env['RIPGREP_CONFIG_PATH'] = config;
    expect(await textsOf({ include: ['a.ts'] })).toEqual(['needle']);
    expect(await pathsOf({ include: ['e.ts'] })).toEqual([]);
  });

  it('leaves files with unsaved text to whoever has it, and says which of them it would have searched', async () => {
    const { files, unsaved } = await search({ include: ['src'] }, [
      'src/a.ts',
      'dist/e.ts',
      '.hidden/f.ts',
      'src/gone.ts',
    ]);
    expect(unsaved).toEqual(['src/a.ts']);
    expect(files.map((f) => f.path).sort()).toEqual(['lib/src/d.ts', 'src/c.md', 'src/deep/b.ts']);
  });
});

describe('limits and failures', () => {
  it('stops at the most matches', async () => {
    await put('a.txt', 'needle '.repeat(LIMITS.searchResults + 5));
    await put('b.txt', 'needle\n'.repeat(LIMITS.searchResults));
    const { files, end } = await search({});
    expect(files.reduce((sum, f) => sum + f.matches.length, 0)).toBe(LIMITS.searchResults);
    expect(end?.limit).toBe('results');
  });

  it('skips a line that is too long, and names that are no text, and says so', async () => {
    await put('min.js', `${'x'.repeat(LIMITS.searchLineBytes)}needle\n`);
    await writeFile(Buffer.from(`${root}/\xff.txt`, 'latin1'), 'needle');
    await put('a.txt', 'needle');
    const { files, end } = await search({});
    expect(files.map((f) => f.path)).toEqual(['a.txt']);
    expect(end?.skipped).toBe((await readdir(root)).length === 3 ? 2 : 1);
  });

  it.each([
    ['unclosed group', { text: 'a(', regex: true }, 'search-pattern-invalid', /unclosed group|missing closing paren/],
    ['look-behind without end', { text: '(?<=a', regex: true }, 'search-pattern-invalid', /missing closing paren/],
    ['braces', { include: ['*.{ts'] }, 'search-glob-invalid', /unclosed alternate group/],
  ] as const)('says what is wrong with %s', async (_what, query, code, message) => {
    await put('a.txt', 'needle');
    const failed = search(query as Partial<SearchQuery>);
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
    await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining(root) as unknown });
  });

  it('ends the program when it is cancelled', async () => {
    for (let i = 0; i < 50; i++) await put(`f${String(i)}.txt`, 'needle\n'.repeat(2000));
    const controller = new AbortController();
    let events = 0;
    const running = searchWorkspace(workspace, {
      query: QUERY,
      unsaved: [],
      signal: controller.signal,
      emit: async () => {
        controller.signal.throwIfAborted();
        events++;
        expect(await ripgrepIn(root)).not.toEqual([]);
        controller.abort(new AppError('cancelled'));
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(events).toBe(1);
    await expect.poll(() => ripgrepIn(root)).toEqual([]);
  });
});

describe('edit', () => {
  it('keeps mode, byte order mark and each line’s end, and gives a stamp for taking it back', async () => {
    await put('a.sh', '\uFEFFneedle\r\nmixed\nneedle\r\n');
    await chmod(join(root, 'a.sh'), 0o751);
    const [found] = (await search({})).files;
    const { stamp, inverse } = await workspace.edit('a.sh', found?.stamp ?? '', [
      edit(1, 1, 'needle', 'pin\npin'),
      edit(3, 1, 'needle', ''),
    ]);
    expect(await readFile(join(root, 'a.sh'), 'utf8')).toBe('\uFEFFpin\r\npin\r\nmixed\n\r\n');
    expect((await stat(join(root, 'a.sh'))).mode & 0o777).toBe(0o751);
    await workspace.edit('a.sh', stamp, inverse);
    expect(await readFile(join(root, 'a.sh'), 'utf8')).toBe('\uFEFFneedle\r\nmixed\nneedle\r\n');
  });

  it('refuses what changed since, elsewhere in the file too, and leaves it as it is', async () => {
    await put('a.txt', 'needle\nother\n');
    const [found] = (await search({})).files;
    const stamp = found?.stamp ?? '';
    await expect(workspace.edit('a.txt', stamp, [edit(1, 1, 'noodle', 'x')])).rejects.toMatchObject({
      code: 'file-changed-since-search',
    });
    await put('a.txt', 'needle\nchanged\n');
    await expect(workspace.edit('a.txt', stamp, [edit(1, 1, 'needle', 'x')])).rejects.toMatchObject({
      code: 'file-changed-since-search',
    });
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('needle\nchanged\n');
  });

  it('refuses what would be destroyed by being written, and what lies outside', async () => {
    await put('latin.txt', new Uint8Array([0xfc, 0x20, ...Buffer.from('needle')]));
    await symlink('/etc/hostname', join(root, 'link.txt'));
    const stamp = await workspace.stamp('latin.txt');
    await expect(workspace.edit('latin.txt', stamp, [edit(1, 3, 'needle', 'x')])).rejects.toMatchObject({
      code: 'file-in-other-encoding',
    });
    for (const path of ['link.txt', '../outside.txt'])
      await expect(workspace.edit(path, stamp, [edit(1, 1, 'x', 'y')])).rejects.toMatchObject({
        code: 'path-outside-workspace',
      });
  });
});

/** Process ids of programs that run in a folder. */
async function ripgrepIn(folder: string): Promise<string[]> {
  const running: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const cwd = await realpath(`/proc/${pid}/cwd`).catch(() => '');
    if (command.includes('rg') && cwd === folder) running.push(pid);
  }
  return running;
}
