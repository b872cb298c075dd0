import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherContext } from '../assist/chat-context.ts';
import { createEnvValues } from '../redaction/env-values.ts';
import { conventionsOf } from './conventions/conventions.ts';
import { listAllFiles } from './list-all-files.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Several folders that are open together. */
let top = '';
let api = '';
let web = '';
let both: Workspace;
const live = new AbortController().signal;

const FILES: Readonly<Record<string, string>> = {
  'api/.codegrexignore': 'private/\n/web/\n!keep.pem\n',
  'api/src/a.ts': 'export const a = 1;\n',
  'api/private/plan.md': 'canary-plan\n',
  'api/web/inner.md': 'of the api\n',
  'api/.env': 'TOKEN=value-of-the-api\n',
  'api/.editorconfig': '[*]\nindent_size = 2\n',
  'web/src/b.ts': 'export const b = 2;\n',
  'web/private/page.md': 'a page\n',
  'web/.env.local': 'TOKEN=value-of-the-web\n',
  'web/sub/.codegrexignore': '*.md\n',
  'web/sub/x.md': 'kept\n',
};

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(top, path)), { recursive: true });
  await writeFile(join(top, path), text);
}

beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'several-')));
  for (const [path, text] of Object.entries(FILES)) await put(path, text);
  [api, web] = [join(top, 'api'), join(top, 'web')];
  await symlink(join(web, 'src'), join(api, 'linked'));
  both = await openWorkspace([web, api]);
});
afterAll(() => rm(top, { recursive: true, force: true }));

describe('several folders', () => {
  it('are told by their names, whatever their order', async () => {
    expect(both.info).toEqual({
      id: `${api}\0${web}`,
      name: 'api, web',
      folders: [
        { name: 'api', root: api },
        { name: 'web', root: web },
      ],
    });
    expect((await openWorkspace([api, web, api])).info).toEqual(both.info);
    expect((await openWorkspace([api])).info).toEqual({ id: api, name: 'api', folders: [{ name: 'api', root: api }] });
  });

  it('of one name are told apart', async () => {
    const other = join(top, 'other/api');
    await mkdir(other, { recursive: true });
    await writeFile(join(other, 'x.txt'), 'x');
    const { folders } = await openWorkspace([api, other]);
    expect(folders.map(({ prefix }) => prefix)).toEqual(['api/', 'api (2)/']);
  });

  it('may not lie in each other, by whatever way', async () => {
    await symlink(join(api, 'src'), join(top, 'way-in'));
    for (const inner of [join(api, 'src'), join(top, 'way-in')])
      await expect(openWorkspace([api, inner])).rejects.toMatchObject({ code: 'folders-overlap' });
  });

  it('are what is at the top, and nothing else is', async () => {
    const { entries } = await both.list('');
    expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
      ['api', 'folder'],
      ['web', 'folder'],
    ]);
    expect((await both.list('web/sub')).entries).toMatchObject([
      { path: 'web/sub/.codegrexignore' },
      { path: 'web/sub/x.md', ignored: true },
    ]);
    await expect(both.changes.create('new.txt', 'file')).rejects.toMatchObject({ code: 'path-not-found' });
    await expect(both.changes.create('third/new.txt', 'file')).rejects.toMatchObject({ code: 'path-not-found' });
    await expect(both.changes.move('api', 'web/api', null)).rejects.toMatchObject({ code: 'path-not-permitted' });
    await expect(both.changes.remove('api', null)).rejects.toMatchObject({ code: 'path-not-permitted' });
    await expect(both.changes.copy('web/src/b.ts', '')).rejects.toMatchObject({ code: 'path-not-permitted' });
  });

  it.each(['../x', '/etc/passwd', 'api/../../x', 'api/../web/../..', 'none/a.ts', 'api/linked/b.ts'])(
    'nothing is read outside of them: %s',
    async (path) => {
      await expect(both.read(path)).rejects.toMatchObject({
        code: expect.stringMatching(/outside|not-found/) as string,
      });
      const allowed = await both.mayRead(path).then(
        (answer) => answer.allowed,
        () => false,
      );
      expect(allowed).toBe(false);
      expect(await both.mayReadAll([path, 'api/src/a.ts'])).toMatchObject([{ allowed: false }, { allowed: true }]);
    },
  );

  it('say of each file what its own folder says of it, and where that stands', async () => {
    const alone = { 'api/': await openWorkspace(api), 'web/': await openWorkspace(web) };
    const part = fc.constantFrom(
      'src',
      'private',
      'web',
      'sub',
      'linked',
      'a.ts',
      'x.md',
      'keep.pem',
      '.env',
      '..',
      '.',
    );
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('api/' as const, 'web/' as const), path, async (prefix, within) => {
        const escapes = join('/root', within) === '/' || !join('/root', within).startsWith('/root');
        fc.pre(!escapes);
        const { source, rule, ...said } = await alone[prefix].mayRead(within);
        const joined = await both.mayRead(prefix + within);
        expect(joined).toMatchObject(said);
        expect(joined.source?.replace(prefix, '')).toBe(source ?? undefined);
        expect(joined.rule?.replace(prefix, '')).toBe(rule ?? undefined);
        expect(await both.mayReadAll([prefix + within])).toEqual([joined]);
      }),
      { numRuns: 200 },
    );
    expect(await both.mayRead('api/private/plan.md')).toMatchObject({ allowed: false, source: 'api/.codegrexignore' });
    expect(await both.marks()('api/private/plan.md')).toBe(true);
    expect(await both.marks()('web/private/page.md')).toBe(false);
  });

  it('have files moved from one to another', async () => {
    await put('api/moves.txt', 'moves');
    await both.changes.move('api/moves.txt', 'web/moved.txt', null);
    expect(await readFile(join(web, 'moved.txt'), 'utf8')).toBe('moves');
    await both.changes.remove('web/moved.txt', null);
  });

  it('give absolute paths back as theirs', () => {
    expect(both.absolute('web/src/b.ts')).toBe(join(web, 'src/b.ts'));
    expect(both.pathOf(join(web, 'src/b.ts'))).toBe('web/src/b.ts');
    expect(both.pathOf(web)).toBe('web');
    expect(both.pathOf(top)).toBeNull();
    expect(both.inFolder('web/src/b.ts')).toMatchObject({ folder: { name: 'web' }, path: 'src/b.ts' });
  });

  it('are listed together, and written each as its own files say', async () => {
    const { paths } = await listAllFiles(both, 100, live);
    expect(paths).toEqual(expect.arrayContaining(['api/src/a.ts', 'web/src/b.ts']));
    expect(await listAllFiles(both, 1, live)).toMatchObject({ truncated: true });
    expect(await conventionsOf(both, true, 'api/src/a.ts')).toMatchObject({
      indentSize: 2,
      sources: ['api/.editorconfig'],
    });
    expect(await conventionsOf(both, true, 'web/src/b.ts')).toMatchObject({ indentSize: null, sources: [] });
  });

  it('give models what each permits, and keep the values of all', async () => {
    const { pieces } = await gatherContext(
      [
        { kind: 'folder', path: '' },
        { kind: 'search', query: 'canary-plan' },
      ],
      both,
      true,
      live,
    );
    const text = pieces.map((piece) => piece.text).join('\n');
    expect(text).toContain('File api/src/a.ts');
    expect(text).toContain('File web/private/page.md');
    expect(text).not.toContain('api/private');
    expect(text).not.toContain('kept');
    const values = await createEnvValues()(both.folders.map(({ root }) => root));
    expect(values.map(({ value }) => value).sort()).toEqual(['value-of-the-api', 'value-of-the-web']);
  });
});
