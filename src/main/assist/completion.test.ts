import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askParts } from '../../../test/support/ask-parts.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, saying, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { CompletionPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import type { CompletionRequest, CompletionResponse } from '../../shared/schemas/chat-and-completion.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { createCompletion, type Completion } from './completion.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { estimateTokens } from '../providers/estimate-tokens.ts';
import { createSignatureService } from './signatures/signature-service.ts';

let folder = '';
let ledger: Ledger;
let workspace: Workspace | null;
let model: ScriptedProvider;
let policy: Policy;
let settings: Settings;
let chooseError: Error | null;
let made: Completion;
/** As a window does: a look at the folder, and then the request. */
let completion: { request(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResponse> };
const never = new AbortController().signal;
const signatures = createSignatureService(resolve(import.meta.dirname, 'signatures/signature-worker.ts'));
afterAll(() => signatures.close());

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
  made = createCompletion({
    ...askParts(ledger, () => policy),
    registry: registry as ModelRegistry,
    settings: () => settings,
    workspace: () => workspace,
    trusted: () => true,
    signatures,
    alone: createOneAtATime(),
  });
  completion = { request: async (asked, signal) => made.request(asked, await made.look(asked), signal) };
});

const request = (more: Partial<CompletionRequest> = {}): CompletionRequest => ({
  path: 'a.ts',
  languageId: 'typescript',
  prefix: 'f(',
  suffix: ');\nnext();\n',
  ...more,
});
const nothing = (reason: string): object => ({ text: '', model: null, modelMs: null, reason });
const asked = (): CompletionPayload => {
  const payload = model.asked.at(-1);
  if (payload?.task !== 'completion') throw new Error('nothing was asked');
  return payload;
};

