import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyGguf } from '../../scripts/make-tiny-gguf.ts';
import { COMPLETION_SOURCES } from '../../src/main/assist/context/completion-sources.ts';
import { CONTEXT_SOURCES } from '../../src/main/assist/context/context-sources.ts';
import type { CompletionHint, ContextChip } from '../../src/shared/schemas/chat-and-completion.ts';
import { startModelServer, type ModelServer } from '../model-server/model-server.ts';
import type { MemoryWindow } from '../support/memory-host.ts';
import { openTerminal, type OpenTerminal } from '../support/open-terminal.ts';
import { call, chatWith, openTrusted, startApp, type RunningApp } from '../support/running-app.ts';

/**
 * A workspace with a canary in each file that is kept from models, and every surface that can feed
 * a model exercised on it: no canary may be among the bytes that reach a model server.
 */

/** Kept files by path; each holds a canary of its own. */
const KEPT = [
  '.env',
  '.env.production',
  'deep/er/.env.local',
  'server.pem',
  'keys/id_rsa',
  'app.keystore',
  '.npmrc',
  'secrets/db.txt',
  'secrets/nested/notes.md',
  'src/private.ts',
  'src/generated/dump.sql',
  'Odd name [1] {x} #.txt',
] as const;
const RULES = 'secrets/\nsrc/private.ts\n/Odd*\n';
/** A terminal that printed a canary while nobody wanted it kept. */
const TERMINAL = '0b0f7a52-6f0c-4b6d-9a1e-2f4c8d1e7a90';
const PRINTED = 'canary-that-a-terminal-printed';
const NESTED_RULES = '*.sql\n!keep.sql\n';

const canaryOf = (path: string): string => `canary${Buffer.from(path).toString('hex')}end`;
const CANARIES = [...KEPT.map(canaryOf), canaryOf('outside'), PRINTED];
/** Names that must not be listed either. */
const KEPT_NAMES = ['db.txt', 'private.ts', 'dump.sql', 'server.pem', 'id_rsa', 'Odd name'];

let app: RunningApp;
let server: ModelServer;
let window: MemoryWindow;
let root = '';
let terminal: OpenTerminal;
/** What paths begin with where several folders are open. */
let prefix = '';
const at = (path: string): string => prefix + path;
/** The same of a folder, of which `''` is all. */
const folderAt = (path: string): string => (path === '' ? '' : at(path));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], { cwd: root, stdio: 'ignore' });
}

async function start(several: boolean): Promise<void> {
  app = await startApp();
  const gguf = join(app.data, 'tiny.gguf');
  await writeTinyGguf(gguf);
  server = await startModelServer(gguf);
  root = await app.project('canaries', { 'src/open.ts': 'export const open = "findme";\n', 'README.md': 'findme\n' });
  for (const path of KEPT) await put(path, `findme ${canaryOf(path)}\n`);
  await put('src/private.ts', `export const ${canaryOf('src/private.ts')} = 1;\n`);
  await put('.codegrexignore', RULES);
  await put('src/generated/.codegrexignore', NESTED_RULES);
  await put('src/generated/keep.sql', 'select findme;\n');
  await writeFile(join(root, '../outside.txt'), canaryOf('outside'));
  git('init', '-q');
  git('add', '-f', '.');
  git('commit', '-q', '-m', 'Everything, the kept files too');
  // Every kept file is changed, so that it is in the diff; one is deleted, one renamed within git.
  for (const path of KEPT) await appendFile(join(root, path), `changed ${canaryOf(path)}\n`);
  await appendFile(join(root, 'src/open.ts'), '// changed\n');
  // What is staged has them too.
  git('add', '-f', '.');
  git('rm', '-q', '-f', 'secrets/nested/notes.md');
  git('mv', '-f', 'src/private.ts', 'secrets/moved.ts');
  await put('src/private.ts', `export const ${canaryOf('src/private.ts')} = "findme";\n`);
  // Harmless names that lead to kept files, and out of the folder.
  await symlink(join(root, '.env'), join(root, 'src/harmless.ts'));
  await symlink(join(root, 'secrets'), join(root, 'src/linked'));
  await symlink(join(root, '..'), join(root, 'up'));

  window = app.host.openWindow();
  await openTrusted(window.api, root);
  prefix = several ? 'canaries/' : '';
  if (several) {
    const beside = await app.project('beside', { 'other.txt': 'of another folder\n' });
    await call(window.api, 'workspace.setFolders', { paths: [root, beside] });
    await call(window.api, 'policy.setTrust', { trusted: true });
  }
  terminal = await openTerminal(window.api, TERMINAL);
  // The command does not have it as it is printed, so that its echo is none.
  await terminal.type("printf 'canary-that-a-%s\\n' terminal-printed\r", PRINTED);
  await call(window.api, 'models.addServer', { kind: 'ollama', label: 'Local', baseUrl: server.url });
}
async function stop(): Promise<void> {
  window.disconnect();
  await app.close();
  await server.close();
}

