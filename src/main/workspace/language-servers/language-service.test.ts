import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/app-error.ts';
import type { LanguageAnswer, LanguageAsk, LanguageEvent, Problem } from '../../../shared/schemas/language.ts';
import { askLanguage } from '../../../../test/support/ask-language.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { createLanguageService, type LanguageService, type LanguageServiceParts } from './language-service.ts';
import type { ServerRow } from './server-table.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

const never = new AbortController().signal;
const FAKE = join(import.meta.dirname, '../../../../test/language-server/fake-server.ts');

let root = '';
let workspace: Workspace;
let service: LanguageService;
let events: LanguageEvent[] = [];

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function begin(parts: Partial<LanguageServiceParts> = {}): void {
  service = createLanguageService({
    workspace: () => workspace,
    trusted: () => true,
    off: () => [],
    backOff: () => 10,
    ...parts,
  });
  events = [];
  service.onEvent((event) => events.push(event));
}

/** A server of the tests', that behaves as it is told. */
function fake(behaviour: string, runsFolderCode = false): ServerRow {
  return {
    id: 'fake',
    name: 'Fake',
    languages: { plaintext: 'plaintext' },
    runsFolderCode,
    command: () => ({ command: process.execPath, args: [FAKE, behaviour] }),
    install: 'Install the Dart SDK.',
  };
}

const stateOf = (id: string): string | undefined => service.servers().find((s) => s.id === id)?.state;
const running = (id: string): Promise<void> =>
  waitFor(() => {
    expect(stateOf(id)).toBe('running');
  });
function problemsOf(path: string): readonly Problem[] {
  const last = events.findLast((e) => e.kind === 'problems' && e.path === path);
  return last?.kind === 'problems' ? last.problems : [];
}
const ask = <K extends LanguageAnswer['kind']>(question: LanguageAsk, kind: K) => askLanguage(service, question, kind);

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'language-')));
  workspace = await openWorkspace(root);
});
afterEach(async () => {
  await service.shutDown();
  await rm(root, { recursive: true, force: true });
});

