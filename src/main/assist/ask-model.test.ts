import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { askParts } from '../../../test/support/ask-parts.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { createScriptedProvider, saying, type ScriptedProvider } from '../../../test/support/scripted-provider.ts';
import type { ChatPayload } from '../../privacy/payload.ts';
import type { Policy } from '../../privacy/policy.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import type { ModelEvent } from '../providers/provider.ts';
import type { Plan } from '../router/model-registry.ts';
import { askModel, type Asked, type AskedEvent, type AskParts } from './ask-model.ts';

const MAIL = 'jane.doe@example.com';
let ledger: Ledger;
let policy: Policy;
beforeEach(async () => {
  ledger = await openLedger(join(await mkdtemp(join(tmpdir(), 'ask-')), 'ledger.jsonl'), () => undefined);
  policy = policyOf('normal');
});

const chat = (text: string): ChatPayload => ({ task: 'chat', turns: [{ role: 'user', text }], maxTokens: 8 });
const never = new AbortController().signal;
function ask(provider: ScriptedProvider, text: string, redactor = createRedactor(), signal = never): Promise<Asked> {
  return askModel(
    askParts(ledger, () => policy),
    chat(text),
    planOf(provider),
    redactor,
    signal,
  );
}
const planOf = (...providers: ScriptedProvider[]): Plan => ({
  order: providers.map((provider) => ({ model: provider.info, provider })),
  why: 'because',
});
async function textOf(events: AsyncIterable<AskedEvent>, type: 'text' | 'reasoning' = 'text'): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === type) text += event.text;
  return text;
}
const firstTurn = (provider: ScriptedProvider): string | undefined => {
  const payload = provider.asked[0];
  return payload?.task === 'chat' ? payload.turns[0]?.text : undefined;
};

describe('redaction off the main thread', () => {
  const askWith = (provider: ScriptedProvider, redactAll: AskParts['redactAll']): Promise<Asked> =>
    askModel(
      { ...askParts(ledger, () => policy), redactAll },
      chat(`mail ${MAIL}`),
      planOf(provider),
      createRedactor(),
      never,
    );

  it('gives a cloud what came back, restored in the answer', async () => {
    const cloud = createScriptedProvider('cloud');
    cloud.answer = () => saying('to REDACTED_EMAIL_1@redacted.invalid');
    const { redactions, events } = await askWith(cloud, (redactor, texts) =>
      Promise.resolve(texts.map((text) => redactor.redact(text))),
    );
    expect(redactions).toBe(1);
    expect(await textOf(events)).toBe(`to ${MAIL}`);
    expect(firstTurn(cloud)).toBe('mail REDACTED_EMAIL_1@redacted.invalid');
  });

  it('sends nothing, and records it, where it fails', async () => {
    const cloud = createScriptedProvider('cloud');
    const failing = askWith(cloud, () => Promise.reject(new AppError('keychain-locked')));
    await expect(failing).rejects.toMatchObject({ code: 'keychain-locked' });
    expect(cloud.asked).toEqual([]);
    expect(ledger.list()).toMatchObject([{ outcome: 'refused', bytesSent: 0 }]);
  });

  it('leaves out the clouds, and no model nearby, where it fails', async () => {
    const cloud = createScriptedProvider('cloud');
    const local = createScriptedProvider('loopback');
    local.answer = () => saying('from here');
    const parts = {
      ...askParts(ledger, () => policy),
      redactAll: () => Promise.reject(new AppError('keychain-locked')),
    };
    const asked = await askModel(parts, chat(`mail ${MAIL}`), planOf(cloud, local), createRedactor(), never);
    expect(asked.model).toBe(local.info);
    const events: AskedEvent[] = [];
    for await (const event of asked.events) events.push(event);
    expect(events[0]).toMatchObject({ type: 'switched', reason: new AppError('keychain-locked').message });
    expect(events).toContainEqual({ type: 'text', text: 'from here' });
    // Where the local one was to be asked first anyway, nothing stands in for anything.
    const first = await askModel(parts, chat('x'), planOf(local, cloud), createRedactor(), never);
    expect(await textOf(first.events)).toBe('from here');
    expect(cloud.asked).toEqual([]);
  });

  it('is not asked for a local model, which gets the original', async () => {
    const local = createScriptedProvider('loopback');
    await textOf((await askWith(local, () => Promise.reject(new Error('not asked')))).events);
    expect(firstTurn(local)).toBe(`mail ${MAIL}`);
  });
});

