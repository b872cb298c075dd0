import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askParts } from '../../../test/support/ask-parts.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, saying, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { Policy } from '../../privacy/policy.ts';
import type { RuleLayer } from '../../privacy/redaction/user-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ChatEvent, ChatRequest } from '../../shared/schemas/chat-and-completion.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { ModelRegistry } from '../router/model-registry.ts';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { noTerminalOutput } from './context/readable.ts';
import { createChat, type Chat } from './chat.ts';
import { waitFor } from '../../../test/support/wait-for.ts';

const MAIL = 'jane.doe@example.com';
let ledger: Ledger;
let cloud: ScriptedProvider;
let chat: Chat;
let policy: Policy;
let chosen: [string, string | null][];
let events: ChatEvent[];
const emit = (event: ChatEvent): Promise<void> => {
  events.push(event);
  return Promise.resolve();
};
const never = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'chat-')));
  await writeFile(join(folder, 'a.txt'), `ask ${MAIL}`);
  await writeFile(join(folder, '.env'), 'canary');
  ledger = await openLedger(join(folder, 'ledger.jsonl'), () => undefined);
  cloud = createScriptedProvider('cloud');
  policy = policyOf('normal');
  chosen = [];
  events = [];
  const registry: Pick<ModelRegistry, 'plan'> = {
    plan: (task, ref) => {
      chosen.push([task, ref]);
      return { order: [{ model: cloud.info, provider: cloud }], why: 'because' };
    },
  };
  const workspace = await openWorkspace(folder);
  chat = createChat({
    ...askParts(ledger, () => policy),
    registry: registry as ModelRegistry,
    settings: () => ({ ...DEFAULT_SETTINGS, chatMaxTokens: 99 }),
    workspace: () => workspace,
    trusted: () => true,
    terminalOutput: noTerminalOutput,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

function request(text: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { conversationId: 'c1', messages: [{ role: 'user', text }], context: [], model: null, ...more };
}
const texts = (): string => events.flatMap((e) => (e.type === 'text' ? [e.text] : [])).join('');
const lastAsked = (): string => JSON.stringify(cloud.asked.at(-1));

describe('send', () => {
  it('tells what is sent first, then the answer, then its end', async () => {
    cloud.answer = () => [
      { type: 'loading' },
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'yes' },
      { type: 'usage', promptTokens: 5, answerTokens: 2, cachedTokens: null },
      { type: 'stop', reason: 'length' },
    ];
    const context: ChatRequest['context'] = [
      { kind: 'file', path: 'a.txt' },
      { kind: 'file', path: '.env' },
    ];
    await chat.send(request('who?', { context, model: 'x/y' }), emit, never);
    expect(events).toEqual([
      {
        type: 'started',
        model: cloud.info.ref,
        destination: 'cloud',
        redactions: 1,
        context: [
          { path: 'a.txt', included: true, reason: null },
          { path: '.env', included: false, reason: expect.stringContaining('.env* (built-in rules)') as unknown },
        ],
      },
      { type: 'status', status: 'loading-model' },
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'yes' },
      { type: 'done', stopReason: 'length', promptTokens: 5, answerTokens: 2, cachedTokens: null },
    ]);
    // Once before anything is read, and once it is known how long the question is.
    expect(chosen).toEqual([
      ['chat', 'x/y'],
      ['chat', 'x/y'],
    ]);
    const [payload] = cloud.asked;
    if (payload?.task !== 'chat') throw new Error('no chat');
    expect(payload.maxTokens).toBe(99);
    expect(payload.turns.map((t) => t.role)).toEqual(['system', 'user']);
    expect(payload.turns[1]?.text).toBe('File a.txt:\n```\nask REDACTED_EMAIL_1@redacted.invalid\n```\n\nwho?');
    expect(lastAsked()).not.toContain('canary');
  });

  it('leaves out what the model has no room for, and tells so', async () => {
    Object.assign(cloud, { info: { ...cloud.info, contextTokens: 2000 } });
    await writeFile(join(folder, 'big.txt'), 'word '.repeat(2000));
    const messages: ChatRequest['messages'] = [
      { role: 'user', text: 'long ago '.repeat(900) },
      { role: 'assistant', text: 'indeed '.repeat(300) },
      { role: 'user', text: 'just now' },
      { role: 'assistant', text: 'yes' },
      { role: 'user', text: 'and?' },
    ];
    const context: ChatRequest['context'] = ['big.txt', 'a.txt'].map((path) => ({ kind: 'file', path }));
    await chat.send(request('', { messages, context }), emit, never);
    const [started] = events;
    expect(started?.type === 'started' && started.context).toEqual([
      { path: 'big.txt', included: false, reason: expect.stringContaining('no room') as unknown },
      { path: 'a.txt', included: true, reason: null },
      { path: 'earlier messages', included: false, reason: expect.stringContaining('oldest 2 messages') as unknown },
    ]);
    expect(lastAsked()).not.toMatch(/word word|long ago/);
    expect(lastAsked()).toContain('just now');
  });

  it('keeps the turns and puts context with the last question only', async () => {
    const messages: ChatRequest['messages'] = [
      { role: 'user', text: 'one' },
      { role: 'assistant', text: 'two' },
      { role: 'user', text: 'three' },
    ];
    await chat.send(request('', { messages, context: [{ kind: 'file', path: 'a.txt' }] }), emit, never);
    const [payload] = cloud.asked;
    if (payload?.task !== 'chat') throw new Error('no chat');
    expect(payload.turns.slice(1, 3)).toEqual(messages.slice(0, 2));
    expect(payload.turns[3]?.text).toMatch(/^File a\.txt:[\s\S]*three$/);
  });

  it('says nothing when the gate refuses', async () => {
    cloud = createScriptedProvider('on-prem');
    await expect(chat.send(request('x'), emit, never)).rejects.toMatchObject({ code: 'refused-by-policy' });
    expect(events).toEqual([]);
  });

  it('tells that it waits for a silent model, once, and not after the first word', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let speak: () => void = () => undefined;
    cloud.answer = async function* () {
      await new Promise<void>((done) => (speak = done));
      yield { type: 'text', text: 'at last' };
      await new Promise<void>((done) => (speak = done));
      yield* saying('.');
    };
    const sending = chat.send(request('x'), emit, never);
    await waitFor(() => {
      expect(events).toHaveLength(1);
    });
    await vi.advanceTimersByTimeAsync(2900);
    expect(events).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(events.slice(1)).toEqual([{ type: 'status', status: 'waiting' }]);
    speak();
    await waitFor(() => {
      expect(texts()).toBe('at last');
    });
    await vi.advanceTimersByTimeAsync(20_000);
    speak();
    await sending;
    expect(events.map((e) => e.type)).toEqual(['started', 'status', 'text', 'text', 'done']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops the model when the reader has gone', async () => {
    let left = false;
    cloud.answer = function* () {
      try {
        for (;;) yield { type: 'text', text: 'more' };
      } finally {
        left = true;
      }
    };
    const broken = (event: ChatEvent): Promise<void> =>
      event.type === 'text' ? Promise.reject(new AppError('connection-lost')) : Promise.resolve();
    await expect(chat.send(request('x'), broken, never)).rejects.toMatchObject({ code: 'connection-lost' });
    expect(left).toBe(true);
  });
});

