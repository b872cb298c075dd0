import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { now } from './clock.ts';
import type { Recording } from './session.ts';

/** One request for a completion, as the model server saw it. Times as {@link now}. */
export interface Generation {
  readonly received: number;
  /** When its last word went out, or it was left. */
  ended: number;
  /** The client hung up before the end. */
  left: boolean;
  /** What was said, and in how many tokens, of which so many went out. */
  readonly text: string;
  sent: number;
}

/** A model server of fixed latency that knows what will be typed, and says so some of the time. */
export interface ReplayModel {
  readonly url: string;
  /** From a request to its whole answer, ms. */
  latency: number;
  /** What is being typed. */
  place: Recording['places'][number] | null;
  readonly generations: Generation[];
  /** The most requests that were open at once, since it was last asked. */
  readonly takeMost: () => number;
  close(): Promise<void>;
}

export const REPLAY_MODEL = 'replay-qwen-coder:none';
/** What a server says of itself and its model. */
const LISTED: Readonly<Record<string, object>> = {
  '/api/version': { version: '0.12.0' },
  '/api/tags': { models: [{ name: REPLAY_MODEL }] },
  '/api/show': { capabilities: ['completion', 'insert'], model_info: { 'qwen2.context_length': 32768 } },
};
/** A page of any origin may ask: Monaco alone is one. */
const HEADERS = { 'access-control-allow-origin': '*' } as const;
/** How often the whole of the line is right, and how often its begin is; otherwise nothing is. */
const [RIGHT, BEGIN] = [0.45, 0.25];
/** Characters of a token, about. */
const TOKEN_CHARS = 4;
/** Of what is before the cursor, to find out where it is. */
const TAIL_CHARS = 80;

/** Speaks Ollama's format (https://docs.ollama.com/api), in this process: its clock is the bench's. */
export async function startReplayModel(): Promise<ReplayModel> {
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const json = (value: object): void => {
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const told = LISTED[request.url ?? ''];
    if (told !== undefined) {
      json(told);
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { prompt: string; options?: { stop?: string[] } };
    const text = cutAt(says(prefixOf(body.prompt), self.place), body.options?.stop ?? []);
    const generation: Generation = { received: now(), ended: 0, left: false, text, sent: 0 };
    self.generations.push(generation);
    open++;
    // A connection that was given up before this request came may be closed only in the loop's next turn.
    setImmediate(() => setImmediate(() => (most = Math.max(most, open))));
    const stop = new AbortController();
    response.on('close', () => {
      open--;
      if (response.writableFinished) return;
      generation.left = true;
      generation.ended = now();
      stop.abort();
    });
    // A model reads first, and then says a word after the other.
    const tokens = text.match(new RegExp(`[\\s\\S]{1,${String(TOKEN_CHARS)}}`, 'g')) ?? [];
    const [reading, each] = [self.latency * 0.6, (self.latency * 0.4) / Math.max(1, tokens.length)];
    response.writeHead(200, { ...HEADERS, 'content-type': 'application/x-ndjson' });
    const began = now();
    const line = (value: object): string => `${JSON.stringify({ model: REPLAY_MODEL, ...value })}\n`;
    for (const [index, token] of tokens.entries()) {
      await until(began + reading + index * each);
      if (stop.signal.aborted) return;
      response.write(line({ response: token, done: false }));
      generation.sent++;
    }
    await until(began + self.latency);
    if (stop.signal.aborted) return;
    response.end(line({ response: '', done: true, done_reason: 'stop' }));
    generation.ended = now();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: ReplayModel = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    latency: 100,
    place: null,
    generations: [],
    takeMost: () => {
      const until = most;
      most = 0;
      return until;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return self;
}

async function until(time: number): Promise<void> {
  const ms = time - now();
  if (ms > 0) await new Promise((done) => setTimeout(done, ms));
}

/** Of a prompt with the family's marks, or without. */
function prefixOf(prompt: string): string {
  return /<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>/.exec(prompt)?.[1] ?? prompt;
}

const bare = (text: string): string => text.replace(/\s/g, '');

/** What comes next, or what a model gets wrong; always the same at the same place. */
function says(prefix: string, place: Recording['places'][number] | null): string {
  const whole = place === null ? '' : place.before + place.code;
  const tail = bare(prefix).slice(-TAIL_CHARS);
  const at = bare(whole).lastIndexOf(tail);
  if (at < 0) return 'undefined;';
  const rest = afterBare(whole, at + tail.length);
  const chance = hash(tail);
  const line = rest.replace(/^\s*\n\s*/, '').split('\n', 1)[0] ?? '';
  if (chance < RIGHT) return rest;
  if (chance < RIGHT + BEGIN) return `${line.slice(0, 3 + (Math.floor(chance * 97) % 10))}Something();`;
  return 'somethingElse(here);';
}

/** A text after so many characters that are not white space. */
function afterBare(text: string, count: number): string {
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; at++) if (/\S/.test(text[at] ?? '')) seen++;
  return text.slice(at);
}

function cutAt(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return ends.length === 0 ? text.slice(0, 200) : text.slice(0, Math.min(...ends));
}

/** From 0 to 1 (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value / 2 ** 32;
}
