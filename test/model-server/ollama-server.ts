import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An Ollama server on loopback as its reference describes it (https://docs.ollama.com/api), with a registry that it
 * only pretends to fetch from: version, tags, show, ps, pull and delete. It answers no question to a model; for that
 * see ./model-server.ts.
 */

/** What is told of a model, and what it weighs. */
export interface OllamaModel {
  readonly size: number;
  readonly family: string;
  readonly parameters: string;
  readonly quantization: string;
  readonly context: number;
  readonly capabilities: readonly string[];
}

/** How a pull goes wrong, after half of the first layer. */
export type PullFault =
  | { readonly kind: 'error'; readonly message: string }
  /** Before anything else is said, with an error status. */
  | { readonly kind: 'status'; readonly status: number; readonly message: string }
  | { readonly kind: 'garbage' | 'drop' | 'end' };

export interface OllamaServer {
  readonly url: string;
  readonly port: number;
  /** What it has, by name. */
  readonly installed: Map<string, OllamaModel>;
  /** What can be pulled. */
  readonly registry: Map<string, OllamaModel>;
  /** Bytes of memory by the model that is loaded. */
  readonly loaded: Map<string, number>;
  fault: PullFault | null;
  /** Whether pulls wait at half of their first layer. */
  hold: boolean;
  /** Let the pulls that wait go on. */
  release(): void;
  readonly requests: { readonly method: string; readonly path: string; readonly body: Record<string, unknown> }[];
  /** Models whose pull a client left before its end. */
  readonly left: string[];
  close(): Promise<void>;
}

export const CODER: OllamaModel = {
  size: 986_061_892,
  family: 'qwen2',
  parameters: '1.5B',
  quantization: 'Q4_K_M',
  context: 32_768,
  capabilities: ['completion', 'insert', 'tools'],
};
export const EMBEDDER: OllamaModel = {
  size: 274_302_450,
  family: 'nomic-bert',
  parameters: '137M',
  quantization: 'F16',
  context: 2048,
  capabilities: ['embedding'],
};

/** @param port 0 for a free one */
export async function startOllamaServer(port = 0): Promise<OllamaServer> {
  const installed = new Map<string, OllamaModel>();
  const registry = new Map<string, OllamaModel>();
  const loaded = new Map<string, number>();
  const requests: OllamaServer['requests'] = [];
  const left: string[] = [];
  const waiting = new Set<() => void>();

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  const details = ({ family, parameters, quantization }: OllamaModel): object => ({
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: parameters,
    quantization_level: quantization,
  });
  const entry = ([name, model]: [string, OllamaModel]): object => ({
    name,
    model: name,
    modified_at: '2026-11-24T10:00:00.000000000Z',
    size: model.size,
    digest: digestOf(name, 0).slice('sha256:'.length),
    details: details(model),
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    requests.push({ method, path, body });
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
    };
    // `name` is what clients before 0.6 say.
    const name = withTag((body['model'] ?? body['name'] ?? '') as string);
    const model = installed.get(name);
    switch (`${method} ${path}`) {
      case 'GET /api/version':
        json(200, { version: '0.12.6' });
        return;
      case 'GET /api/tags':
        json(200, { models: [...installed].map(entry) });
        return;
      case 'GET /api/ps':
        json(200, {
          models: [...loaded].map(([at, size]) => ({ name: at, model: at, size, size_vram: 0, expires_at: '' })),
        });
        return;
      case 'POST /api/show':
        if (model === undefined) json(404, { error: `model '${name}' not found` });
        else {
          json(200, {
            capabilities: model.capabilities,
            details: details(model),
            model_info: {
              'general.architecture': model.family,
              [`${model.family}.context_length`]: model.context,
            },
          });
        }
        return;
      case 'DELETE /api/delete':
        if (installed.delete(name)) response.writeHead(200).end();
        else json(404, { error: `model '${name}' not found` });
        return;
      case 'POST /api/pull':
        await pull(name, response);
        return;
      default:
        json(404, { error: 'not found' });
    }
  }

  async function pull(name: string, response: ServerResponse): Promise<void> {
    const { fault } = self;
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ error: fault.message }));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.on('close', () => {
      if (!response.writableEnded) left.push(name);
    });
    const say = (value: object): void => {
      response.write(`${JSON.stringify(value)}\n`);
    };
    say({ status: 'pulling manifest' });
    const model = registry.get(name);
    if (model === undefined) {
      say({ error: 'pull model manifest: file does not exist' });
      response.end();
      return;
    }
    // The weights, and the few bytes of a template and a licence.
    const layers = [model.size - 9000, 9000];
    for (const [i, total] of layers.entries()) {
      const digest = digestOf(name, i);
      const layer = { status: `pulling ${digest.slice('sha256:'.length, 19)}`, digest, total };
      say(layer);
      say({ ...layer, completed: Math.floor(total / 2) });
      if (i === 0) {
        if (self.hold) {
          await new Promise<void>((go) => {
            waiting.add(go);
            response.on('close', go);
          });
        }
        if (response.destroyed) return;
        if (fault !== null) {
          fail(fault, response, say);
          return;
        }
      }
      say({ ...layer, completed: total });
    }
    for (const status of ['verifying sha256 digest', 'writing manifest', 'success']) {
      if (status === 'success') installed.set(name, model);
      say({ status });
    }
    response.end();
  }

  function fail(fault: PullFault, response: ServerResponse, say: (value: object) => void): void {
    switch (fault.kind) {
      case 'error':
        say({ error: fault.message });
        response.end();
        break;
      case 'garbage':
        response.end('<!doctype html><title>Router login</title>\n');
        break;
      case 'drop':
        // Once what was said before is on its way.
        setImmediate(() => response.socket?.destroy());
        break;
      case 'end':
      case 'status':
        response.end();
    }
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const self: OllamaServer = {
    url: `http://localhost:${String(bound)}`,
    port: bound,
    installed,
    registry,
    loaded,
    fault: null,
    hold: false,
    release: () => {
      for (const go of waiting) go();
      waiting.clear();
    },
    requests,
    left,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return self;
}

function withTag(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}

/** Sixty-four digits that are always the same for the same layer. */
function digestOf(name: string, layer: number): string {
  const seed = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 0xffff, layer + 7);
  return `sha256:${seed.toString(16).padStart(4, '0').repeat(16)}`;
}
