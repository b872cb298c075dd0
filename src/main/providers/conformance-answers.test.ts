import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dribble } from '../../../test/wire-formats/replay-server.ts';
import {
  begin,
  expectCode,
  flood,
  FORMATS,
  half,
  LONG_IDLE,
  SECRET,
  startReplayedProviders,
  whole,
  type ReplayedProviders,
} from '../../../test/wire-formats/replayed-providers.ts';
import type { Said, WireFormat } from '../../../test/wire-formats/wire-format.ts';
import type { Egress } from '../egress/egress.ts';

/** One table of cases for all formats: what differs is how the same answer goes over the wire. */

const never = new AbortController().signal;
const TEXT = 'grüße, 日本, 👩‍💻 \u2028 "\\n" ';
const STOP: Said = { stop: 'end', prompt: 42, answer: 7, cached: 30 };
const ANSWER: readonly Said[] = [{ text: TEXT }, { text: 'and more' }, STOP];

/** Headers that tell whose request it is, or from where. */
const IDENTIFYING = /auth|key|cookie|stainless|organization|project/i;

let replayed: ReplayedProviders;
beforeAll(async () => {
  replayed = await startReplayedProviders();
});
afterAll(() => {
  replayed.close();
});
beforeEach(() => {
  replayed.idle = LONG_IDLE;
  replayed.key = null;
});

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

describe.each(FORMATS)('$name', (format) => {
  const has = (what: WireFormat['lacks'][number]): boolean => !format.lacks.includes(what);

  describe('an answer', () => {
    it('comes as text, counts and one end', async () => {
      replayed.reply(format, whole(format, ANSWER));
      const { text, types, events, error } = await replayed.chat(format);
      expect(error).toBeNull();
      expect(text).toBe(`${TEXT}and more`);
      expect(types).toEqual(['text', 'usage', 'stop']);
      expect(events.slice(-2)).toEqual([
        { type: 'usage', promptTokens: 42, answerTokens: 7, cachedTokens: has('cached') ? 30 : null },
        { type: 'stop', reason: 'end' },
      ]);
    });

    it('is asked for as a stream of this model, without a key', async () => {
      replayed.reply(format, whole(format, ANSWER));
      await replayed.chat(format);
      const asked = replayed.server.asked.at(-1);
      expect(asked?.body).toMatchObject({ model: format.model, stream: true });
      expect(JSON.stringify(asked?.body)).toContain(SECRET);
      const sent = Object.keys(asked?.headers ?? {});
      expect(sent.filter((name) => IDENTIFYING.test(name))).toEqual([]);
    });

    it('is asked for with its key in the header of the reference, and with nothing of an SDK’s beside it', async () => {
      replayed.key = 'key-of-nobody';
      replayed.reply(format, whole(format, ANSWER));
      expect((await replayed.chat(format)).error).toBeNull();
      const headers = replayed.server.asked.at(-1)?.headers ?? {};
      const wanted = format.headers('key-of-nobody');
      expect(headers).toMatchObject(wanted);
      const others = Object.keys(headers).filter((name) => !(name in wanted));
      expect(others.filter((name) => IDENTIFYING.test(name) || /version|beta/.test(name))).toEqual([]);
    });

    it.runIf(has('reasoning'))('has its reasoning apart', async () => {
      replayed.reply(format, whole(format, [{ reasoning: 'Let me ' }, { reasoning: 'think.' }, ...ANSWER]));
      const { text, reasoning, types } = await replayed.chat(format);
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
      replayed.reply(format, whole(format, [{ text: 'I look.' }, ...calls.map((call) => ({ call })), stop]));
      const { events, last, error } = await replayed.chat(format);
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
      replayed.reply(format, whole(format, [{ text: 'a' }, { stop, prompt: 1, answer: 1, cached: 0 }]));
      expect((await replayed.chat(format)).last).toEqual({ type: 'stop', reason: stop });
    });

    it('may end without a word', async () => {
      replayed.reply(format, whole(format, [STOP]));
      expect((await replayed.chat(format)).types).toEqual(['usage', 'stop']);
    });
  });

  describe('over a wire that', () => {
    it('cuts it in two anywhere, within letters and within frames', async () => {
      const bytes = Buffer.from(whole(format, [{ text: 'ü👩‍💻' }, STOP]));
      for (let at = 0; at <= bytes.length; at++) {
        const chunks = [bytes.subarray(0, at), bytes.subarray(at)].filter((c) => c.length > 0);
        const { text, last, error } = await replayed.chat(format, never, giving(format, chunks));
        expect([at, error, text, last]).toEqual([at, null, 'ü👩‍💻', { type: 'stop', reason: 'end' }]);
      }
    });

    it('brings it byte by byte', async () => {
      const bytes = Buffer.from(whole(format, ANSWER));
      replayed.server.respond = (response) => {
        dribble(begin(format, response), bytes);
      };
      expect(await replayed.chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('ends its lines as Windows does', async () => {
      replayed.reply(format, whole(format, ANSWER).replaceAll('\n', '\r\n'));
      expect(await replayed.chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('says between all frames that it is still there', async () => {
      const { body, end } = format.frames(ANSWER);
      replayed.reply(format, [...body, end].map((frame) => format.keepAlive.repeat(3) + frame).join(''));
      expect(await replayed.chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('is slow, but not too slow', async () => {
      replayed.idle = 2000;
      replayed.server.respond = (response) => {
        const frames = [...format.frames(ANSWER).body];
        setTimeout(() => {
          begin(format, response).flushHeaders();
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
      expect(await replayed.chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it.each(['headers', 'an end'])('never gets to %s', async (what) => {
      replayed.idle = 300;
      replayed.server.respond = (response) => {
        if (what === 'an end') begin(format, response).write(half(format));
      };
      const collected = await replayed.chat(format);
      expectCode(collected.error, 'server-timeout');
      expect(collected.text).toBe(what === 'an end' ? 'half' : '');
    });

    it('is cut in the middle: what arrived is kept, to the last letter', async () => {
      replayed.server.respond = (response) => {
        begin(format, response).write(half(format), () => setTimeout(() => response.socket?.destroy(), 50));
      };
      const collected = await replayed.chat(format);
      expectCode(collected.error, 'stream-broken');
      expect(collected.text).toBe('half');
    });

    it('ends in the middle as if that were all', async () => {
      replayed.reply(format, half(format));
      const collected = await replayed.chat(format);
      expectCode(collected.error, 'stream-broken');
      expect(collected.text).toBe('half');
    });

    it('ends without its end mark, the answer being complete', async () => {
      replayed.reply(format, format.frames(ANSWER).body.join(''));
      expect(await replayed.chat(format)).toMatchObject({ text: `${TEXT}and more`, error: null });
    });

    it('goes on with rubbish behind the end', async () => {
      replayed.reply(format, `${whole(format, ANSWER)}<!-- 0ms -->\ndata: }{\n\n{"a":\n`);
      expect(await replayed.chat(format)).toMatchObject({
        text: `${TEXT}and more`,
        last: { type: 'stop', reason: 'end' },
        error: null,
      });
    });

    it('says nothing at all', async () => {
      replayed.reply(format, '');
      expectCode((await replayed.chat(format)).error, 'server-garbled');
    });

    it('sends one line without end: it is left before it fills the memory', async () => {
      let sent = 0;
      replayed.server.respond = (response) => {
        begin(format, response).write(half(format).trimEnd().slice(0, -4));
        flood(response, (bytes) => (sent += bytes));
      };
      expectCode((await replayed.chat(format)).error, 'server-garbled');
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    });
  });
});
