import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { askParts } from '../../../test/support/ask-parts.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, saying, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { CompletionPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import type { CompletionRequest, Settings } from '../../shared/schemas.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import { DEFAULT_SETTINGS } from '../settings/default-settings.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { createCompletion, type Completion } from './completion.ts';

let folder = '';
let ledger: Ledger;
let workspace: Workspace | null;
let model: ScriptedProvider;
let policy: Policy;
let settings: Settings;
let chooseError: Error | null;
let completion: Completion;
const never = new AbortController().signal;

beforeEach(async () => {
  const own = await realpath(await mkdtemp(join(tmpdir(), 'completion-')));
  folder = join(own, 'project');
  await mkdir(folder);
  await writeFile(join(folder, 'a.ts'), 'f(');
  ledger = await openLedger(join(own, 'ledger.jsonl'), () => undefined);
  workspace = await openWorkspace(folder);
  model = createScriptedProvider('loopback');
  policy = policyOf('offline');
  settings = DEFAULT_SETTINGS;
  chooseError = null;
  const registry: Pick<ModelRegistry, 'plan'> = {
    plan: () => {
      if (chooseError) throw chooseError;
      return { order: [{ model: model.info, provider: model }], why: 'because' };
    },
  };
  completion = createCompletion({
    ...askParts(ledger, () => policy),
    registry: registry as ModelRegistry,
    settings: () => settings,
    workspace: () => workspace,
  });
});

const request = (more: Partial<CompletionRequest> = {}): CompletionRequest => ({
  path: 'a.ts',
  languageId: 'typescript',
  prefix: 'f(',
  suffix: ');\nnext();\n',
  ...more,
});
const asked = (): CompletionPayload => {
  const payload = model.asked.at(-1);
  if (payload?.task !== 'completion') throw new Error('nothing was asked');
  return payload;
};

describe('completion', () => {
  it('asks with what is before and after the cursor, and shows what is new', async () => {
    model.answer = () => saying('a, ', 'b', ');');
    expect(await completion.request(request(), never)).toEqual({ text: 'a, b', model: model.info.ref, reason: null });
    expect(asked()).toEqual({
      task: 'completion',
      prefix: 'f(',
      suffix: ');\nnext();\n',
      maxTokens: DEFAULT_SETTINGS.completionMaxTokens,
      stop: ['\n'],
    });
  });

  it('lets the model go on over lines where nothing follows on this one', async () => {
    await completion.request(request({ suffix: '  \nnext();' }), never);
    expect(asked().stop).toEqual(['\n\n\n']);
  });

  it('sends only what is near the cursor', async () => {
    await completion.request(
      request({ prefix: `far${'x'.repeat(64_000)}`, suffix: `${'y'.repeat(64_000)}far` }),
      never,
    );
    expect(asked().prefix.length).toBeLessThan(10_000);
    expect(asked().suffix.length).toBeLessThan(10_000);
    expect(asked().prefix + asked().suffix).not.toContain('far');
  });

  it('asks nobody when it is off, and says so', async () => {
    settings = { ...DEFAULT_SETTINGS, completionEnabled: false };
    expect(await completion.request(request(), never)).toEqual({ text: '', model: null, reason: 'off' });
    expect(model.asked).toEqual([]);
  });

  it.each(['.env', 'secret.ts', 'sub/../.env', 'link.ts'])('never asks about an ignored file: %s', async (path) => {
    await writeFile(join(folder, '.codegrexignore'), 'secret.ts\n');
    await writeFile(join(folder, '.env'), '');
    await symlink(join(folder, '.env'), join(folder, 'link.ts'));
    const answer = await completion.request(request({ path, prefix: 'canary' }), never);
    expect(answer).toEqual({ text: '', model: null, reason: 'ignored-file' });
    expect(model.asked).toEqual([]);
    expect(ledger.list().filter((e) => e.task === 'completion')).toEqual([]);
  });

  it('never asks about a file outside the folder', async () => {
    await expect(completion.request(request({ path: '../other.ts' }), never)).rejects.toMatchObject({
      code: 'path-outside-workspace',
    });
    expect(model.asked).toEqual([]);
  });

  it('says that there is no model, and passes other failures on', async () => {
    chooseError = new AppError('no-model');
    expect(await completion.request(request(), never)).toEqual({ text: '', model: null, reason: 'no-model' });
    chooseError = new AppError('model-not-found');
    await expect(completion.request(request(), never)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it('redacts for a cloud what is around the cursor, and restores it in the text', async () => {
    policy = policyOf('normal');
    model = createScriptedProvider('cloud');
    model.answer = () => saying('"REDACTED_', 'EMAIL_1@redacted.invalid"');
    const answer = await completion.request(request({ prefix: 'to = "a@example.com"\ncc = ', suffix: '' }), never);
    expect(asked().prefix).toBe('to = "REDACTED_EMAIL_1@redacted.invalid"\ncc = ');
    expect(answer.text).toBe('"a@example.com"');
  });

  it('redacts for a cloud by the rules in force', async () => {
    const { redaction, ...rest } = policyOf('normal');
    const rules = [{ source: 'repo', authority: 'workspace' as const, patterns: [{ pattern: 'acme[A-Z]\\w+' }] }];
    policy = { ...rest, redaction: { ...redaction, finder: { ...redaction.finder, rules } } };
    model = createScriptedProvider('cloud');
    model.answer = () => saying('REDACTED_CUSTOM_1.run()');
    const answer = await completion.request(request({ prefix: 'import acmeRocket;\n', suffix: '' }), never);
    expect(asked().prefix).toBe('import REDACTED_CUSTOM_1;\n');
    expect(answer.text).toBe('acmeRocket.run()');
  });

  it('is refused for a cloud outside Normal, approved or not', async () => {
    model = createScriptedProvider('cloud');
    for (const mode of ['sensitive', 'offline'] as const) {
      policy = policyOf(mode, { approvedProviders: [model.id] });
      await expect(completion.request(request(), never)).rejects.toMatchObject({ code: 'refused-by-mode' });
    }
    expect(model.asked).toEqual([]);
  });

  it('works without an open folder', async () => {
    workspace = null;
    expect((await completion.request(request(), never)).text).toBe('fine');
  });
});
