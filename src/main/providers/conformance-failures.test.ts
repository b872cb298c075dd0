import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearedFor, collectAnswer, plainQuestion } from '../../../test/support/ask-provider.ts';
import {
  begin,
  expectCode,
  flood,
  FORMATS,
  half,
  LONG_IDLE,
  SECRET,
  startReplayedProviders,
  type ReplayedProviders,
} from '../../../test/wire-formats/replayed-providers.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

/** One table of cases for all formats: servers that fail, are something else, or are left. */

let replayed: ReplayedProviders;
beforeAll(async () => {
  replayed = await startReplayedProviders();
});
afterAll(() => {
  replayed.close();
});
beforeEach(() => {
  replayed.idle = LONG_IDLE;
});

describe.each(FORMATS)('$name', (format) => {
  describe('a server that', () => {
    it('fails within its answer: a code, not what it says, and what arrived is kept', async () => {
      replayed.reply(format, half(format) + format.failure(`cannot eat ${SECRET}`));
      const collected = await replayed.chat(format);
      expectCode(collected.error, 'server-failed');
      expect(collected.text).toBe('half');
    });

    it.runIf(format.overloaded !== null)('is overloaded within its answer', async () => {
      replayed.reply(format, half(format) + (format.overloaded ?? ''));
      expectCode((await replayed.chat(format)).error, 'server-rate-limited');
    });

    it.each<[string, () => string, number | null]>([
      ['seconds', () => '20', 20_000],
      ['a date', () => new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
      ['rubbish', () => 'soon', null],
    ])('has too much to do, and asks to wait: %s', async (_how, after, wait) => {
      replayed.server.respond = (response) => {
        const headers = { 'content-type': 'application/json', 'retry-after': after() };
        response.writeHead(429, headers).end(format.errorBody(SECRET));
      };
      const error = expectCode((await replayed.chat(format)).error, 'server-rate-limited');
      if (wait === null) expect(error.retryAfterMs).toBeNull();
      else expect(Math.abs((error.retryAfterMs ?? 0) - wait)).toBeLessThan(10_000);
      if (wait === 20_000) expect(error.message).toContain('wait 20 seconds');
    });

    it.each<[number, ErrorCode]>([
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
        replayed.server.respond = (response) => {
          response.writeHead(status, { 'content-type': type }).end(body);
        };
        const error = expectCode((await replayed.chat(format)).error, code);
        expect(error.message).toContain(`(HTTP ${String(status)})`);
        expect(error.message).not.toMatch(/html|proxy says/i);
      }
    });

    it('finds the question too long', async () => {
      const message = "This model's maximum context length is 8192 tokens, however you requested 9000.";
      replayed.server.respond = (response) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(format.errorBody(message));
      };
      expectCode((await replayed.chat(format)).error, 'context-too-long');
    });

    it('redirects elsewhere', async () => {
      replayed.server.respond = (response) => {
        response.writeHead(307, { location: 'http://evil.example/' }).end();
      };
      expectCode((await replayed.chat(format)).error, 'redirect-refused');
    });

    it('is no model server: a page', async () => {
      replayed.server.respond = (response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>${SECRET}</title>\n`);
      };
      expectCode((await replayed.chat(format)).error, 'server-garbled');
    });

    it('sends a page under the name of a stream', async () => {
      replayed.reply(format, `<!doctype html><title>${SECRET}</title>\n`);
      expectCode((await replayed.chat(format)).error, 'server-garbled');
    });

    it.each([
      ['an error', (body: string) => body, 'server-failed'],
      ['an answer that is none', () => '{"hello":"there"}', 'server-garbled'],
      ['half a JSON', () => '{"error":', 'server-garbled'],
    ] as const)('answers whole where a stream was asked for: %s', async (_what, body, code) => {
      replayed.server.respond = (response) => {
        const text = body(JSON.stringify({ error: { message: SECRET, type: 'server_error' } }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      };
      expectCode((await replayed.chat(format)).error, code);
    });

    it('fails with a page without end: only its beginning is read', async () => {
      const before = replayed.server.abandoned();
      replayed.server.respond = (response) => {
        response.writeHead(500, { 'content-type': 'text/html' });
        flood(response);
      };
      expectCode((await replayed.chat(format)).error, 'server-failed');
      await expect.poll(() => replayed.server.abandoned()).toBe(before + 1);
    });
  });

  it('is stopped in the middle: the server is left at once', async () => {
    const before = replayed.server.abandoned();
    const stop = new AbortController();
    replayed.server.respond = (response) => {
      begin(format, response).write(half(format));
    };
    const provider = replayed.providerOf(format);
    const collected = await collectAnswer(async function* () {
      for await (const event of provider.chat(clearedFor(provider, plainQuestion()), format.model, stop.signal)) {
        yield event;
        stop.abort();
      }
    });
    expect([collected.text, (collected.error as AppError).code]).toEqual(['half', 'cancelled']);
    await expect.poll(() => replayed.server.abandoned()).toBe(before + 1);
  });

  it('is stopped before it says anything, and says why', async () => {
    const stop = new AbortController();
    replayed.server.respond = () => {
      stop.abort(new AppError('mode-changed'));
    };
    expect(((await replayed.chat(format, stop.signal)).error as AppError).code).toBe('mode-changed');
  });
});
