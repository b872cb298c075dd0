import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { askParts } from '../../../test/support/ask-parts.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, saying, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { EditPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import type { NextEditRequest } from '../../shared/schemas/next-edit.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { createNextEdit, type NextEdit } from './next-edit.ts';
import { createOneAtATime, type OneAtATime } from './one-at-a-time.ts';

let ledger: Ledger;
let workspace: Workspace;
let model: ScriptedProvider;
let policy: Policy;
let settings: Settings;
let chooseError: Error | null;
let alone: OneAtATime;
let nextEdit: NextEdit;
const never = new AbortController().signal;

function setUp(kind: 'loopback' | 'cloud'): void {
  model = createScriptedProvider(kind);
  const registry: Pick<ModelRegistry, 'plan'> = {
    plan: (task) => {
      expect(task).toBe('edit');
      if (chooseError) throw chooseError;
      return { order: [{ model: model.info, provider: model }], why: 'because' };
    },
  };
  alone = createOneAtATime();
  nextEdit = createNextEdit({
    ...askParts(ledger, () => policy),
    registry: registry as ModelRegistry,
    settings: () => settings,
    workspace: () => workspace,
    alone,
  });
}

beforeEach(async () => {
  const own = await realpath(await mkdtemp(join(tmpdir(), 'next-edit-')));
  const folder = join(own, 'project');
  await mkdir(folder);
  await writeFile(join(folder, '.env'), 'A=1\n');
  ledger = await openLedger(join(own, 'ledger.jsonl'), () => undefined);
  workspace = await openWorkspace(folder);
  policy = policyOf('offline');
  settings = { ...DEFAULT_SETTINGS, nextEditEnabled: true };
  chooseError = null;
  setUp('loopback');
});

const request = (more: Partial<NextEditRequest> = {}): NextEditRequest => ({
  path: 'a.ts',
  languageId: 'typescript',
  cursorLine: 1,
  edits: [{ startLine: 1, before: ['let total = 0;'], after: ['let sum = 0;'] }],
  parts: [{ startLine: 1, lines: ['let sum = 0;', 'use(total);'] }],
  ...more,
});
const EDIT = '<<<<<<< SEARCH\nuse(total);\n=======\nuse(sum);\n>>>>>>> REPLACE';
const NOTHING = { edit: null, model: null };
const asked = (): EditPayload => {
  const payload = model.asked.at(-1);
  if (payload?.task !== 'edit') throw new Error('nothing was asked');
  return payload;
};

describe('nextEdit', () => {
  it('shows what was changed and the parts of the file, and gives the edit', async () => {
    model.answer = () => saying(...EDIT.split(/(?=\n)/), '\nand some chatter');
    expect(await nextEdit.request(request(), never)).toEqual({
      edit: { startLine: 2, old: ['use(total);'], lines: ['use(sum);'] },
      model: model.info.ref,
    });
    const text = asked()
      .turns.map((turn) => turn.text)
      .join('\n');
    expect(text).toContain('-let total = 0;\n+let sum = 0;');
    expect(text).toContain('Lines 1 to 2:\nlet sum = 0;\nuse(total);');
    expect(ledger.list().every(({ task }) => task === 'edit')).toBe(true);
  });

  it('drops what is no edit, and tells which model said it', async () => {
    expect(await nextEdit.request(request(), never)).toEqual({ edit: null, model: model.info.ref });
  });

  it('is off by default, and in languages that are not completed', async () => {
    settings = { ...settings, completionOffLanguages: ['typescript'] };
    expect(await nextEdit.request(request(), never)).toEqual(NOTHING);
    settings = DEFAULT_SETTINGS;
    expect(await nextEdit.request(request({ languageId: 'go' }), never)).toEqual(NOTHING);
    expect(model.asked).toEqual([]);
  });

  it('asks nobody about a file that models may not read, or where no model chats', async () => {
    expect(await nextEdit.request(request({ path: '.env' }), never)).toEqual(NOTHING);
    chooseError = new AppError('no-model');
    expect(await nextEdit.request(request(), never)).toEqual(NOTHING);
    chooseError = new AppError('budget-spent');
    await expect(nextEdit.request(request(), never)).rejects.toMatchObject({ code: 'budget-spent' });
    expect(model.asked).toEqual([]);
  });

  it('leaves out what there is no room for, the oldest and the least telling first', async () => {
    settings = { ...settings, completionContextTokens: 500 };
    const long = (word: string): string[] => Array.from({ length: 60 }, (_, i) => `${word}(${String(i)});`);
    const edits = [{ startLine: 9, before: long('old'), after: ['a'] }, ...request().edits];
    const parts = [...request().parts, { startLine: 300, lines: long('far') }];
    await nextEdit.request(request({ edits, parts }), never);
    const text = JSON.stringify(asked());
    expect(text).toContain('use(total);');
    expect(text).toContain('-let total');
    expect(text).not.toContain('old(1)');
    expect(text).not.toContain('far(1)');
  });

  it('goes to a cloud under Normal only, redacted, and what comes back is restored', async () => {
    setUp('cloud');
    const parts = [{ startLine: 1, lines: ["mail(total, 'jane.doe@customer.example');"] }];
    policy = policyOf('sensitive', { approvedProviders: [model.id] });
    await expect(nextEdit.request(request({ parts }), never)).rejects.toMatchObject({ code: 'refused-by-mode' });
    policy = policyOf('offline');
    await expect(nextEdit.request(request({ parts }), never)).rejects.toMatchObject({ code: 'refused-by-mode' });
    expect(model.asked).toEqual([]);

    policy = policyOf('normal');
    model.answer = (payload) => {
      const said = /mail\(total, '(.*)'\);/.exec(payload.task === 'edit' ? (payload.turns.at(-1)?.text ?? '') : '');
      const mail = said?.[1] ?? '';
      const edit = ['<<<<<<< SEARCH', `mail(total, '${mail}');`, '=======', `mail(sum, '${mail}');`, '>>>>>>> REPLACE'];
      return saying(edit.join('\n'));
    };
    expect((await nextEdit.request(request({ parts }), never)).edit?.lines).toEqual([
      "mail(sum, 'jane.doe@customer.example');",
    ]);
    expect(JSON.stringify(asked())).not.toContain('jane.doe');
  });

  it('is stopped by whatever is asked next in the window', async () => {
    let tell: (signal: AbortSignal) => void = () => undefined;
    const began = new Promise<AbortSignal>((resolve) => (tell = resolve));
    model.answer = async function* (_payload, signal) {
      tell(signal);
      await new Promise((done) => {
        signal.addEventListener('abort', done, { once: true });
      });
      yield* saying('late');
    };
    const guess = nextEdit.request(request(), never);
    const outcome = expect(guess).rejects.toMatchObject({ code: 'cancelled' });
    const signal = await began;
    await alone(never, () => Promise.resolve('a completion'));
    expect(signal.aborted).toBe(true);
    await outcome;
  });
});