describe('a cloud', () => {
  it('gets placeholders, and the user gets the originals back', async () => {
    const cloud = createScriptedProvider('cloud');
    cloud.answer = () =>
      saying('Write to REDACTED_', 'EMAIL_1@redacted.invalid, not to REDACTED_EMAIL_7@redacted.invalid.');
    const { redactions, events } = await ask(cloud, `mail ${MAIL}`);
    expect(redactions).toBe(1);
    expect(await textOf(events)).toBe(`Write to ${MAIL}, not to REDACTED_EMAIL_7@redacted.invalid.`);
    expect(firstTurn(cloud)).toBe('mail REDACTED_EMAIL_1@redacted.invalid');
  });

  it('gets the same placeholder for the same value throughout a conversation', async () => {
    const cloud = createScriptedProvider('cloud');
    const redactor = createRedactor();
    await textOf((await ask(cloud, `mail ${MAIL}`, redactor)).events);
    await textOf((await ask(cloud, `other@example.com and ${MAIL}`, redactor)).events);
    expect(JSON.stringify(cloud.asked[1])).toContain(
      'REDACTED_EMAIL_2@redacted.invalid and REDACTED_EMAIL_1@redacted.invalid',
    );
  });

  it('has its answer restored however it is cut, in text and reasoning that take turns', async () => {
    const answer =
      'Ask REDACTED_EMAIL_1@redacted.invalid or REDACTED_EMAIL_2@redacted.invalid, REDACTED_NOTHING_1: RED';
    const restored = `Ask ${MAIL} or b@example.com, REDACTED_NOTHING_1: RED`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (cuts) => {
        const cloud = createScriptedProvider('cloud');
        const pieces: string[] = [];
        for (let at = 0, i = 0; at < answer.length; i++) {
          const length = cuts[i % cuts.length] ?? 1;
          pieces.push(answer.slice(at, at + length));
          at += length;
        }
        cloud.answer = () => [
          ...pieces.flatMap((text): ModelEvent[] => [
            { type: 'text', text },
            { type: 'reasoning', text },
          ]),
          { type: 'usage', promptTokens: 1, answerTokens: 2, cachedTokens: null },
          { type: 'stop', reason: 'end' },
        ];
        const events: AskedEvent[] = [];
        for await (const event of (await ask(cloud, `${MAIL} b@example.com`)).events) events.push(event);
        for (const type of ['text', 'reasoning']) {
          expect(events.flatMap((e) => (e.type === type && 'text' in e ? [e.text] : [])).join('')).toBe(restored);
        }
        expect(events.at(-1)).toEqual({ type: 'stop', reason: 'end' });
        expect(events.filter((e) => 'text' in e && e.text === '')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has what it wants of tools restored', async () => {
    const cloud = createScriptedProvider('cloud');
    cloud.answer = () => [
      {
        type: 'tool-call',
        id: 'c1',
        name: 'mail',
        argumentsJson: '{"to":"REDACTED_EMAIL_1@redacted.invalid","text":"REDACTED_NOTHING_1"}',
      },
      { type: 'stop', reason: 'tool-calls' },
    ];
    const calls: AskedEvent[] = [];
    for await (const event of (await ask(cloud, `mail ${MAIL}`)).events) calls.push(event);
    expect(calls[0]).toEqual({
      type: 'tool-call',
      id: 'c1',
      name: 'mail',
      argumentsJson: `{"to":"${MAIL}","text":"REDACTED_NOTHING_1"}`,
    });
  });

  it('keeps what arrived when the connection breaks, to the last letter', async () => {
    const cloud = createScriptedProvider('cloud');
    cloud.answer = function* () {
      yield { type: 'text', text: 'It is REDACTED_EMAIL_1@redacted.invalid' };
      throw new AppError('stream-broken');
    };
    let text = '';
    const reading = (async () => {
      for await (const event of (await ask(cloud, MAIL)).events) if (event.type === 'text') text += event.text;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'stream-broken' });
    expect(text).toBe(`It is ${MAIL}`);
  });
});

describe.each(['in-process', 'loopback', 'on-prem'] as const)('a local model (%s)', (kind) => {
  it('gets the original, and its answer is left as it is', async () => {
    policy = policyOf('normal', { onPremHosts: ['gpu.corp'] });
    const provider = createScriptedProvider(kind);
    provider.answer = () => saying('REDACTED_EMAIL_1 stays');
    const { redactions, events } = await ask(provider, MAIL);
    expect([redactions, await textOf(events)]).toEqual([0, 'REDACTED_EMAIL_1 stays']);
    expect(firstTurn(provider)).toBe(MAIL);
  });
});

describe('the gate', () => {
  it('refuses before the model is asked, and the refusal is recorded', async () => {
    policy = policyOf('offline');
    const cloud = createScriptedProvider('cloud');
    await expect(ask(cloud, MAIL)).rejects.toMatchObject({ code: 'refused-by-mode' });
    expect(cloud.asked).toEqual([]);
    expect(ledger.list()).toMatchObject([
      { task: 'chat', outcome: 'refused', mode: 'offline', model: 'model', destination: 'cloud', bytesSent: 0 },
    ]);
    expect(JSON.stringify(ledger.list())).not.toContain(MAIL);
  });
});

describe('the record of the embedded engine', () => {
  const embedded = (): ScriptedProvider => createScriptedProvider('in-process');

  it('shows each question once, without content, as allowed when it ended', async () => {
    await textOf((await ask(embedded(), MAIL)).events);
    expect(ledger.list()).toMatchObject([
      { task: 'chat', outcome: 'allowed', origin: null, destination: 'in-process', bytesSent: 0, redactions: 0 },
    ]);
    expect(JSON.stringify(ledger.list())).not.toContain(MAIL);
  });

  it('tells a failure by its code', async () => {
    const provider = embedded();
    provider.answer = () => {
      throw new AppError('model-crashed');
    };
    await expect(textOf((await ask(provider, 'x')).events)).rejects.toMatchObject({ code: 'model-crashed' });
    expect(ledger.list()[0]).toMatchObject({ outcome: 'failed', rule: new AppError('model-crashed').message });
  });

  it('tells an error that is none of ours without its text', async () => {
    const provider = embedded();
    provider.answer = () => {
      throw new Error(`cannot parse ${MAIL}`);
    };
    await expect(textOf((await ask(provider, 'x')).events)).rejects.toThrow();
    expect(JSON.stringify(ledger.list())).not.toContain(MAIL);
  });

  it('is cancelled when stopped by a signal, or when nobody reads on', async () => {
    const stop = new AbortController();
    const provider = embedded();
    provider.answer = function* () {
      yield { type: 'text', text: 'one' };
      stop.abort(new AppError('mode-changed'));
      throw new AppError('cancelled');
    };
    await expect(textOf((await ask(provider, 'x', createRedactor(), stop.signal)).events)).rejects.toThrow();
    for await (const event of (await ask(embedded(), 'x')).events) if (event.type === 'text') break;
    expect(ledger.list().map((e) => e.outcome)).toEqual(['cancelled', 'cancelled']);
    expect(ledger.list()[0]?.rule).toBe(new AppError('mode-changed').message);
  });
});

describe('a plan of several models', () => {
  const down = (): never => {
    throw new AppError('server-unreachable');
  };
  const kinds = async (asked: Asked): Promise<string[]> => {
    const seen: string[] = [];
    for await (const event of asked.events) seen.push(event.type === 'text' ? event.text : event.type);
    return seen;
  };
  const askAll = (...providers: ScriptedProvider[]): Promise<Asked> =>
    askModel(
      askParts(ledger, () => policy),
      chat(`to ${MAIL}`),
      planOf(...providers),
      createRedactor(),
      never,
    );

  it('goes on with the next where one fails, says so, and gives each what it may have', async () => {
    const local = createScriptedProvider('loopback');
    const cloud = createScriptedProvider('cloud');
    cloud.answer = down;
    const asked = await askAll(cloud, local);
    expect(asked).toMatchObject({ model: { destination: 'cloud' }, redactions: 1 });
    expect(await kinds(asked)).toEqual(['switched', 'fine', 'stop']);
    expect(firstTurn(cloud)).toBe('to REDACTED_EMAIL_1@redacted.invalid');
    expect(firstTurn(local)).toBe(`to ${MAIL}`);
  });

  it.each(['sensitive', 'offline'] as const)('never leaves the machine in its place under %s', async (mode) => {
    const local = createScriptedProvider('loopback');
    const cloud = createScriptedProvider('cloud');
    local.answer = down;
    policy = { ...policyOf(mode), approvedProviders: [cloud.id] };
    await expect(kinds(await askAll(local, cloud))).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(cloud.asked).toEqual([]);
  });

  it('records why these models and not others', async () => {
    const local = createScriptedProvider('in-process');
    await kinds(await askAll(local));
    expect(ledger.list().map(({ routing }) => routing)).toEqual(['because']);
  });
});
