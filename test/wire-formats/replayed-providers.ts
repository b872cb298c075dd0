import { mkdtemp } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createEgress, TIMEOUTS } from '../../src/main/egress/create-egress.ts';
import type { Egress } from '../../src/main/egress/egress.ts';
import { openLedger } from '../../src/main/ledger/ledger.ts';
import { createProvider } from '../../src/main/providers/create-provider.ts';
import type { Provider } from '../../src/main/providers/provider.ts';
import { createKeyFor } from '../../src/main/secrets/key-for.ts';
import { classifyDestination, type Destination } from '../../src/privacy/destination.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { ERROR_CODES, type ErrorCode } from '../../src/shared/error-codes.ts';
import type { ServerConfig } from '../../src/shared/schemas/settings.ts';
import { clearedFor, collectAnswer, plainQuestion, type Collected } from '../support/ask-provider.ts';
import { policyOf } from '../support/policy-of.ts';
import { ANTHROPIC_FORMAT } from './anthropic-format.ts';
import { OLLAMA_FORMAT } from './ollama-format.ts';
import { OPENAI_FORMATS } from './openai-formats.ts';
import { startReplayServer, type ReplayServer } from './replay-server.ts';
import type { Said, WireFormat } from './wire-format.ts';

export const FORMATS: readonly WireFormat[] = [...OPENAI_FORMATS, ANTHROPIC_FORMAT, OLLAMA_FORMAT];

/** Of what is asked: nothing of it may stand in an error. */
export const SECRET = 'hello there';

/** Providers over a server on loopback that replays. */
export interface ReplayedProviders {
  readonly server: ReplayServer;
  /** Silence after which a chat gives up, ms: long, so that a busy machine fails no test. */
  idle: number;
  /** Of the server, as the keychain would have it; `null` for none. */
  key: string | null;
  providerOf(format: WireFormat, through?: Egress): Provider;
  /** Ask a plain question and read the answer to its end. */
  chat(format: WireFormat, signal?: AbortSignal, through?: Egress): Promise<Collected>;
  /** Answer all questions with this, as a stream of the format. */
  reply(format: WireFormat, bytes: string): void;
  close(): void;
}

export const LONG_IDLE = 20_000;

export async function startReplayedProviders(): Promise<ReplayedProviders> {
  const server = await startReplayServer();
  let servers: readonly ServerConfig[] = [];
  const egress = createEgress({
    ledger: await openLedger(join(await mkdtemp(join(tmpdir(), 'conformance-')), 'ledger'), () => undefined),
    policyOf: () => policyOf('offline'),
    keyFor: createKeyFor({ read: () => Promise.resolve(self.key), values: () => Promise.resolve([]) }, () => servers),
    timeoutsOf: (task) => (task === 'chat' ? { connect: 5000, idle: self.idle, total: 60_000 } : TIMEOUTS[task]),
  });
  const self: ReplayedProviders = {
    server,
    idle: LONG_IDLE,
    key: null,
    providerOf: ({ kind }, through = egress) => {
      const config: ServerConfig = { id: 'p', kind, label: 'P', baseUrl: server.origin };
      servers = [config];
      return createProvider(config, classifyDestination('p', config.baseUrl, []) as Destination, through);
    },
    chat: (format, signal = new AbortController().signal, through = egress) => {
      const provider = self.providerOf(format, through);
      return collectAnswer(() => provider.chat(clearedFor(provider, plainQuestion()), format.model, signal));
    },
    reply: (format, bytes) => {
      server.respond = (response) => {
        begin(format, response).end(bytes);
      };
    },
    close: () => {
      egress.close();
      server.close();
    },
  };
  return self;
}

/** Begin a good answer. */
export function begin(format: WireFormat, response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': format.contentType });
}

/** An answer from its first byte to its end mark. */
export function whole(format: WireFormat, said: readonly Said[]): string {
  const { body, end } = format.frames(said);
  return body.join('') + end;
}

/** The beginning of an answer: the word `half`. */
export const half = (format: WireFormat): string => format.frames([{ text: 'half' }]).body.join('');

/** Bytes without end. */
export function flood(response: ServerResponse, sent: (bytes: number) => void = () => undefined): void {
  const piece = 'x'.repeat(256 * 1024);
  const more = (): void => {
    if (response.destroyed) return;
    sent(piece.length);
    response.write(piece, () => setImmediate(more));
  };
  more();
}

/** A code of the closed set, with what to do, and nothing of what was asked. */
export function expectCode(error: unknown, code: ErrorCode): AppError {
  expect(error).toBeInstanceOf(AppError);
  const failure = error as AppError;
  expect(ERROR_CODES).toContain(failure.code);
  expect(failure.code).toBe(code);
  expect(failure.message).not.toContain(SECRET);
  expect(failure.message).toMatch(/\. (\p{Lu}\p{L}+|What arrived) .*\./u);
  return failure;
}
