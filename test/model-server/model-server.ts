import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Turn } from '../../src/privacy/payload.ts';
import { toFailure } from '../../src/shared/app-error.ts';
import { createQueue } from '../../src/shared/queue.ts';
import { createEngine, type Engine, type Run } from '../../src/main/providers/embedded/engine.ts';
import type { ModelEvent } from '../../src/main/providers/provider.ts';

/**
 * A model server on loopback for tests: speaks the wire formats of Ollama
 * (https://docs.ollama.com/api) and OpenAI (https://platform.openai.com/docs/api-reference), and
 * answers with true inference on a GGUF file. Faults can be switched on to see what clients do.
 */

/** Ways to misbehave when asked to generate: as real servers do when they crash or are not what they seem. */
export type Fault = 'none' | 'hang' | 'garbage' | 'drop' | 'error-500';

export interface ModelServer {
  readonly url: string;
  readonly port: number;
  /** Name under which the model is listed. */
  readonly model: string;
  fault: Fault;
  /** Wait before each piece of text, ms. */
  delay: number;
  /** Said in place of what the model makes up; `null` asks the model. */
  say: string | null;
  /** Said to chats in place of {@link say}, where it is not `null`. */
  sayInChat: string | null;
  /** Who does not bear it gets 401; `null`: everybody is answered. */
  key: string | null;
  /** Paths asked for, with the body as it came and parsed. */
  readonly requests: { readonly path: string; readonly raw: string; readonly body: Record<string, unknown> }[];
  /** Generations that a client left before their end. */
  readonly abandoned: () => number;
  close(): Promise<void>;
}

/** A name whose family is known to mark the middle as the tiny model does. */
export const SERVED_MODEL = 'tiny-qwen-coder:random';

/** @param port 0 for a free one */
export async function startModelServer(gguf: string, port = 0): Promise<ModelServer> {
  const engine = createEngine();
  let abandoned = 0;
  const requests: ModelServer['requests'] = [];

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    requests.push({ path, raw: text, body });
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (self.key !== null && request.headers.authorization !== `Bearer ${self.key}`) {
      json(401, { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } });
      return;
    }
    switch (path) {
      case '/api/version':
        json(200, { version: '0.12.0' });
        return;
      case '/api/tags':
        json(200, {
          models: [{ name: SERVED_MODEL, model: SERVED_MODEL, size: 560160, details: { family: 'llama' } }],
        });
        return;
      case '/api/show':
        if (body['model'] === SERVED_MODEL) {
          json(200, { capabilities: ['completion', 'insert'], model_info: { 'llama.context_length': 32768 } });
        } else json(404, { error: `model '${String(body['model'])}' not found` });
        return;
      case '/v1/models':
        json(200, {
          object: 'list',
          data: [{ id: SERVED_MODEL, object: 'model', owned_by: 'test', max_model_len: 32768 }],
        });
        return;
      case '/api/chat':
      case '/api/generate':
      case '/v1/chat/completions':
      case '/v1/completions':
        break;
      default:
        json(404, { error: 'not found' });
        return;
    }
    if (body['model'] !== SERVED_MODEL) {
      json(404, { error: `model '${String(body['model'])}' not found` });
      return;
    }
    if (self.fault === 'hang') return;
    if (self.fault === 'error-500') {
      json(500, { error: 'llama runner process has terminated: exit status 2' });
      return;
    }
    const ollama = path.startsWith('/api/');
    response.writeHead(200, { 'content-type': ollama ? 'application/x-ndjson' : 'text/event-stream' });
    if (self.fault === 'garbage') {
      response.end('<!doctype html><title>Router login</title>\n');
      return;
    }
    const stop = new AbortController();
    response.on('close', () => {
      if (!response.writableEnded) {
        abandoned++;
        stop.abort();
      }
    });
    const write = encoder(path, (line) => response.write(line));
    let pieces = 0;
    const said = path.includes('chat') ? (self.sayInChat ?? self.say) : self.say;
    const events = said === null ? generate(engine, gguf, path, body, stop.signal) : recite(said);
    for await (const event of events) {
      if (self.delay > 0 && event.type === 'text') await new Promise((done) => setTimeout(done, self.delay));
      if (stop.signal.aborted) return;
      write(event);
      if (self.fault === 'drop' && event.type === 'text' && ++pieces === 3) {
        response.socket?.destroy();
        return;
      }
    }
    if (!ollama) response.write('data: [DONE]\n\n');
    response.end();
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const self: ModelServer = {
    url: `http://localhost:${String(bound)}`,
    port: bound,
    model: SERVED_MODEL,
    fault: 'none',
    delay: 0,
    say: null,
    sayInChat: null,
    key: null,
    requests,
    abandoned: () => abandoned,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await engine.unload(gguf);
    },
  };
  return self;
}

