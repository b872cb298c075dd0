import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question as it came over the wire. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** A server on loopback that answers what a test tells it to. */
export interface ReplayServer {
  readonly origin: string;
  /** Answers to each question but those for what a model can do, which {@link show} answers. */
  respond: (response: ServerResponse, asked: Asked) => void;
  /** What Ollama's `/api/show` tells of any model. */
  show: object;
  readonly asked: Asked[];
  /** Connections that ended before their answer did. */
  readonly abandoned: () => number;
  close(): void;
}

export async function startReplayServer(): Promise<ReplayServer> {
  let abandoned = 0;
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url: path = '', headers } = request;
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      response.on('close', () => {
        if (!response.writableEnded) abandoned++;
      });
      if (path === '/api/show') {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(self.show));
        return;
      }
      const question = { method, path, headers, body };
      asked.push(question);
      self.respond(response, question);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: ReplayServer = {
    origin: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    respond: (response) => response.writeHead(404).end(),
    show: { capabilities: ['completion', 'insert', 'tools'], model_info: { 'qwen2.context_length': 32_768 } },
    asked,
    abandoned: () => abandoned,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return self;
}

/** Send the bytes one by one, each by itself. */
export function dribble(response: ServerResponse, bytes: Uint8Array): void {
  let at = 0;
  const next = (): void => {
    if (at >= bytes.length) response.end();
    else response.write(bytes.subarray(at, ++at), () => setImmediate(next));
  };
  next();
}
