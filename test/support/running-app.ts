import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createApp } from '../../src/main/app/create-app.ts';
import type { Api, Result } from '../../src/shared/api.ts';
import { fromFailure } from '../../src/shared/app-error.ts';
import type { CallName, RequestOf, ResponseOf } from '../../src/shared/contract.ts';
import type { ChatEvent, ChatRequest } from '../../src/shared/schemas/chat-and-completion.ts';
import type { ServerConfig, Settings } from '../../src/shared/schemas/settings.ts';
import type { FileEntry } from '../../src/shared/schemas/workspace.ts';
import type { Keychain } from '../../src/main/secrets/keychain.ts';
import { createMemoryHost, type MemoryHost } from './memory-host.ts';
import { createMemoryKeychain } from './memory-keychain.ts';

/** The whole core over a host in memory, in a folder of its own. */
export interface RunningApp {
  readonly host: MemoryHost;
  /** Lines that the core logged. */
  readonly log: readonly string[];
  /** `settings.json` and the rest. */
  readonly data: string;
  readonly organisationFile: string;
  /** Make a folder with files, by their paths, and say where it is. */
  project(name: string, files?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

const SIGNATURE_WORKER = resolve(import.meta.dirname, '../../src/main/assist/signatures/signature-worker.ts');

/** What is there before the core starts. */
export interface AppSetUp {
  readonly settings?: Partial<Settings> | string;
  readonly organisation?: string;
  /** Servers to look for; by default none. */
  readonly detected?: readonly ServerConfig[];
  /** The data folder of an app that ran before, to start again on; as it is. */
  readonly data?: string;
  /** One in memory unless given: tests leave the system's own alone. */
  readonly keychain?: Keychain;
  /** The folder that each window opens. */
  readonly folder?: string;
}

export async function startApp({
  settings = {},
  organisation,
  detected = [],
  data: again,
  keychain = createMemoryKeychain(),
  folder: opened,
}: AppSetUp = {}): Promise<RunningApp> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'app-')));
  const data = again ?? join(folder, 'data');
  const organisationFile = join(folder, 'organisation.json');
  if (again === undefined) {
    await mkdir(data);
    await writeFile(join(data, 'settings.json'), typeof settings === 'string' ? settings : JSON.stringify(settings));
  }
  if (organisation !== undefined) await writeFile(organisationFile, organisation);
  const host = createMemoryHost();
  const log: string[] = [];
  const app = await createApp({
    host,
    dataFolder: data,
    version: '1.2.3',
    organisationFile,
    detected,
    keychain,
    ...(opened !== undefined && { folders: [opened] }),
    signatureWorker: SIGNATURE_WORKER,
    log: (line) => log.push(line),
  });
  return {
    host,
    log,
    data,
    organisationFile,
    close: () => app.close(),
    project: async (name, files = {}) => {
      const root = join(folder, name);
      await mkdir(root, { recursive: true });
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      return root;
    },
  };
}

/** Ask and wait for the answer; a failure is thrown. */
export async function call<N extends CallName>(api: Api, name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
  const start = api[name] as unknown as (r: RequestOf<N>) => { result: Promise<Result<ResponseOf<N>>> };
  const result = await start(request).result;
  if (!result.ok) throw fromFailure(result.failure);
  return result.value;
}

/** The entries of a folder. */
export async function entries(api: Api, path = ''): Promise<FileEntry[]> {
  const all: FileEntry[] = [];
  const result = await api['files.entries']({ path }, (some) => void all.push(...some.entries)).ended;
  if (!result.ok) throw fromFailure(result.failure);
  return all;
}

/** Open a folder and trust it, as most users do: an untrusted one is Sensitive. */
export async function openTrusted(api: Api, path: string): Promise<void> {
  await call(api, 'workspace.open', { paths: [path] });
  await call(api, 'policy.setTrust', { trusted: true });
}

/** A chat under way. */
export interface Chatting {
  readonly events: readonly ChatEvent[];
  readonly text: () => string;
  readonly cancel: () => void;
  /** The code of its failure, or `ok`. */
  readonly ended: Promise<string>;
}

export function chatWith(api: Api, model: string | null, more: Partial<ChatRequest> = {}): Chatting {
  const events: ChatEvent[] = [];
  const messages: ChatRequest['messages'] = [{ role: 'user', text: 'hello there' }];
  const stream = api['chat.send']({ conversationId: 'c', messages, context: [], model, ...more }, (event) => {
    events.push(event);
  });
  return {
    events,
    text: () => events.flatMap((e) => (e.type === 'text' ? [e.text] : [])).join(''),
    cancel: stream.cancel,
    ended: stream.ended.then((result) => (result.ok ? 'ok' : result.failure.code)),
  };
}
