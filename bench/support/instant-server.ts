import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server on loopback that speaks the wire formats of Ollama (https://docs.ollama.com/api) and OpenAI
 * (https://platform.openai.com/docs/api-reference) without a model: it answers at once, or after a set time, so that
 * what is measured is the way to a server and back.
 */
export interface InstantServer {
  readonly url: string;
  /** Time before the first word, ms. */
  delay: number;
  /** Where to stop answering and wait for the client to leave. */
  hold: 'nowhere' | 'before-answer' | 'within-answer';
  /** Called when a client left before its answer's end; once per answer. */
  onLeft: () => void;
  /** Called when a request has come in whole. */
  onAsked: () => void;
  close(): Promise<void>;
}

/** Name under which the model is listed; its family's marks for the middle are known. */
export const INSTANT_MODEL = 'instant-qwen-coder:none';

/** The answers' words; the first one is another in each answer. */
const WORDS = [' of', ' a', ' few', ' words'];

export async function startInstantServer(): Promise<InstantServer> {
  let answers = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '/';
    const json = (value: object): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    switch (path) {
      case '/api/version':
        json({ version: '0.12.0' });
        return;
      case '/api/tags':
        json({ models: [{ name: INSTANT_MODEL }] });
        return;
      case '/api/show':
        json({ capabilities: ['completion', 'insert'], model_info: { 'llama.context_length': 32768 } });
        return;
      case '/v1/models':
        json({ object: 'list', data: [{ id: INSTANT_MODEL, object: 'model' }] });
        return;
    }
    self.onAsked();
    response.on('close', () => {
      if (!response.writableFinished) self.onLeft();
    });
    if (self.hold === 'before-answer') return;
    if (self.delay > 0) await new Promise((done) => setTimeout(done, self.delay));
    const ollama = path.startsWith('/api/');
    response.writeHead(200, {
      'content-type': ollama ? 'application/x-ndjson' : 'text/event-stream',
      // A page of another origin is one of those measured.
      'access-control-allow-origin': '*',
    });
    for (const word of [`answer${String(++answers)}`, ...WORDS]) response.write(encoded(path, word, false));
    if (self.hold === 'within-answer') return;
    response.end(encoded(path, '', true) + (ollama ? '' : 'data: [DONE]\n\n'));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: InstantServer = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    delay: 0,
    hold: 'nowhere',
    onLeft: () => undefined,
    onAsked: () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return self;
}

/** A piece of text, or the end, in the format of `path`. */
function encoded(path: string, text: string, done: boolean): string {
  const model = INSTANT_MODEL;
  const finish_reason = done ? 'stop' : null;
  switch (path) {
    case '/api/chat':
      return `${JSON.stringify({ model, message: { role: 'assistant', content: text }, done, done_reason: 'stop' })}\n`;
    case '/api/generate':
      return `${JSON.stringify({ model, response: text, done, done_reason: 'stop' })}\n`;
    case '/v1/chat/completions':
      return `data: ${JSON.stringify({ model, choices: [{ index: 0, delta: { content: text }, finish_reason }] })}\n\n`;
    default:
      return `data: ${JSON.stringify({ model, choices: [{ index: 0, text, finish_reason }] })}\n\n`;
  }
}