describe('a conversation', () => {
  it('keeps its placeholders from question to question, and restores them in each answer', async () => {
    cloud.answer = () => saying('REDACTED_EMAIL_1@redacted.invalid');
    await chat.send(request(MAIL), emit, never);
    await chat.send(request(`new@example.com, ${MAIL}`), emit, never);
    expect(lastAsked()).toContain('REDACTED_EMAIL_2@redacted.invalid, REDACTED_EMAIL_1@redacted.invalid');
    expect(texts()).toBe(MAIL + MAIL);
  });

  it('knows nothing of another one', async () => {
    await chat.send(request(MAIL), emit, never);
    cloud.answer = () => saying('REDACTED_EMAIL_1@redacted.invalid');
    events = [];
    await chat.send(request('nothing private', { conversationId: 'c2' }), emit, never);
    expect(texts()).toBe('REDACTED_EMAIL_1@redacted.invalid');
  });

  it('is forgotten when asked to: the originals are gone', async () => {
    await chat.send(request(MAIL), emit, never);
    chat.forget('c1');
    chat.forget('never seen');
    cloud.answer = () => saying('REDACTED_EMAIL_1@redacted.invalid');
    events = [];
    await chat.send(request('nothing private'), emit, never);
    expect(texts()).toBe('REDACTED_EMAIL_1@redacted.invalid');
  });
});

