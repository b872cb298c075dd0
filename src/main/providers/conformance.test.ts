import { mkdtemp } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearedFor, collectAnswer, plainQuestion, type Collected } from '../../../test/support/ask-provider.ts';
import { policyOf } from '../../../test/support/policy-of.ts';
import { ANTHROPIC_FORMAT } from '../../../test/wire-formats/anthropic-format.ts';
import { OLLAMA_FORMAT } from '../../../test/wire-formats/ollama-format.ts';
import { OPENAI_FORMATS } from '../../../test/wire-formats/openai-formats.ts';
import { dribble, startReplayServer, type ReplayServer } from '../../../test/wire-formats/replay-server.ts';
import type { Said, WireFormat } from '../../../test/wire-formats/wire-format.ts';
import { classifyDestination, type Destination } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { ERROR_CODES } from '../../shared/error-codes.ts';
import type { ServerConfig } from '../../shared/schemas.ts';
import { createEgress, TIMEOUTS } from '../egress/create-egress.ts';
import type { Egress } from '../egress/egress.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createProvider } from './create-provider.ts';
import type { Provider } from './provider.ts';

/** One table of cases for all formats: what differs is how the same answer goes over the wire. */

const never = new AbortController().signal;
const TEXT = 'grüße, 日本, 👩‍💻 \u2028 "\\n" ';
const STOP: Said = { stop: 'end', prompt: 42, answer: 7, cached: 30 };
const ANSWER: readonly Said[] = [{ text: TEXT }, { text: 'and more' }, STOP];
const SECRET = 'hello there';

let server: ReplayServer;
let egress: Egress;
/** Silence after which a chat gives up, ms: long, so that a busy machine fails no test. */
let idle = 20_000;

beforeAll(async () => {
  server = await startReplayServer();
  egress = createEgress({
    ledger: await openLedger(join(await mkdtemp(join(tmpdir(), 'conformance-')), 'ledger'), () => undefined),
    policyOf: () => policyOf('offline'),
    timeoutsOf: (task) => (task === 'chat' ? { connect: 5000, idle, total: 60_000 } : TIMEOUTS[task]),
  });
});
afterAll(() => {
  egress.close();
  server.close();
});
beforeEach(() => {
  idle = 20_000;
});

function providerOf({ kind }: WireFormat, through = egress): Provider {
  const config: ServerConfig = { id: 'p', kind, label: 'P', baseUrl: server.origin };
  return createProvider(config, classifyDestination('p', config.baseUrl, []) as Destination, through);
}
const chat = (format: WireFormat, signal = never, through = egress): Promise<Collected> => {
  const provider = providerOf(format, through);
  return collectAnswer(() => provider.chat(clearedFor(provider, plainQuestion()), format.model, signal));
};
const whole = (format: WireFormat, said: readonly Said[]): string => {
  const { body, end } = format.frames(said);
  return body.join('') + end;
};
/** An egress that gives these chunks, cut just so. */
const giving = (format: WireFormat, chunks: readonly Uint8Array[]): Egress => ({
  fetchFor: () => (input) => {
    if (new URL(input instanceof Request ? input.url : input).pathname === '/api/show')
      return Promise.resolve(Response.json({}));
    const queue = [...chunks];
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          const next = queue.shift();
          if (next === undefined) controller.close();
          else controller.enqueue(next);
        },
      },
      { highWaterMark: 0 },
    );
    return Promise.resolve(new Response(body, { headers: { 'content-type': format.contentType } }));
  },
  closeScope: () => undefined,
  close: () => undefined,
});

/** A code of the closed set, with what to do, and nothing of what was asked. */
function expectCode({ error }: Collected, code: string): AppError {
  expect(error).toBeInstanceOf(AppError);
  const failure = error as AppError;
  expect(ERROR_CODES).toContain(failure.code);
  expect(failure.code).toBe(code);
  expect(failure.message).not.toContain(SECRET);
  expect(failure.message).toMatch(/\. (\p{Lu}\p{L}+|What arrived) .*\./u);
  return failure;
}

