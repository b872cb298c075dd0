import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearedFor, collectAnswer, type Collected } from '../../../test/support/ask-provider.ts';
import {
  begin,
  expectCode,
  flood,
  FORMATS,
  SECRET,
  startReplayedProviders,
  type ReplayedProviders,
} from '../../../test/wire-formats/replayed-providers.ts';
import type { CompletionPayload } from '../../privacy/payload.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';

/** The table of cases for lists of models, and for completions where a format has them. */

const never = new AbortController().signal;
const FIM: CompletionPayload = {
  task: 'completion',
  prefix: `const a = "${SECRET}";\n`,
  suffix: '\n}\n',
  maxTokens: 8,
  stop: [],
};
/** A name whose family's marks are known. */
const CODER = 'qwen2.5-coder:7b';

let replayed: ReplayedProviders;
beforeAll(async () => {
  replayed = await startReplayedProviders();
});
afterAll(() => {
  replayed.close();
});

describe.each(FORMATS)('$name', (format) => {
  const json = (body: string, status = 200, type = 'application/json'): void => {
    replayed.server.respond = (response) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
  };
  const list = (): Promise<readonly ModelInfo[]> => {
    const provider = replayed.providerOf(format);
    return provider.listModels(clearedFor(provider, { task: 'models' }), never);
  };
  const failing = async (): Promise<unknown> =>
    list().then(
      () => null,
      (error: unknown) => error,
    );

  describe('a list of models', () => {
    it('has the models that the server tells of', async () => {
      json(JSON.stringify(format.models(['one', 'two'])));
      const found = await list();
      expect(found.map((m) => [m.ref, m.model, m.destination])).toEqual([
        ['p/one', 'one', 'loopback'],
        ['p/two', 'two', 'loopback'],
      ]);
      expect(found.every((m) => m.capabilities.chat)).toBe(true);
    });

    it('may be empty, or spread over many lines', async () => {
      json(JSON.stringify(format.models([])));
      expect(await list()).toEqual([]);
      json(JSON.stringify(format.models(['one']), null, 2));
      expect((await list()).map((m) => m.model)).toEqual(['one']);
    });

    it.each([
      ['null', 'null'],
      ['a text', '"x"'],
      ['a number', '7'],
      ['an object without one', '{}'],
      ['a list of another kind', '{"models":7,"data":7}'],
      ['one of no models', '{"models":[7],"data":[7]}'],
      ['one of models without names', '{"models":[{}],"data":[{}]}'],
      ['half of one', '{"data":[{"id":"a"},'],
      ['nothing', ''],
    ])('is %s: server-garbled', async (_what, body) => {
      json(body);
      expectCode(await failing(), 'server-garbled');
    });

    it('is a page', async () => {
      json(`<!doctype html><title>${SECRET}</title>`, 200, 'text/html');
      expectCode(await failing(), 'server-garbled');
    });

    it.each<[number, ErrorCode]>([
      [401, 'server-unauthorised'],
      [403, 'no-permission'],
      [404, 'model-not-found'],
      [429, 'server-rate-limited'],
      [500, 'server-failed'],
    ])('answers %d: %s', async (status, code) => {
      json(format.errorBody(SECRET), status);
      expectCode(await failing(), code);
    });

    it('has no end: it is left before it fills the memory', async () => {
      let sent = 0;
      replayed.server.respond = (response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":[{"id":"');
        flood(response, (bytes) => (sent += bytes));
      };
      expectCode(await failing(), 'server-garbled');
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    });
  });

  describe.runIf(format.completion !== null)('a completion', () => {
    const complete = (): Promise<Collected> => {
      const provider = replayed.providerOf(format);
      return collectAnswer(() => provider.complete(clearedFor(provider, FIM), CODER, never));
    };
    const answer = (pieces: readonly string[]): string => format.completion?.(pieces) ?? '';
    const reply = (bytes: string, then: (response: ServerResponse) => void = (response) => response.end()): void => {
      replayed.server.respond = (response) => {
        begin(format, response).write(bytes, () => {
          then(response);
        });
      };
    };

    it('comes in pieces, with one end', async () => {
      reply(answer(['return ', '"grüße"', ';']));
      const { text, last, error } = await complete();
      expect([text, last, error]).toEqual(['return "grüße";', { type: 'stop', reason: 'end' }, null]);
      expect(JSON.stringify(replayed.server.asked.at(-1)?.body)).toContain(SECRET);
    });

    it('is kept as far as it came where the connection breaks', async () => {
      const all = answer(['one ', 'two']);
      reply(all.slice(0, all.lastIndexOf('two') - 20), (response) => {
        setTimeout(() => response.socket?.destroy(), 50);
      });
      const collected = await complete();
      expectCode(collected.error, 'stream-broken');
      expect(collected.text).toBe('one ');
    });

    it('fails with a code, within it and before it', async () => {
      reply(format.failure(SECRET));
      expectCode((await complete()).error, 'server-failed');
      json(format.errorBody(SECRET), 429);
      expectCode((await complete()).error, 'server-rate-limited');
      json('', 200, format.contentType);
      expectCode((await complete()).error, 'server-garbled');
    });
  });
});