describe('redaction rules', () => {
  const withRules = (mode: Policy['mode'], rule: Pick<RuleLayer, 'allow' | 'patterns'>): Policy => {
    const { redaction, ...rest } = policyOf(mode, { approvedProviders: [cloud.id] });
    const rules = [{ source: 'your settings', authority: 'user' as const, ...rule }];
    return { ...rest, redaction: { ...redaction, finder: { ...redaction.finder, rules } } };
  };

  it('decide what is sent; one that changed holds for the next question of the same conversation', async () => {
    await chat.send(request(`PROJ-7 ${MAIL}`), emit, never);
    expect(lastAsked()).toContain('PROJ-7 REDACTED_EMAIL_1@redacted.invalid');
    policy = withRules('normal', { allow: [MAIL], patterns: [{ pattern: 'PROJ-\\d+', label: 'Project' }] });
    await chat.send(request(`PROJ-7 ${MAIL}`), emit, never);
    expect(lastAsked()).toContain(`REDACTED_PROJECT_1 ${MAIL}`);
    policy = policyOf('normal');
    await chat.send(request(`PROJ-7 ${MAIL}`), emit, never);
    expect(lastAsked()).toContain('PROJ-7 REDACTED_EMAIL_1@redacted.invalid');
  });

  it('decide what a preview shows, which is what is sent', async () => {
    policy = withRules('sensitive', { patterns: [{ pattern: 'PROJ-\\d+', label: 'Project' }] });
    const sending = chat.send(request('about PROJ-7'), emit, never);
    await expect.poll(() => events[0]?.type).toBe('preview');
    const [shown] = events as Extract<ChatEvent, { type: 'preview' }>[];
    expect(shown?.turns.at(-1)?.parts).toEqual([
      { text: 'about ', redacted: false },
      { text: 'REDACTED_PROJECT_1', redacted: true },
    ]);
    chat.answerPreview(shown?.previewId ?? '', true);
    await sending;
    expect(lastAsked()).toContain('about REDACTED_PROJECT_1');
  });
});

describe('a preview, under Sensitive', () => {
  const approved = (): Policy => policyOf('sensitive', { approvedProviders: [cloud.id] });
  type PreviewEvent = Extract<ChatEvent, { type: 'preview' }>;
  const preview = async (): Promise<PreviewEvent> => {
    await expect.poll(() => events[0]?.type).toBe('preview');
    return events[0] as PreviewEvent;
  };

  it('shows exactly what would be sent, placeholders marked, and sends nothing until told', async () => {
    policy = approved();
    const sending = chat.send(request(`mail ${MAIL} now`), emit, never);
    const { previewId, turns, redactions, origin } = await preview();
    expect(redactions).toBe(1);
    expect(origin).toBe('https://api.example.com');
    expect(turns.at(-1)?.parts).toEqual([
      { text: 'mail ', redacted: false },
      { text: 'REDACTED_EMAIL_1@redacted.invalid', redacted: true },
      { text: ' now', redacted: false },
    ]);
    expect(cloud.asked).toEqual([]);
    expect(chat.answerPreview(previewId, true)).toBe(true);
    await sending;
    const [payload] = cloud.asked;
    if (payload?.task !== 'chat') throw new Error('no chat');
    expect(payload.turns.map((t) => t.text)).toEqual(turns.map((t) => t.parts.map((p) => p.text).join('')));
    expect(chat.answerPreview(previewId, true)).toBe(false);
  });

  it('sends nothing when declined, and the ledger says so', async () => {
    policy = approved();
    const sending = chat.send(request('hello'), emit, never);
    const { previewId } = await preview();
    chat.answerPreview(previewId, false);
    await expect(sending).rejects.toMatchObject({ code: 'preview-declined' });
    expect(cloud.asked).toEqual([]);
    expect(ledger.list()).toMatchObject([{ task: 'chat', outcome: 'refused', mode: 'sensitive', bytesSent: 0 }]);
  });

  it('sends nothing when the request is cancelled while it is shown', async () => {
    policy = approved();
    const stop = new AbortController();
    const sending = chat.send(request('hello'), emit, stop.signal);
    const { previewId } = await preview();
    stop.abort(new AppError('mode-changed'));
    await expect(sending).rejects.toMatchObject({ code: 'mode-changed' });
    expect(chat.answerPreview(previewId, true)).toBe(false);
    expect(cloud.asked).toEqual([]);
    expect(ledger.list()).toMatchObject([{ task: 'chat', outcome: 'cancelled', mode: 'sensitive', bytesSent: 0 }]);
  });

  it('sends nothing when the mode became Offline while it was shown', async () => {
    policy = approved();
    const sending = chat.send(request('hello'), emit, never);
    const { previewId } = await preview();
    policy = policyOf('offline', { approvedProviders: [cloud.id] });
    chat.answerPreview(previewId, true);
    await expect(sending).rejects.toMatchObject({ code: 'refused-by-mode' });
    expect(cloud.asked).toEqual([]);
  });

  it('is not shown where the user turned it off for this provider', async () => {
    policy = policyOf('sensitive', { approvedProviders: [cloud.id], previewOff: [cloud.id] });
    await chat.send(request('hello'), emit, never);
    expect(events[0]?.type).toBe('started');
    expect(cloud.asked).toHaveLength(1);
  });
});
