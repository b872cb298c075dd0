import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearedFor, collectAnswer, plainQuestion, type Collected } from '../../../../test/support/ask-provider.ts';
import type { ChatPayload } from '../../../privacy/payload.ts';
import { AppError } from '../../../shared/app-error.ts';
import { ERROR_CODES, type ErrorCode } from '../../../shared/error-codes.ts';
import type { EngineProcess } from '../../host/host.ts';
import type { ModelEvent } from '../provider.ts';
import { createEmbeddedProvider, embeddedModelId, type EmbeddedProvider } from './embedded-provider.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';

/** The cases of ../conformance-*.test.ts that there are without a wire; the process is played. */

const never = new AbortController().signal;
const USAGE: ModelEvent = { type: 'usage', promptTokens: 42, answerTokens: 7, cachedTokens: null };
const END: ModelEvent = { type: 'stop', reason: 'end' };
const SECRET = 'hello there';

/** What the played process does once it is asked. */
type Play = (ask: ToEngine, say: (message: FromEngine) => void, exit: () => void) => void;
let play: Play;
let started: number;
let received: ToEngine[];
let file: string;
let provider: EmbeddedProvider;

const processDouble = (): EngineProcess => {
  started++;
  let receive: (message: unknown) => void = () => undefined;
  let exited: (code: number | null) => void = () => undefined;
  return {
    send: (message) => {
      const ask = message as ToEngine;
      received.push(ask);
      setImmediate(() => {
        play(
          ask,
          (answer) => {
            receive(answer);
          },
          () => {
            exited(1);
          },
        );
      });
    },
    onMessage: (listener) => (receive = listener),
    onExit: (listener) => (exited = listener),
    kill: () => undefined,
  };
};

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'embedded-')), 'm.gguf');
  await writeFile(file, 'GGUF');
  started = 0;
  received = [];
  provider = createEmbeddedProvider(processDouble, () => [file]);
});
afterEach(() => {
  provider.close();
});

const chat = (signal = never, payload: ChatPayload = plainQuestion()): Promise<Collected> =>
  collectAnswer(() => provider.chat(clearedFor(provider, payload), embeddedModelId(file), signal));
const saying =
  (...events: readonly ModelEvent[]): Play =>
  (ask, say) => {
    if (ask.t !== 'chat') return;
    for (const event of events) say({ t: 'event', id: ask.id, event });
    say({ t: 'end', id: ask.id });
  };
function expectCode({ error }: Collected, code: ErrorCode): void {
  expect(error).toBeInstanceOf(AppError);
  expect(ERROR_CODES).toContain((error as AppError).code);
  expect((error as AppError).code).toBe(code);
  expect((error as AppError).message).not.toContain(SECRET);
  expect((error as AppError).message).toMatch(/\. \p{Lu}.*\.|^Cancelled\.$/u);
}

describe('the embedded engine', () => {
  it('comes as text, reasoning, counts and one end', async () => {
    play = saying(
      { type: 'loading' },
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'grüße, 👩‍💻 ' },
      { type: 'text', text: 'and more' },
      USAGE,
      END,
    );
    const { text, reasoning, types, events, error } = await chat();
    expect([text, reasoning, error]).toEqual(['grüße, 👩‍💻 and more', 'Hm.', null]);
    expect(types).toEqual(['loading', 'reasoning', 'text', 'usage', 'stop']);
    expect(events.slice(-2)).toEqual([USAGE, END]);
  });

  it.each(['end', 'length', 'other'] as const)('says why it ended: %s', async (reason) => {
    play = saying({ type: 'text', text: 'a' }, { type: 'stop', reason });
    expect((await chat()).last).toEqual({ type: 'stop', reason });
  });

  it.each(['model-load-failed', 'context-too-long', 'model-file-invalid'] as const)(
    'fails within its answer: %s, and what arrived is kept',
    async (code) => {
      play = (ask, say) => {
        if (ask.t !== 'chat') return;
        say({ t: 'event', id: ask.id, event: { type: 'text', text: 'half' } });
        say({ t: 'failure', id: ask.id, failure: { code, message: new AppError(code).message } });
      };
      const collected = await chat();
      expectCode(collected, code);
      expect(collected.text).toBe('half');
    },
  );

  it('goes away in the middle: model-crashed, what arrived is kept, and the next question starts it again', async () => {
    play = (ask, say, exit) => {
      if (ask.t !== 'chat') return;
      say({ t: 'event', id: ask.id, event: { type: 'text', text: 'half' } });
      exit();
    };
    const collected = await chat();
    expectCode(collected, 'model-crashed');
    expect(collected.text).toBe('half');
    play = saying({ type: 'text', text: 'again' }, END);
    expect([(await chat()).text, started]).toEqual(['again', 2]);
  });

  it('is stopped in the middle, and told so', async () => {
    const stop = new AbortController();
    play = (ask, say) => {
      if (ask.t !== 'chat') return;
      say({ t: 'event', id: ask.id, event: { type: 'text', text: 'half' } });
      setImmediate(() => {
        stop.abort();
      });
    };
    const collected = await chat(stop.signal);
    expectCode(collected, 'cancelled');
    expect(collected.text).toBe('half');
    expect(received.at(-1)).toMatchObject({ t: 'cancel' });
  });

  it('is stopped before it says anything', async () => {
    const stop = new AbortController();
    play = () => {
      stop.abort();
    };
    expectCode(await chat(stop.signal), 'cancelled');
  });

  it('does not hear what belongs to another question, or to none', async () => {
    play = (ask, say) => {
      if (ask.t !== 'chat') return;
      say({ t: 'event', id: ask.id + 1, event: { type: 'text', text: 'not yours' } });
      saying({ type: 'text', text: 'yours' }, END)(ask, say, () => undefined);
      say({ t: 'event', id: ask.id, event: { type: 'text', text: 'too late' } });
    };
    expect(await chat()).toMatchObject({ text: 'yours', error: null });
  });

  it('takes neither tools nor pictures, and says so before it is asked', async () => {
    const tools = [{ name: 't', description: '', parameters: {} }];
    const pictures = [{ mediaType: 'image/png' as const, base64: '' }];
    for (const payload of [
      { ...plainQuestion(), tools },
      { ...plainQuestion(), turns: [{ role: 'user' as const, text: SECRET, pictures }] },
    ]) {
      expectCode(await chat(never, payload), 'model-not-suited');
    }
    expect(received).toEqual([]);
  });
});