describe('with the TypeScript server', () => {
  const A = "import { greet } from './b.ts';\ngreet('x');\nconst n: number = 'no';\n";
  const B = 'export function greet(name: string): string {\n  return name;\n}\n';
  beforeEach(async () => {
    await put('a.ts', A);
    await put('b.ts', B);
    await put(
      'tsconfig.json',
      '{ "compilerOptions": { "strict": true, "allowImportingTsExtensions": true, "noEmit": true } }',
    );
    begin();
    service.open({ path: 'a.ts', languageId: 'typescript', version: 1, text: A });
    await running('typescript');
  });

  it('answers what an editor asks, across files', async () => {
    await waitFor(() => {
      expect(problemsOf('a.ts').map((p) => p.code)).toContain('2322');
    });
    expect(problemsOf('a.ts').find((p) => p.code === '2322')).toMatchObject({ severity: 'error', line: 3, column: 7 });

    const hover = await ask({ kind: 'hover', path: 'a.ts', line: 2, column: 2 }, 'hover');
    expect(hover.parts.join()).toContain('greet(name: string): string');

    const at = { path: 'a.ts', line: 2, column: 2 };
    const definition = await ask({ kind: 'locations', ...at, of: 'definition' }, 'locations');
    expect(definition.locations).toMatchObject([{ path: 'b.ts', line: 1, column: 17 }]);
    const references = await ask({ kind: 'locations', ...at, of: 'references' }, 'locations');
    expect(references.locations.map(({ path }) => path).sort()).toEqual(['a.ts', 'a.ts', 'b.ts']);

    const renamed = await ask({ kind: 'rename', ...at, to: 'hello' }, 'edits');
    expect(renamed.files.map(({ path, edits }) => [path, edits.map((e) => [e.expect, e.text])]).sort()).toEqual([
      [
        'a.ts',
        [
          ['greet', 'hello'],
          ['greet', 'hello'],
        ],
      ],
      ['b.ts', [['greet', 'hello']]],
    ]);

    const symbols = await ask({ kind: 'symbols', path: 'a.ts' }, 'symbols');
    expect(symbols.symbols.map(({ name }) => name)).toContain('n');
    const tokens = await ask({ kind: 'tokens', path: 'a.ts' }, 'tokens');
    expect(tokens.data.length % 5).toBe(0);
    const help = await ask({ kind: 'signature', path: 'a.ts', line: 2, column: 7 }, 'signature');
    expect(help.signatures[0]?.label).toContain('greet(name: string)');
    expect((await service.findSymbols('greet', never)).map(({ path }) => path)).toContain('b.ts');
  });

  it('follows what is typed, and suggests', async () => {
    service.change('a.ts', 2, [{ range: { line: 3, column: 1, endLine: 3, endColumn: 24 }, text: 'greet("y").' }]);
    // A server that is still reading the project has nothing to say yet.
    const item = await waitFor(async () => {
      const list = await ask({ kind: 'suggestions', path: 'a.ts', line: 3, column: 12, trigger: '.' }, 'suggestions');
      return list.items.find(({ label }) => label === 'toUpperCase') ?? expect.unreachable();
    });
    expect(item).toMatchObject({ kind: 'method' });
    const whole = await ask({ kind: 'suggestion', path: 'a.ts', token: item.token ?? '' }, 'suggestion');
    expect(whole.item.documentation).toContain('toUpperCase(): string');
    await waitFor(() => {
      expect(problemsOf('a.ts').map((p) => p.code)).not.toContain('2322');
    });
  });

  it('offers actions, which come back as edits', async () => {
    service.change('a.ts', 2, [{ range: null, text: 'export   const up = greet("x")\n' }]);
    await waitFor(() => {
      expect(problemsOf('a.ts').map((p) => p.code)).toContain('2304');
    });
    const range = { line: 1, column: 21, endLine: 1, endColumn: 26 };
    const list = await ask({ kind: 'actions', path: 'a.ts', range, only: 'quickfix' }, 'actions');
    const fix = list.actions.find(({ title }) => title.includes('import'));
    const taken = await ask({ kind: 'action', path: 'a.ts', token: fix?.token ?? '' }, 'edits');
    expect(taken.files).toMatchObject([
      { path: 'a.ts', edits: [{ text: expect.stringContaining('import { greet }') as string }] },
    ]);
    const formatted = await ask({ kind: 'format', path: 'a.ts', range: null, tabSize: 4, insertSpaces: true }, 'edits');
    expect(formatted.files[0]?.edits.length).toBeGreaterThan(0);
  });
});