describe.each([...OPENAI_FORMATS, ANTHROPIC_FORMAT, OLLAMA_FORMAT])('$name', (format) => {
  const has = (what: WireFormat['lacks'][number]): boolean => !format.lacks.includes(what);
  const reply = (bytes: string): void => {
    server.respond = (response) => {
      response.writeHead(200, { 'content-type': format.contentType }).end(bytes);
    };
  };
  const begin = (response: ServerResponse): ServerResponse =>
    response.writeHead(200, { 'content-type': format.contentType });
  const half = format.frames([{ text: 'half' }]).body.join('');

  describe('an answer', () => {
    it('comes as text, counts and one end', async () => {
      reply(whole(format, ANSWER));
      const { text, types, events, error } = await chat(format);
      expect(error).toBeNull();
      expect(text).toBe(`${TEXT}and more`);
      expect(types).toEqual(['text', 'usage', 'stop']);
      expect(events.slice(-2)).toEqual([
        { type: 'usage', promptTokens: 42, answerTokens: 7, cachedTokens: has('cached') ? 30 : null },
        { type: 'stop', reason: 'end' },
      ]);
    });

    it('is asked for as a stream of this model, without a key', async () => {
      reply(whole(format, ANSWER));
      await chat(format);
      const asked = server.asked.at(-1);
      expect(asked?.body).toMatchObject({ model: format.model, stream: true });
      expect(JSON.stringify(asked?.body)).toContain(SECRET);
      const sent = Object.keys(asked?.headers ?? {});
      expect(sent.filter((name) => /auth|key|cookie|stainless|organization|project/i.test(name))).toEqual([]);
    });

    it.runIf(has('reasoning'))('has its reasoning apart', async () => {
      reply(whole(format, [{ reasoning: 'Let me ' }, { reasoning: 'think.' }, ...ANSWER]));
      const { text, reasoning, types } = await chat(format);
      expect([reasoning, text]).toEqual(['Let me think.', `${TEXT}and more`]);
      expect(types).toEqual(['reasoning', 'text', 'usage', 'stop']);
    });

    it.runIf(has('tools'))('calls tools, each whole, after its text', async () => {
      const args = JSON.stringify({ path: 'src/grüße "x".ts', lines: [1, 2], deep: { a: null } });
      const stop: Said = { stop: 'tool-calls', prompt: 1, answer: 1, cached: 0 };
      const pieces = [args.slice(0, 9), args.slice(9, 10), args.slice(10)];
      const calls = [
        { id: 'call_a1', name: 'read_file', pieces },
        { id: 'call_b2', name: 'list', pieces: ['{}'] },
      ];
      reply(whole(format, [{ text: 'I look.' }, ...calls.map((call) => ({ call })), stop]));
      const { events, last, error } = await chat(format);
      expect(error).toBeNull();
      const called = events.filter((e) => e.type === 'tool-call');
      expect(called.map((c) => [c.name, JSON.parse(c.argumentsJson) as unknown])).toEqual([
        ['read_file', JSON.parse(args)],
        ['list', {}],
      ]);
      if (has('call-ids')) expect(called.map((c) => c.id)).toEqual(['call_a1', 'call_b2']);
      expect(new Set(called.map((c) => c.id)).size).toBe(2);
      expect(last).toEqual({ type: 'stop', reason: 'tool-calls' });
    });

    it.each(['length', 'content-filter'] as const)('says why it ended: %s', async (stop) => {
      if (stop === 'content-filter' && !has('content-filter')) return;
      reply(whole(format, [{ text: 'a' }, { stop, prompt: 1, answer: 1, cached: 0 }]));
      expect((await chat(format)).last).toEqual({ type: 'stop', reason: stop });
    });

    it('may end without a word', async () => {
      reply(whole(format, [STOP]));
      expect((await chat(format)).types).toEqual(['usage', 'stop']);
    });
  });

  describe('over a wire that', () => {
    it('cuts it in two anywhere, within letters and within frames', async () => {
      const bytes = Buffer.from(whole(format, [{ text: 'ü👩‍💻' }, STOP]));
      for (let at = 0; at <= bytes.length; at++) {
        const chunks = [bytes.subarray(0, at), bytes.subarray(at)].filter((c) => c.length > 0);
        const { text, last, error } = await chat(format, never, giving(format, chunks));
        expect([at, error, text, last]).toEqual([at, null, 'ü👩‍💻', { type: 'stop', reason: 'end' }]);
      }
    });

    it('brings it byte by byte', async () => {
      const bytes = Buffer.from(whole(format, ANSWER));
      server.respond = (response) => {
        dribble(begin(response), bytes);
      };
      expect(await chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('ends its lines as Windows does', async () => {
      reply(whole(format, ANSWER).replaceAll('\n', '\r\n'));
      expect(await chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('says between all frames that it is still there', async () => {
      const { body, end } = format.frames(ANSWER);
      reply([...body, end].map((frame) => format.keepAlive.repeat(3) + frame).join(''));
      expect(await chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('is slow, but not too slow', async () => {
      idle = 2000;
      server.respond = (response) => {
        const frames = [...format.frames(ANSWER).body];
        setTimeout(() => {
          begin(response).flushHeaders();
        }, 150);
        const timer = setInterval(() => {
          const frame = frames.shift();
          if (frame !== undefined) response.write(frame);
          else {
            clearInterval(timer);
            response.end(format.frames(ANSWER).end);
          }
        }, 200);
      };
      expect(await chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it.each(['headers', 'an end'])('never gets to %s', async (what) => {
      idle = 300;
      server.respond = (response) => {
        if (what === 'an end') begin(response).write(half);
      };
      const collected = await chat(format);
      expectCode(collected, 'server-timeout');
      expect(collected.text).toBe(what === 'an end' ? 'half' : '');
    });

    it('is cut in the middle: what arrived is kept, to the last letter', async () => {
      server.respond = (response) => {
        begin(response).write(half, () => setTimeout(() => response.socket?.destroy(), 50));
      };
      const collected = await chat(format);
      expectCode(collected, 'stream-broken');
      expect(collected.text).toBe('half');
    });

    it('ends in the middle as if that were all', async () => {
      reply(half);
      const collected = await chat(format);
      expectCode(collected, 'stream-broken');
      expect(collected.text).toBe('half');
    });

    it('ends without its end mark, the answer being complete', async () => {
      reply(format.frames(ANSWER).body.join(''));
      expect(await chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('goes on with rubbish behind the end', async () => {
      reply(`${whole(format, ANSWER)}<!-- 0ms -->\ndata: }{\n\n{"a":\n`);
      expect(await chat(format)).toMatchObject({
        text: `${TEXT}and more`,
        last: { type: 'stop', reason: 'end' },
        error: null,
      });
    });

    it('says nothing at all', async () => {
      reply('');
      expectCode(await chat(format), 'server-garbled');
    });

    it('sends one line without end: it is left before it fills the memory', async () => {
      let sent = 0;
      server.respond = (response) => {
        begin(response).write(half.trimEnd().slice(0, -4));
        const piece = 'x'.repeat(256 * 1024);
        const more = (): void => {
          if (response.destroyed) return;
          sent += piece.length;
          response.write(piece, () => setImmediate(more));
        };
        more();
      };
      expectCode(await chat(format), 'server-garbled');
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    });
  });

  describe('a server that', () => {
    it('fails within its answer: a code, not what it says, and what arrived is kept', async () => {
      reply(half + format.failure(`cannot eat ${SECRET}`));
      const collected = await chat(format);
      expectCode(collected, 'server-failed');
      expect(collected.text).toBe('half');
    });

    it.runIf(format.overloaded !== null)('is overloaded within its answer', async () => {
      reply(half + (format.overloaded ?? ''));
      expectCode(await chat(format), 'server-rate-limited');
    });

    it.each<[string, () => string, number | null]>([
      ['seconds', () => '20', 20_000],
      ['a date', () => new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
      ['rubbish', () => 'soon', null],
    ])('has too much to do, and asks to wait: %s', async (_how, after, wait) => {
      server.respond = (response) => {
        const headers = { 'content-type': 'application/json', 'retry-after': after() };
        response.writeHead(429, headers).end(format.errorBody(SECRET));
      };
      const error = expectCode(await chat(format), 'server-rate-limited');
      if (wait === null) expect(error.retryAfterMs).toBeNull();
      else expect(Math.abs((error.retryAfterMs ?? 0) - wait)).toBeLessThan(10_000);
      if (wait === 20_000) expect(error.message).toContain('wait 20 seconds');
    });

    it.each([
      [400, 'server-rejected'],
      [401, 'server-unauthorised'],
      [402, 'server-no-credit'],
      [403, 'no-permission'],
      [451, 'region-refused'],
      [404, 'model-not-found'],
      [408, 'server-timeout'],
      [413, 'context-too-long'],
      [422, 'server-rejected'],
      [500, 'server-failed'],
      [502, 'server-failed'],
      [503, 'server-rate-limited'],
      [504, 'server-timeout'],
      [529, 'server-rate-limited'],
    ])('answers %d: %s, in its own words or with a page', async (status, code) => {
      const page = `<html><h1>Proxy says ${SECRET}</h1></html>`;
      for (const [type, body] of [
        ['application/json', format.errorBody(SECRET)],
        ['text/html', page],
      ] as const) {
        server.respond = (response) => {
          response.writeHead(status, { 'content-type': type }).end(body);
        };
        const error = expectCode(await chat(format), code);
        expect(error.message).toContain(`(HTTP ${String(status)})`);
        expect(error.message).not.toMatch(/html|proxy says/i);
      }
    });

    it('finds the question too long', async () => {
      const message = "This model's maximum context length is 8192 tokens, however you requested 9000.";
      server.respond = (response) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(format.errorBody(message));
      };
      expectCode(await chat(format), 'context-too-long');
    });

    it('redirects elsewhere', async () => {
      server.respond = (response) => {
        response.writeHead(307, { location: 'http://evil.example/' }).end();
      };
      expectCode(await chat(format), 'redirect-refused');
    });

    it('is no model server: a page', async () => {
      server.respond = (response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>${SECRET}</title>\n`);
      };
      expectCode(await chat(format), 'server-garbled');
    });

    it('sends a page under the name of a stream', async () => {
      reply(`<!doctype html><title>${SECRET}</title>\n`);
      expectCode(await chat(format), 'server-garbled');
    });

    it.each([
      ['an error', (body: string) => body, 'server-failed'],
      ['an answer that is none', () => '{"hello":"there"}', 'server-garbled'],
      ['half a JSON', () => '{"error":', 'server-garbled'],
    ] as const)('answers whole where a stream was asked for: %s', async (_what, body, code) => {
      server.respond = (response) => {
        const text = body(JSON.stringify({ error: { message: SECRET, type: 'server_error' } }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      };
      expectCode(await chat(format), code);
    });

    it('fails with a page without end: only its beginning is read', async () => {
      const before = server.abandoned();
      server.respond = (response) => {
        response.writeHead(500, { 'content-type': 'text/html' });
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(256 * 1024), () => setImmediate(more));
        };
        more();
      };
      expectCode(await chat(format), 'server-failed');
      await expect.poll(() => server.abandoned()).toBe(before + 1);
    });
  });

  it('is stopped in the middle: the server is left at once', async () => {
    const before = server.abandoned();
    const stop = new AbortController();
    server.respond = (response) => {
      begin(response).write(half);
    };
    const provider = providerOf(format);
    const collected = await collectAnswer(async function* () {
      for await (const event of provider.chat(clearedFor(provider, plainQuestion()), format.model, stop.signal)) {
        yield event;
        stop.abort();
      }
    });
    expect([collected.text, (collected.error as AppError).code]).toEqual(['half', 'cancelled']);
    await expect.poll(() => server.abandoned()).toBe(before + 1);
  });

  it('is stopped before it says anything, and says why', async () => {
    const stop = new AbortController();
    server.respond = () => {
      stop.abort(new AppError('mode-changed'));
    };
    expect(((await chat(format, stop.signal)).error as AppError).code).toBe('mode-changed');
  });
});