/** Ways to a kept file: by its name, by another spelling, by links. */
const WAYS = [
  ...KEPT,
  './.env',
  'src/../.env',
  'src/harmless.ts',
  'src/linked/db.txt',
  'up/outside.txt',
  '../outside.txt',
  'SECRETS/db.txt',
];

/** How each surface is exercised. A new kind of context does not compile without an entry. */
const EXERCISES: { readonly [K in ContextChip['kind']]: () => readonly Extract<ContextChip, { kind: K }>[] } = {
  file: () => ['src/open.ts', ...WAYS].map((path) => ({ kind: 'file', path: at(path) })),
  selection: () =>
    KEPT.map((path) => ({
      kind: 'selection',
      path: at(path),
      startLine: 1,
      endLine: 1,
      text: `findme ${canaryOf(path)}`,
    })),
  folder: () =>
    ['', 'src', 'secrets', 'keys', 'src/linked', 'up', '..', 'src/generated'].map((path) => ({
      kind: 'folder',
      path: folderAt(path),
    })),
  names: () => ['', 'secrets', 'src', 'up'].map((path) => ({ kind: 'names', path: folderAt(path) })),
  search: () => ['findme', 'canary', 'changed'].map((query) => ({ kind: 'search', query })),
  changes: () => [{ kind: 'changes' }],
  staged: () => [{ kind: 'staged' }],
  commits: () => [{ kind: 'commits' }],
  // What a terminal printed is shared by the user or not at all: this one printed a canary.
  terminalSelection: () => [{ kind: 'terminalSelection', name: 'bash', text: 'findme, as the user selected it' }],
  terminalOutput: () => [{ kind: 'terminalOutput', terminal: TERMINAL, name: 'sh' }],
  problems: () =>
    KEPT.map((path) => ({ kind: 'problems', path: at(path), items: [{ line: 1, message: canaryOf(path) }] })),
  edits: () => [
    {
      kind: 'edits',
      items: ['src/open.ts', ...KEPT].map((path) => ({ path: at(path), startLine: 1, text: canaryOf(path) })),
    },
  ],
};

/** Of a path that is not there the editor has text all the same; whether case counts is the file system's business. */
const WAYS_HERE = WAYS.filter((path) => path !== 'SECRETS/db.txt');
const snippets = (): { path: string; startLine: number; text: string }[] =>
  ['src/open.ts', ...WAYS_HERE].slice(0, 10).map((path) => ({ path: at(path), startLine: 1, text: textFor(path) }));
const textFor = (path: string): string => (path === 'src/open.ts' ? 'export const open = "findme";' : canaryOf(path));

/** How each surface that feeds completions is exercised. A new kind of hint does not compile without an entry. */
const COMPLETIONS: { readonly [K in CompletionHint['kind']]: () => readonly Extract<CompletionHint, { kind: K }>[] } = {
  // A file that may be read imports those that may not, by every name; and one that may not be read imports.
  imports: () => [
    {
      kind: 'imports',
      path: at('src/main.ts'),
      languageId: 'typescript',
      head: ['./open.ts', './private.ts', './harmless.ts', './linked/moved.ts', '../up/outside.txt', './private']
        .map((from, i) => `import * as m${String(i)} from '${from}';`)
        .join('\n'),
    },
    { kind: 'imports', path: at('src/private.ts'), languageId: 'typescript', head: "import { a } from './open.ts';" },
  ],
  similar: () => [{ kind: 'similar', items: snippets() }],
  views: () => [{ kind: 'views', items: snippets() }],
  recentEdits: () => [{ kind: 'recentEdits', items: snippets() }],
  diagnostics: () => [
    { kind: 'diagnostics', path: at('src/open.ts'), languageId: 'typescript', items: [{ line: 1, message: 'findme' }] },
    ...WAYS_HERE.map((path) => ({
      kind: 'diagnostics' as const,
      path: at(path),
      languageId: 'typescript',
      items: [{ line: 1, message: textFor(path) }],
    })),
  ],
};

/** Everything that a model server was sent since the last time. */
function sentSince(start: number): string {
  return JSON.stringify(server.requests.slice(start));
}
function expectClean(sent: string): void {
  for (const canary of CANARIES) expect(sent).not.toContain(canary);
}

