import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Explanation } from './explain.ts';

const CLI = resolve(import.meta.dirname, 'cli.ts');
let folder = '';
let root = '';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Run the command line as a user would, from its source. */
function codegrex(args: readonly string[], { input = '', cwd = root } = {}): Promise<Outcome> {
  return new Promise((done) => {
    const env = { PATH: process.env['PATH'], CODEGREX_DATA: join(folder, 'data'), NODE_NO_WARNINGS: '1' };
    const child = execFile(process.execPath, [CLI, ...args], { cwd, env }, (error, out, err) => {
      done({ code: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.end(input);
  });
}
const objects = ({ out }: Outcome): Explanation[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Explanation);

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'explain-')));
  root = join(folder, 'project');
  await mkdir(join(root, 'src'), { recursive: true });
  await mkdir(join(folder, 'data'));
  await writeFile(join(root, '.codegrexignore'), '# secrets\n*.sql\n!keep.sql\nprivate/\n');
  await writeFile(join(root, 'src/.codegrexignore'), 'local.*\n');
});

describe('codegrex explain', () => {
  it('prints an object for each path and says by the exit code whether all are readable', async () => {
    const paths = ['a.ts', 'db/dump.sql', 'keep.sql', 'src/local.ts', '.env', 'private', 'private/', '../out.txt'];
    const outcome = await codegrex(['explain', '--json', ...paths]);
    expect(objects(outcome)).toEqual([
      { path: 'a.ts', readable: true, rule: null, source: null, line: null },
      { path: 'db/dump.sql', readable: false, rule: '*.sql', source: '.codegrexignore', line: 2 },
      { path: 'keep.sql', readable: true, rule: '!keep.sql', source: '.codegrexignore', line: 3 },
      { path: 'src/local.ts', readable: false, rule: 'local.*', source: 'src/.codegrexignore', line: 1 },
      { path: '.env', readable: false, rule: '.env*', source: 'built-in rules', line: null },
      { path: 'private', readable: true, rule: null, source: null, line: null },
      { path: 'private/', readable: false, rule: 'private/', source: '.codegrexignore', line: 4 },
      { path: '../out.txt', readable: false, rule: expect.any(String) as unknown, source: null, line: null },
    ]);
    expect(outcome.code).toBe(3);
    expect((await codegrex(['explain', '--json', 'a.ts', 'keep.sql'])).code).toBe(0);
  });

  it('reads paths a line, or ended by NUL, as many as there are', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `src/file ${String(i)}.${i % 3 === 0 ? 'sql' : 'ts'}`);
    const outcome = await codegrex(['explain', '--stdin', '--json'], { input: many.join('\n') });
    expect(objects(outcome).map((o) => [o.path, o.readable])).toEqual(many.map((p) => [p, !p.endsWith('sql')]));
    expect(outcome.code).toBe(3);
    const odd = await codegrex(['explain', '--stdin', '-z', '--json'], { input: 'new\nline.sql\0é.sql\0a b.ts\0' });
    expect(objects(odd).map((o) => [o.path, o.readable])).toEqual([
      ['new\nline.sql', false],
      ['é.sql', false],
      ['a b.ts', true],
    ]);
    expect(await codegrex(['explain', '--stdin', '--json'], { input: '' })).toMatchObject({ code: 0, out: '' });
  });

  it('speaks to people otherwise', async () => {
    const { out } = await codegrex(['explain', 'a.ts', 'a.sql', 'keep.sql']);
    expect(out.split('\n')).toEqual([
      'a.ts: models may read it',
      'a.sql: kept from models by *.sql (.codegrexignore:2)',
      'keep.sql: models may read it, by !keep.sql (.codegrexignore:3)',
      '',
    ]);
    expect((await codegrex(['explain', '--mode', 'a.ts'])).err).toBe(
      'mode: sensitive (this folder not being trusted yet)\n',
    );
  });

  it('takes the workspace from --root, absolute paths and links to it', async () => {
    await symlink(root, join(folder, 'link'));
    const full = join(root, 'a.sql');
    for (const args of [
      ['--root', root, 'a.sql'],
      ['--root', root, full],
      ['--root', join(folder, 'link'), full],
      ['--root', join(folder, 'link'), join(folder, 'link/a.sql')],
      ['--root', 'link', 'a.sql'],
    ]) {
      const outcome = await codegrex(['explain', '--json', ...args], { cwd: folder });
      expect(objects(outcome)[0], args.join(' ')).toMatchObject({ readable: false, line: 2 });
    }
  });

  it('goes by the user’s settings, and by the strictest reading of broken ones', async () => {
    const settings = join(folder, 'data/settings.json');
    await writeFile(settings, JSON.stringify({ ignoreRules: ['!.env', 'a.*'], honourIgnoreFiles: ['.gitignore'] }));
    await writeFile(join(root, '.gitignore'), 'dist/\n');
    const paths = ['.env', 'a.ts', 'dist/x', 'b.ts'];
    const read = async (): Promise<unknown> =>
      objects(await codegrex(['explain', '--json', ...paths])).map((o) => [o.readable, o.source, o.line]);
    expect(await read()).toEqual([
      [true, 'your settings', 1],
      [false, 'your settings', 2],
      [false, '.gitignore', 1],
      [true, null, null],
    ]);
    for (const broken of ['{"ignoreRules": ["a"', '{"ignoreRules": "a"}', '{"ignoreRules": ["a\\nb"]}']) {
      await writeFile(settings, broken);
      expect(objects(await codegrex(['explain', '--json', 'b.ts']))[0], broken).toMatchObject({
        readable: false,
        source: 'your settings',
      });
    }
  });

  it('tells a wrong command line from work that could not be done', async () => {
    for (const args of [['explain'], ['explain', '--nonsense', 'a'], ['explain', '-z', 'a'], ['nonsense']]) {
      const outcome = await codegrex(args);
      expect([outcome.code, outcome.out], args.join(' ')).toEqual([2, '']);
      expect(outcome.err).not.toBe('');
    }
    const missing = await codegrex(['explain', '--root', 'nowhere', 'a.ts']);
    expect([missing.code, missing.out]).toEqual([1, '']);
    const help = await codegrex(['explain', '--help']);
    expect(help.code).toBe(0);
    expect(help.out).toContain('Exit codes:');
  });
});

describe('what codegrex explain loads', () => {
  /** Packages that a file of the bundle and what it imports statically need. */
  function packagesOf(outputs: Metafile['outputs'], file: string, seen = new Set<string>()): string[] {
    if (seen.has(file)) return [];
    seen.add(file);
    return (outputs[file]?.imports ?? []).flatMap((entry) =>
      entry.kind === 'dynamic-import' ? [] : entry.external ? [entry.path] : packagesOf(outputs, entry.path, seen),
    );
  }

  it('is no part of the app', async () => {
    const { metafile } = await build({
      absWorkingDir: resolve(import.meta.dirname, '../..'),
      entryPoints: ['src/main/cli.ts'],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      outdir: 'out',
      write: false,
      metafile: true,
    });
    const fileOf = (entry: string): string =>
      Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry)?.[0] ?? '';
    const loaded = ['src/main/cli.ts', 'src/main/explain.ts'].flatMap((entry) =>
      packagesOf(metafile.outputs, fileOf(entry)),
    );
    expect([...new Set(loaded.filter((name) => !name.startsWith('node:')))].sort()).toEqual([
      // Of these two are the texts of errors.
      '@formatjs/icu-messageformat-parser',
      'commander',
      'intl-messageformat',
      'write-file-atomic',
    ]);
  });
});