describe('completion', () => {
  it('asks with what is before and after the cursor, and shows what is new', async () => {
    model.answer = () => saying('a, ', 'b', ');');
    expect(await completion.request(request(), never)).toEqual({
      text: 'a, b',
      model: model.info.ref,
      modelMs: expect.any(Number) as unknown,
      reason: null,
    });
    expect(asked()).toEqual({
      task: 'completion',
      prefix: 'f(',
      suffix: ');\nnext();\n',
      maxTokens: DEFAULT_SETTINGS.completionMaxTokens,
      stop: ['\n'],
      context: { repository: 'project', path: 'a.ts', languageId: 'typescript', pieces: [] },
      inWords: [],
    });
  });

  it('lets the model go on over lines where nothing follows on this one', async () => {
    await completion.request(request({ prefix: 'if (x) {\n  ', suffix: '  \n}\nnext();' }), never);
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
    expect(await completion.request(request(), never)).toEqual(nothing('off'));
    expect(model.asked).toEqual([]);
  });

  it('asks nobody in a language that the user turned off', async () => {
    settings = { ...DEFAULT_SETTINGS, completionOffLanguages: ['markdown', 'typescript'] };
    expect(await completion.request(request(), never)).toEqual(nothing('language-off'));
    expect(await completion.request(request({ languageId: 'javascript' }), never)).toMatchObject({ text: 'fine' });
    expect(model.asked).toHaveLength(1);
  });

  it.each(['.env', 'secret.ts', 'sub/../.env', 'link.ts'])('never asks about an ignored file: %s', async (path) => {
    await writeFile(join(folder, '.codegrexignore'), 'secret.ts\n');
    await writeFile(join(folder, '.env'), '');
    await symlink(join(folder, '.env'), join(folder, 'link.ts'));
    const answer = await completion.request(request({ path, prefix: 'canary' }), never);
    expect(answer).toEqual(nothing('ignored-file'));
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
    expect(await completion.request(request(), never)).toEqual(nothing('no-model'));
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

  it('asks a model that only chats in words, and takes its answer from between fences', async () => {
    Object.assign(model.info.capabilities, { completion: false });
    model.answer = () => saying('```ts\na, ', 'b\n```\n');
    expect((await completion.request(request(), never)).text).toBe('a, b');
    expect(asked()).toMatchObject({ inWords: [model.info.ref] });
  });

  it('hangs up when enough was said, and takes what was said', async () => {
    let left = false;
    model.answer = async function* (_payload, signal) {
      signal.addEventListener('abort', () => (left = true));
      for (const text of ['return', ' 1;\n', '}\n', 'more();', '\nand more']) yield { type: 'text', text };
      await delay(60_000, undefined, { signal });
      yield { type: 'stop', reason: 'end' };
    };
    const place = { prefix: 'function f() {\n  ', suffix: '\n', whole: true };
    expect((await completion.request(request(place), never)).text).toBe('return 1;\n}');
    expect(left).toBe(true);
  });

  it('leaves out a line that the limit cut off', async () => {
    model.answer = () => [
      { type: 'text', text: 'one();\n  two(' },
      { type: 'stop', reason: 'length' },
    ];
    const place = { prefix: 'function f() {\n  ', suffix: '\n}\n' };
    expect((await completion.request(request(place), never)).text).toBe('one();');
  });

  it('is one at a time: a new request stops the one before, which has let go before the new one asks', async () => {
    let running = 0;
    let most = 0;
    let last = false;
    model.answer = async function* (_payload, signal) {
      most = Math.max(most, ++running);
      try {
        if (!last) await delay(60_000, undefined, { signal });
        yield { type: 'text', text: 'x' };
        yield { type: 'stop', reason: 'end' };
      } finally {
        await delay(5);
        running--;
      }
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, async (_, i) => {
        await delay(i * 7);
        last = i === 7;
        return completion.request(request({ prefix: `f(${String(i)}` }), never);
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([...Array.from({ length: 7 }, () => 'rejected'), 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'cancelled' } });
    expect(most).toBe(1);
  });

  it('asks nothing of a file about which the rules were not asked', async () => {
    expect(await made.request(request(), new Map(), never)).toEqual(nothing('ignored-file'));
    expect(model.asked).toEqual([]);
  });

  it('does not wait for one that does not let go', async () => {
    model.answer = async function* () {
      await delay(5000, undefined, { ref: false });
      yield { type: 'stop', reason: 'end' };
    };
    const first = completion.request(request(), never);
    first.catch(() => undefined);
    await delay(20);
    model.answer = () => saying('quick');
    const began = performance.now();
    expect((await completion.request(request(), never)).text).toBe('quick');
    expect(performance.now() - began).toBeLessThan(2000);
  });

  describe('takes along', () => {
    const hints: CompletionRequest['hints'] = [
      { kind: 'imports', path: 'a.ts', languageId: 'typescript', head: "import { b } from './b.ts';\n" },
      { kind: 'recentEdits', items: [{ path: 'c.ts', startLine: 1, text: 'const c = 3;' }] },
      { kind: 'similar', items: [{ path: 'secret.ts', startLine: 1, text: 'const secret = 4;' }] },
      {
        kind: 'diagnostics',
        path: 'a.ts',
        languageId: 'typescript',
        items: [{ line: 1, message: "Cannot find name 'g'." }],
      },
    ];
    beforeEach(async () => {
      await writeFile(join(folder, '.codegrexignore'), 'secret.ts\n');
      await writeFile(join(folder, 'b.ts'), 'export function b(x: number): string {\n  return hidden;\n}\n');
    });
    /** What is found late is there for the next request. */
    const pieces = async (more?: Partial<CompletionRequest>): Promise<unknown> => {
      await completion.request(request({ hints, ...more }), never);
      return asked().context?.pieces;
    };

    it('signatures, edits and diagnostics, and nothing of a file that is kept', async () => {
      await expect
        .poll(() => pieces())
        .toEqual([
          { path: 'b.ts', text: 'export function b(x: number): string' },
          { path: 'c.ts', text: 'const c = 3;' },
          { path: 'a.ts', text: "// Line 1: Cannot find name 'g'." },
        ]);
    });

    it('what was read ahead, at the first time', async () => {
      const [imports] = hints;
      if (imports?.kind !== 'imports') throw new Error('no imports');
      await made.prepare(imports);
      if (workspace === null) throw new Error('no folder');
      const read = vi.spyOn(workspace, 'read');
      expect(await pieces()).toHaveLength(3);
      expect(read).not.toHaveBeenCalled();
      // Nothing is read for nobody.
      settings = { ...DEFAULT_SETTINGS, completionEnabled: false };
      await made.prepare({ ...imports, path: 'other.ts' });
      expect(read).not.toHaveBeenCalled();
    });

    it('nothing more of what became kept meanwhile', async () => {
      await expect.poll(() => pieces()).toHaveLength(3);
      await writeFile(join(folder, '.codegrexignore'), 'secret.ts\nb.ts\nc.ts\n');
      expect(await pieces()).toEqual([{ path: 'a.ts', text: "// Line 1: Cannot find name 'g'." }]);
      await rm(join(folder, '.codegrexignore'));
    });

    it('what a file declares now, and reads it again only when it is another', async () => {
      await expect.poll(() => pieces()).toHaveLength(3);
      if (workspace === null) throw new Error('no folder');
      const read = vi.spyOn(workspace, 'read');
      let later = 10_000;
      const real = performance.now.bind(performance);
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + later);
      expect(await pieces()).toHaveLength(3);
      await delay(100);
      expect(read).not.toHaveBeenCalled();
      await writeFile(join(folder, 'b.ts'), 'export function b(name: string): void {}\n');
      later = 20_000;
      await expect.poll(() => pieces()).toContainEqual({ path: 'b.ts', text: 'export function b(name: string): void' });
      expect(read).toHaveBeenCalledTimes(1);
      clock.mockRestore();
    });

    it('nothing that the model reads anyway', async () => {
      expect(JSON.stringify(await pieces({ prefix: 'const c = 3;\nf(' }))).not.toContain('const c');
    });

    it('no more than there is room for', async () => {
      settings = { ...DEFAULT_SETTINGS, completionContextTokens: 256 };
      const text = 'const value = compute(first, second);\n'.repeat(100).slice(0, 4000);
      await pieces({
        prefix: text,
        suffix: text,
        hints: [{ kind: 'similar', items: [{ path: 'c.ts', startLine: 1, text: `${text}!` }] }],
      });
      const { prefix, suffix, context } = asked();
      const all = [prefix, suffix, ...(context?.pieces.map((p) => p.text) ?? [])];
      for (const part of all) expect(part).not.toBe('');
      expect(estimateTokens(all.join(''))).toBeLessThanOrEqual(256);
    });

    it('what a cloud may see, names of files included', async () => {
      policy = policyOf('normal');
      model = createScriptedProvider('cloud');
      await pieces({
        hints: [
          { kind: 'recentEdits', items: [{ path: 'mail a@example.com', startLine: 1, text: 'to("b@example.com")' }] },
        ],
      });
      expect(asked().context?.pieces).toHaveLength(1);
      expect(JSON.stringify(asked())).not.toMatch(/[ab]@example/);
    });
  });
});