/** A given answer, in pieces of a few letters as a model would send it. */
async function* recite(text: string): AsyncGenerator<ModelEvent> {
  for (const piece of text.match(/[\s\S]{1,8}/g) ?? []) {
    yield { type: 'text', text: piece };
    await new Promise((next) => setImmediate(next));
  }
  yield { type: 'usage', promptTokens: 1, answerTokens: 1, cachedTokens: null };
  yield { type: 'stop', reason: 'end' };
}

/** Run the model for a request of any of the four kinds. */
async function* generate(
  engine: Engine,
  gguf: string,
  path: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const queue = createQueue<ModelEvent>();
  const run: Run = { signal, emit: queue.push };
  const options = (body['options'] ?? {}) as Record<string, unknown>;
  const limit = options['num_predict'] ?? body['max_tokens'] ?? body['max_completion_tokens'];
  const maxTokens = typeof limit === 'number' ? limit : 128;
  const chat = path.endsWith('/chat') || path.endsWith('/chat/completions');
  let failed: unknown = null;
  const work = chat
    ? engine.chat(gguf, turnsOf(body['messages']), { maxTokens, temperature: 0.7 }, run)
    : engine.complete(gguf, { ...middleOf(body), maxTokens, stop: [] }, run);
  work
    .catch((error: unknown) => (failed = error))
    .finally(() => {
      queue.end();
    });
  yield* queue;
  if (failed !== null && !signal.aborted) throw new Error(toFailure(failed).message);
}

function turnsOf(messages: unknown): Turn[] {
  interface Message {
    role: Exclude<Turn['role'], 'tool'>;
    content: string;
  }
  return (messages as Message[]).map((m) => ({ role: m.role, text: m.content }));
}

/** Ollama takes prompt and suffix apart; an OpenAI prompt has the family's marks in it. */
function middleOf(body: Record<string, unknown>): { prefix: string; suffix: string } {
  const prompt = String(body['prompt']);
  if (typeof body['suffix'] === 'string') return { prefix: prompt, suffix: body['suffix'] };
  const marked =
    /^(?:<\|repo_name\|>[\s\S]*?)?<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>([\s\S]*)<\|fim_middle\|>$/.exec(prompt);
  return { prefix: marked?.[1] ?? prompt, suffix: marked?.[2] ?? '' };
}

/** The engine's events in the wire format of `path`. */
function encoder(path: string, write: (line: string) => void): (event: ModelEvent) => void {
  let usage = { promptTokens: 0, answerTokens: 0 };
  const created_at = new Date().toISOString();
  const common = { id: 'cmpl-1', created: Math.floor(Date.now() / 1000), model: SERVED_MODEL };
  const ndjson = (value: object): void => {
    write(`${JSON.stringify({ model: SERVED_MODEL, created_at, ...value })}\n`);
  };
  const sse = (value: object): void => {
    write(`data: ${JSON.stringify({ ...common, ...value })}\n\n`);
  };
  return (event) => {
    if (event.type === 'usage')
      usage = { promptTokens: event.promptTokens ?? 0, answerTokens: event.answerTokens ?? 0 };
    const text = event.type === 'text' ? event.text : '';
    const reason = event.type === 'stop' ? (event.reason === 'length' ? 'length' : 'stop') : null;
    if (event.type !== 'text' && event.type !== 'stop') return;
    const counts = reason ? { prompt_eval_count: usage.promptTokens, eval_count: usage.answerTokens } : {};
    const ending = { done: reason !== null, ...(reason ? { done_reason: reason } : {}), ...counts };
    if (path === '/api/chat') ndjson({ message: { role: 'assistant', content: text }, ...ending });
    else if (path === '/api/generate') ndjson({ response: text, ...ending });
    else if (path === '/v1/completions') {
      sse({ object: 'text_completion', choices: [{ index: 0, text, finish_reason: reason }] });
    } else {
      const delta = reason ? {} : { role: 'assistant', content: text };
      sse({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] });
      if (reason) {
        const total = { prompt_tokens: usage.promptTokens, completion_tokens: usage.answerTokens };
        sse({ object: 'chat.completion.chunk', choices: [], usage: total });
      }
    }
  };
}