describe('with servers that misbehave', () => {
  const open = (): void => {
    service.open({ path: 'a.txt', languageId: 'plaintext', version: 1, text: 'one two\n' });
  };
  beforeEach(() => put('a.txt', 'one two\n'));

  it('starts a crashed server anew, and tells it of what is open', async () => {
    begin({ rows: [fake('crash-once')] });
    open();
    await running('fake');
    service.change('a.txt', 2, [{ range: null, text: 'crash' }]);
    await waitFor(() => {
      expect(events.some((e) => e.kind === 'servers' && e.servers[0]?.state === 'restarting')).toBe(true);
    });
    await running('fake');
    const hover = await ask({ kind: 'hover', path: 'a.txt', line: 1, column: 1 }, 'hover');
    expect(hover.parts).toEqual(['crash']);
  });

  it('gives one up that goes on crashing, until it is asked for again', async () => {
    begin({ rows: [fake('crash')] });
    open();
    await waitFor(() => {
      expect(stateOf('fake')).toBe('failed');
    });
    expect(service.servers()[0]?.advice).toBe('It ended with code 3.');
    expect(await service.ask({ kind: 'symbols', path: 'a.txt' }, never)).toEqual({ kind: 'nothing' });
    service.restart('fake');
    await waitFor(() => {
      expect(stateOf('fake')).not.toBe('failed');
    });
  });

  it.each(['garbage', 'wrong-shapes', 'huge'])('fails clearly at %s', async (behaviour) => {
    begin({ rows: [fake(behaviour)] });
    open();
    await running('fake');
    const hover = service.ask({ kind: 'hover', path: 'a.txt', line: 1, column: 1 }, never);
    const outcome = await hover.catch((error: unknown) => error);
    expect(outcome instanceof AppError ? outcome.code : outcome).toEqual(
      behaviour === 'wrong-shapes' ? 'language-server-failed' : expect.anything(),
    );
    await running('fake');
  });

  it('makes no edit and opens no place outside of the folder', async () => {
    await symlink(tmpdir(), join(root, 'out'));
    begin({ rows: [fake('outside')] });
    open();
    await running('fake');
    const at = { path: 'a.txt', line: 1, column: 1 };
    await expect(service.ask({ kind: 'rename', ...at, to: 'x' }, never)).rejects.toMatchObject({
      code: 'language-edit-refused',
    });
    const found = await ask({ kind: 'locations', ...at, of: 'definition' }, 'locations');
    expect(found.locations).toEqual([]);
    // Nor through the request of its own.
    await waitFor(async () => {
      const hover = await ask({ kind: 'hover', ...at }, 'hover');
      expect(hover.parts).toEqual(['applied: false']);
    });
    expect(events.some((e) => e.kind === 'edit')).toBe(false);
  });

  it('passes on an edit that a server asks for, and its answer', async () => {
    begin({ rows: [fake('apply')] });
    service.onEvent((event) => {
      if (event.kind === 'edit') service.answerEdit(event.id, event.files[0]?.edits[0]?.expect === 'one');
    });
    open();
    await running('fake');
    await waitFor(async () => {
      const hover = await ask({ kind: 'hover', path: 'a.txt', line: 1, column: 1 }, 'hover');
      expect(hover.parts).toEqual(['applied: true']);
    });
  });

  it('stops waiting when the editor has gone on', async () => {
    begin({ rows: [fake('silent')] });
    open();
    await running('fake');
    const stop = new AbortController();
    const asked = service.ask({ kind: 'hover', path: 'a.txt', line: 1, column: 1 }, stop.signal);
    stop.abort(new AppError('cancelled'));
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('which servers start', () => {
  it('none that runs code of a folder that is not trusted', async () => {
    await put('a.txt', 'x');
    let trusted = false;
    begin({ rows: [fake('crash-once', true)], trusted: () => trusted });
    service.open({ path: 'a.txt', languageId: 'plaintext', version: 1, text: 'x' });
    expect(stateOf('fake')).toBe('untrusted');
    trusted = true;
    await service.reset();
    await running('fake');
  });

  it('tells of one that is missing, and what to do', () => {
    begin({
      rows: [
        { ...fake('apply'), command: (find) => (find('no-such-server') === null ? null : { command: 'x', args: [] }) },
      ],
    });
    service.open({ path: 'a.txt', languageId: 'plaintext', version: 1, text: 'x' });
    expect(service.servers()).toMatchObject([{ state: 'missing', advice: 'Install the Dart SDK.' }]);
  });

  it('none that the user turned off', () => {
    begin({ rows: [fake('apply')], off: () => ['fake'] });
    service.open({ path: 'a.txt', languageId: 'plaintext', version: 1, text: 'x' });
    expect(stateOf('fake')).toBe('off');
  });

  it('refuses a change of a text that it does not know', () => {
    begin();
    expect(() => {
      service.change('a.txt', 2, [{ range: null, text: '' }]);
    }).toThrow(expect.objectContaining({ code: 'language-out-of-step' }));
  });
});
