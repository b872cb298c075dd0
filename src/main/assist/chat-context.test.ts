import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { gatherContext } from './chat-context.ts';

const live = new AbortController().signal;
const CANARY = 'canary-5b1f';
let root = '';
let workspace: Workspace;
const put = async (path: string, text: string): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};
const file = (path: string): ContextChip => ({ kind: 'file', path });
const selection = (path: string, text: string): ContextChip => ({
  kind: 'selection',
  path,
  startLine: 3,
  endLine: 4,
  text,
});

/** What the model would read, and the report. */
async function gather(...args: Parameters<typeof gatherContext>) {
  const { pieces, report } = await gatherContext(...args);
  return { text: pieces.map((piece) => piece.text).join('\n\n'), report };
}

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'context-')));
  root = join(folder, 'project');
  await mkdir(root);
  await writeFile(join(folder, 'outside.txt'), CANARY);
  await put('src/a.ts', 'const a = 1;\n');
  workspace = await openWorkspace(root);
});

describe('gatherContext', () => {
  it('renders files and selections with their names, and reports them', async () => {
    const { text, report } = await gather([file('src/a.ts'), selection('src/a.ts', 'a = 1')], workspace, true, live);
    expect(text).toBe('File src/a.ts:\n```\nconst a = 1;\n\n```\n\nLines 3 to 4 of src/a.ts:\n```\na = 1\n```');
    expect(report).toEqual([
      { path: 'src/a.ts', included: true, reason: null },
      { path: 'src/a.ts', included: true, reason: null },
    ]);
  });

  it('is empty without chips', async () => {
    expect(await gather([], workspace, true, live)).toEqual({ text: '', report: [] });
    expect(await gather([], null, true, live)).toEqual({ text: '', report: [] });
  });

  it('takes nothing while no folder is open', async () => {
    const { text, report } = await gather([file('src/a.ts'), selection('src/a.ts', CANARY)], null, true, live);
    expect(text).toBe('');
    expect(report.map((r) => [r.included, r.reason?.includes('No folder')])).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it.each(['../outside.txt', '/etc/passwd', 'src/../../outside.txt', 'link.txt', 'linked/outside.txt'])(
    'takes nothing from outside: %s',
    async (path) => {
      await symlink(join(root, '../outside.txt'), join(root, 'link.txt'));
      await symlink(join(root, '..'), join(root, 'linked'));
      const { text, report } = await gather([file(path), file('src/a.ts')], workspace, true, live);
      expect(text).not.toContain(CANARY);
      expect(report).toMatchObject([{ path, included: false }, { included: true }]);
    },
  );

  it('takes no ignored file under any name, nor a selection of one, and says which rule', async () => {
    await put('.env', CANARY);
    await put('vault/deep/notes.txt', CANARY);
    await put('.codegrexignore', 'vault/\n');
    await symlink(join(root, '.env'), join(root, 'harmless.txt'));
    await symlink(join(root, 'vault'), join(root, 'open'));
    // The ignore files themselves may be read; a link that takes their name may not.
    await symlink(join(root, '.env'), join(root, 'src/.codegrexignore'));
    const paths = [
      '.env',
      '.ENV',
      'src/../.env',
      './.env',
      'harmless.txt',
      'vault/deep/notes.txt',
      'open/deep/notes.txt',
      'src/.codegrexignore',
    ];
    const chips = paths.flatMap((path) => [file(path), selection(path, CANARY)]);
    const { text, report } = await gather(chips, workspace, true, live);
    expect(text).toBe('');
    expect(report.filter((r) => r.included)).toEqual([]);
    expect(report[0]?.reason).toContain('.env* (built-in rules)');
    expect((await gather([file('.codegrexignore')], workspace, true, live)).text).toContain('vault/');
  });

  it('heeds a rule that was written a moment ago', async () => {
    expect((await gather([file('src/a.ts')], workspace, true, live)).report[0]?.included).toBe(true);
    await put('src/.codegrexignore', '*.ts\n');
    expect((await gather([file('src/a.ts')], workspace, true, live)).report[0]?.included).toBe(false);
  });

  it('reports what cannot be read, and goes on', async () => {
    await put('b.bin', 'a\0b');
    await put('gone.ts', '');
    await rm(join(root, 'gone.ts'));
    const { report } = await gather(
      [file('gone.ts'), file('src'), file('b.bin'), file('src/a.ts')],
      workspace,
      true,
      live,
    );
    expect(report.map((r) => r.included)).toEqual([false, false, false, true]);
    for (const { reason } of report.slice(0, 3)) expect(reason).toMatch(/no longer exists|not a regular file|binary/);
  });

  it('cuts a long file and says so to the model', async () => {
    await put('long.txt', 'x'.repeat(300_000));
    const { text } = await gather([file('long.txt')], workspace, true, live);
    expect(text.length).toBeLessThan(201_000);
    expect(text).toContain('[the rest of the file is left out]');
  });

  it('fences any text so that it cannot end its fence', async () => {
    const line = fc.oneof(fc.constantFrom('```', '````', '`'.repeat(9), '```ts', '~~~', ''), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const inner = lines.join('\n');
        const { text } = await gather([selection('src/a.ts', inner)], workspace, true, live);
        const [, fence = ''] = /^[^\n]*\n(`+)\n/.exec(text) ?? [];
        expect(text.endsWith(`\n${inner}\n${fence}`)).toBe(true);
        expect(inner).not.toContain(fence);
      }),
      { numRuns: 50 },
    );
  });

  it('takes a selection of nothing but fences', async () => {
    const { report } = await gather([selection('src/a.ts', '```\n'.repeat(250_000))], workspace, true, live);
    expect(report).toEqual([{ path: 'src/a.ts', included: true, reason: null }]);
  });
});
