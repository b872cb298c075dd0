import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findFormatter, formatText, type FormatOptions } from './project-formatter.ts';

let root = '';
const options = (over: Partial<FormatOptions> = {}): FormatOptions => ({
  node: process.execPath,
  signal: new AbortController().signal,
  ...over,
});

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'format-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A package that says it is Prettier. */
async function put(folder: string, program: string): Promise<void> {
  const file = join(root, folder, 'node_modules/prettier/bin/prettier.cjs');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, program);
}
const READ = `const text = require('node:fs').readFileSync(0, 'utf8');`;

it('is the one of the nearest folder, and of none above the root', async () => {
  expect(await findFormatter(root, 'a/b/c.ts')).toBeNull();
  await put('.', READ);
  await put('a', READ);
  expect(await findFormatter(root, 'a/b/c.ts')).toMatchObject({ folder: join(root, 'a') });
  expect(await findFormatter(root, 'x.ts')).toMatchObject({ folder: root });
  expect(await findFormatter(join(root, 'a', 'node_modules'), 'x.ts')).toBeNull();
});

it('is none that a link leads to outside', async () => {
  await put('elsewhere', READ);
  await mkdir(join(root, 'open/node_modules'), { recursive: true });
  await symlink(join(root, 'elsewhere/node_modules/prettier'), join(root, 'open/node_modules/prettier'));
  expect(await findFormatter(join(root, 'open'), 'a.ts')).toBeNull();
});

async function formatWith(program: string, text: string, over: Partial<FormatOptions> = {}): Promise<string | null> {
  await put('.', program);
  const found = await findFormatter(root, 'src/a.ts');
  if (found === null) throw new Error('not found');
  return formatText(found, join(root, 'src/a.ts'), text, options(over));
}

it('is told the name of the file and given its text, and gives back another', async () => {
  const program = `${READ} process.stdout.write(process.argv.slice(2).join(' ') + '\\r\\n' + text + process.cwd());`;
  expect(await formatWith(program, 'täxt\n')).toBe(
    `--no-color --stdin-filepath ${join(root, 'src/a.ts')}\ntäxt\n${root}`,
  );
});

it('says nothing of files that it does not know', async () => {
  const program = `console.error('[error] No parser could be inferred for file "x".'); process.exitCode = 2;`;
  expect(await formatWith(program, 'x'.repeat(1_000_000))).toBeNull();
});

it('says why it could not format', async () => {
  const program = `${READ} console.error('[error] a.ts: SyntaxError: Unexpected token (1:5)'); process.exitCode = 2;`;
  await expect(formatWith(program, 'let')).rejects.toMatchObject({
    code: 'format-failed',
    message: expect.stringContaining('Unexpected token (1:5)') as string,
  });
});

it('is ended when it takes too long, says too much, or nobody waits any more', async () => {
  const hangs = `setInterval(() => undefined, 1000);`;
  await expect(formatWith(hangs, '', { timeoutMs: 200 })).rejects.toMatchObject({ code: 'format-failed' });
  const floods = `for (;;) require('node:fs').writeSync(1, 'x'.repeat(1024 * 1024));`;
  await expect(formatWith(floods, '')).rejects.toMatchObject({
    code: 'format-failed',
    message: expect.stringContaining('more than a file may have') as string,
  });
  const cancel = new AbortController();
  setTimeout(() => {
    cancel.abort();
  }, 200);
  await expect(formatWith(hangs, '', { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
});

it('has no network', async () => {
  const program = `${READ} require('node:net').connect(9, '127.0.0.1').on('error', (e) => process.stdout.write(e.code));`;
  // Where the system cannot cut a child off, nothing listens there either.
  expect(await formatWith(program, '')).toMatch(/ENETUNREACH|ECONNREFUSED|EACCES/);
});