describe.each([
  { what: 'a folder', several: false },
  { what: 'one of several folders', several: true },
])('no canary of $what reaches a model', ({ several }) => {
  beforeAll(() => start(several));
  afterAll(stop);

  it.each(Object.keys(CONTEXT_SOURCES) as ContextChip['kind'][])('as context of the kind %s', async (kind) => {
    const chips = EXERCISES[kind]();
    for (let from = 0; from < chips.length; from += 20) {
      const before = server.requests.length;
      const chat = chatWith(window.api, null, {
        context: chips.slice(from, from + 20),
        conversationId: `${kind}${String(from)}`,
      });
      await expect
        .poll(() => server.requests.slice(before).some((r) => r.path === '/api/chat'), { timeout: 15_000 })
        .toBe(true);
      chat.cancel();
      await chat.ended;
      const sent = sentSince(before);
      expectClean(sent);
      for (const name of KEPT_NAMES) expect(sent).not.toContain(name);
    }
  });

  it('as the text around the cursor', async () => {
    for (const path of KEPT) {
      const before = server.requests.length;
      const answer = await call(window.api, 'completion.request', {
        path: at(path),
        languageId: 'plaintext',
        prefix: canaryOf(path),
        suffix: canaryOf(path),
      });
      expect(answer).toMatchObject({ text: '', reason: 'ignored-file' });
      expect(sentSince(before)).not.toContain('canary');
    }
  });

  it('as the text that a next edit is guessed from', async () => {
    await call(window.api, 'settings.update', { values: { nextEditEnabled: true } });
    const ask = (path: string, text: string): Promise<unknown> =>
      call(window.api, 'completion.nextEdit', {
        path: at(path),
        languageId: 'typescript',
        cursorLine: 1,
        edits: [{ startLine: 1, before: [text], after: [`${text} edited`] }],
        parts: [{ startLine: 1, lines: [`${text} edited`] }],
      });
    const before = server.requests.length;
    for (const path of WAYS_HERE) {
      // A path that leads out of the folder is refused in so many words.
      const answer = await ask(path, canaryOf(path)).catch(() => 'refused');
      expect(['refused', { edit: null, model: null }]).toContainEqual(answer);
    }
    expect(server.requests.slice(before)).toEqual([]);
    await ask('src/open.ts', 'export const open');
    expect(sentSince(before)).toContain('export const open edited');
  });

  it.each(Object.keys(COMPLETION_SOURCES) as CompletionHint['kind'][])(
    'as what helps a completion, of the kind %s',
    async (kind) => {
      const before = server.requests.length;
      const sent = (): string => sentSince(before);
      for (const [index, hint] of COMPLETIONS[kind]().entries()) {
        await expect
          .poll(async () => {
            const answer = await call(window.api, 'completion.request', {
              path: at('src/main.ts'),
              languageId: 'typescript',
              prefix: 'const a = ',
              suffix: '\n',
              hints: [hint],
            });
            expect(answer).toMatchObject({ reason: null });
            // What takes longer to find is there for the next completion.
            return index > 0 || /export const open|findme/.test(sent());
          })
          .toBe(true);
      }
      expectClean(sent());
      expect(sent()).toMatch(/export const open|findme/);
      for (const name of KEPT_NAMES) expect(sent()).not.toContain(name);
    },
  );

  it('from a terminal, until the user wants its output kept, and no longer than that', async () => {
    const chip = EXERCISES.terminalOutput();
    const ask = async (id: string): Promise<string> => {
      const before = server.requests.length;
      const chat = chatWith(window.api, null, { context: [...chip], conversationId: id });
      await expect.poll(() => server.requests.slice(before).some((r) => r.path === '/api/chat')).toBe(true);
      chat.cancel();
      await chat.ended;
      return sentSince(before);
    };
    await call(window.api, 'policy.setTerminalCapture', { on: true });
    // What was printed before is not kept.
    expect(await ask('terminal-1')).not.toContain(PRINTED);
    await terminal.type("printf 'shared-by-%s\\n' choice\r", 'shared-by-choice');
    const shared = await ask('terminal-2');
    expect(shared).toContain('shared-by-choice');
    expectClean(shared);
    await call(window.api, 'policy.setTerminalCapture', { on: false });
    const after = await ask('terminal-3');
    expect(after).not.toContain('shared-by-choice');
    // Nor is it there again once it is wanted again.
    await call(window.api, 'policy.setTerminalCapture', { on: true });
    expect(await ask('terminal-4')).not.toContain('shared-by-choice');
    await call(window.api, 'policy.setTerminalCapture', { on: false });
  });

  it('nor is one in the ledger on disk or in a log', async () => {
    const { readdir, readFile } = await import('node:fs/promises');
    for (const file of await readdir(app.data)) {
      const text = (await readFile(join(app.data, file)).catch(() => Buffer.alloc(0))).toString('latin1');
      expectClean(text);
    }
    expectClean(app.log.join('\n'));
  });

  it('while what is not kept does reach it', () => {
    const sent = sentSince(0);
    expect(sent).toContain('export const open');
    expect(sent).toContain('select findme');
    expect(sent).toContain('// changed');
    expect(sent).toContain('Everything, the kept files too');
    expect(sent).toContain('README.md');
  });
});
