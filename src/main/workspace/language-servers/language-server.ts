import { setTimeout as delay } from 'node:timers/promises';
import { CancellationTokenSource, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { AppError } from '../../../shared/app-error.ts';
import type { LanguageServerState, LanguageSupport } from '../../../shared/schemas/language.ts';
import type { z } from '../../../shared/schemas/zod.ts';
import { CLIENT_CAPABILITIES } from './client-capabilities.ts';
import type { OpenText } from './open-texts.ts';
import { uriOf } from './places.ts';
import { ApplyEdit, Diagnostics, InitializeResult, type Capabilities, type WorkspaceEdit } from './replies.ts';
import { startRpcChild, type RpcChild } from './rpc-child.ts';
import type { ServerCommand, ServerRow } from './server-table.ts';
import type { WorkspaceFolder } from '../workspace.ts';
import { t } from '../../../shared/messages/t.ts';

/** What a server is to be started with, and whom it tells. */
export interface ServerParts {
  readonly row: ServerRow;
  readonly command: ServerCommand;
  /** The open folders; it runs in the first. */
  readonly folders: readonly Pick<WorkspaceFolder, 'name' | 'root'>[];
  /** The texts of its languages that are open: those it is told when it starts, also anew. */
  readonly texts: () => readonly OpenText[];
  readonly absolute: (path: string) => string;
  readonly onState: () => void;
  readonly onProblems: (problems: z.infer<typeof Diagnostics>) => void;
  /** It wants files changed; answers whether they were. */
  readonly onEdit: (label: string, edit: WorkspaceEdit) => Promise<boolean>;
  /** Started with this; tests give their own. */
  readonly start?: typeof startRpcChild;
  /** How long to wait before the start after so many that failed, ms. */
  readonly backOff?: (failures: number) => number;
}

type State = Exclude<LanguageServerState['state'], 'missing' | 'untrusted' | 'off'>;

/** It is given up after so many ends in a row that nobody asked for. */
const MOST_FAILURES = 5;
/** One that ran this long has a clean slate, ms. */
const LONG_MS = 60_000;
/** A server that does not say what it can within this time is ended, ms. */
const INITIALIZE_MS = 60_000;
/** An answer that takes longer is not waited for, ms. */
const ANSWER_MS = 20_000;
const SHUTDOWN_MS = 1500;

/** LSP's codes for requests that are over, because the text is another or the editor has gone on. */
const OVER = new Set([-32_800, -32_801, -32_802]);

/** One language server, started anew when it ends by itself, each time after a longer wait. */
export class LanguageServer {
  readonly #parts: ServerParts;
  readonly #stop = new AbortController();
  #state: State = 'starting';
  #child: RpcChild | null = null;
  #capabilities: Capabilities | null = null;
  #failures = 0;
  #advice = '';
  /** Texts that the running server was told of. */
  #told = new Set<string>();
  #wake: (() => void) | null = null;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    void this.#run();
  }

  get state(): State {
    return this.#state;
  }

  /** What to do where it failed. */
  get advice(): string {
    return this.#advice;
  }

  get capabilities(): Capabilities | null {
    return this.#state === 'running' ? this.#capabilities : null;
  }

  get support(): LanguageSupport | null {
    const can = this.capabilities;
    if (can === null) return null;
    const legend = can.semanticTokensProvider?.legend;
    return {
      triggers: can.completionProvider?.triggerCharacters?.slice(0, 50) ?? [],
      signatureTriggers: can.signatureHelpProvider?.triggerCharacters?.slice(0, 50) ?? [],
      legend: legend ? { types: legend.tokenTypes.slice(0, 200), modifiers: legend.tokenModifiers.slice(0, 32) } : null,
    };
  }

  /** Tell it of a text that was opened; one that starts is told by itself. */
  opened(text: OpenText): void {
    if (this.#state !== 'running' || this.#told.has(text.path)) return;
    this.#told.add(text.path);
    this.#notify('textDocument/didOpen', {
      textDocument: {
        uri: this.#uri(text.path),
        languageId: this.#parts.row.languages[text.languageId] ?? text.languageId,
        version: text.version,
        text: text.text,
      },
    });
  }

  /** @param changes as LSP has them */
  changed(text: OpenText, changes: readonly { readonly range?: unknown; readonly text: string }[]): void {
    if (!this.#told.has(text.path)) return;
    const sync = this.#capabilities?.textDocumentSync;
    const how = typeof sync === 'number' ? sync : sync?.change;
    this.#notify('textDocument/didChange', {
      textDocument: { uri: this.#uri(text.path), version: text.version },
      contentChanges: how === 2 ? changes : [{ text: text.text }],
    });
  }

  saved(path: string): void {
    if (this.#told.has(path)) this.#notify('textDocument/didSave', { textDocument: { uri: this.#uri(path) } });
  }

  closed(path: string): void {
    if (!this.#told.delete(path)) return;
    this.#notify('textDocument/didClose', { textDocument: { uri: this.#uri(path) } });
  }

  /** Files changed on disk, perhaps by other programs. @param changes LSP's types: 1 created, 2 changed, 3 deleted */
  watched(changes: readonly { readonly path: string; readonly type: 1 | 2 | 3 }[]): void {
    if (this.#state !== 'running') return;
    this.#notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(({ path, type }) => ({ uri: this.#uri(path), type })),
    });
  }

  /**
   * Ask the server. `null` where it is not running, has nothing to say, or the question is over. Throws
   * `language-server-failed` for errors, and for answers without the shape.
   */
  async ask<T>(method: string, params: object, shape: z.ZodType<T>, signal: AbortSignal): Promise<T | null> {
    const connection = this.#child?.connection;
    if (connection === undefined || this.#state !== 'running') return null;
    const source = new CancellationTokenSource();
    const late = AbortSignal.timeout(ANSWER_MS);
    const any = AbortSignal.any([signal, late, this.#stop.signal]);
    let stop = (): void => undefined;
    // A server may go on although it was told that nobody waits.
    const gone = new Promise<null>((resolve) => {
      stop = () => {
        source.cancel();
        resolve(null);
      };
    });
    any.addEventListener('abort', stop, { once: true });
    try {
      const answer: unknown = await Promise.race([connection.sendRequest(method, params, source.token), gone]);
      signal.throwIfAborted();
      if (answer === null || answer === undefined) return null;
      const parsed = shape.safeParse(answer);
      if (!parsed.success)
        throw new AppError('language-server-failed', t('It answered something that is not its protocol.'));
      return parsed.data;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof AppError) throw error;
      if (error instanceof ResponseError && OVER.has(error.code)) return null;
      // Its own words may hold text of the file: they are not passed on.
      throw new AppError('language-server-failed', undefined, { cause: error });
    } finally {
      any.removeEventListener('abort', stop);
      source.dispose();
    }
  }

  /** Start it anew, with a clean slate. */
  restart(): void {
    this.#failures = 0;
    this.#advice = '';
    this.#child?.kill();
    this.#wake?.();
  }

  async close(): Promise<void> {
    const child = this.#child;
    const running = this.#state === 'running';
    this.#stop.abort();
    this.#wake?.();
    if (child === null) return;
    if (running) {
      await Promise.race([
        child.connection.sendRequest('shutdown').then(
          () => child.connection.sendNotification('exit'),
          () => undefined,
        ),
        delay(SHUTDOWN_MS, undefined, { ref: false }),
      ]);
    }
    child.kill();
    await child.ended;
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped()) {
      const began = performance.now();
      const failure = await this.#runOnce();
      this.#child = null;
      this.#told = new Set();
      this.#capabilities = null;
      if (this.#isStopped()) return;
      if (performance.now() - began > LONG_MS) this.#failures = 0;
      this.#failures++;
      if (this.#failures >= MOST_FAILURES) {
        this.#advice = failure;
        this.#set('failed');
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
        continue;
      }
      this.#set('restarting');
      const wait = this.#parts.backOff ?? ((failures: number) => 500 * 2 ** failures);
      const woken = new AbortController();
      this.#wake = () => {
        woken.abort();
      };
      await delay(wait(this.#failures), undefined, { ref: false, signal: woken.signal }).catch(() => undefined);
      this.#wake = null;
    }
  }

  /** From its start to its end. Answers what went wrong, in words. */
  async #runOnce(): Promise<string> {
    const { command, start = startRpcChild } = this.#parts;
    let child: RpcChild;
    try {
      child = await start(command, this.#root);
    } catch {
      return t('It could not be started.');
    }
    this.#child = child;
    if (this.#isStopped()) {
      child.kill();
      return '';
    }
    this.#listen(child.connection);
    const late = setTimeout(() => {
      child.kill();
    }, INITIALIZE_MS);
    try {
      const answer: unknown = await Promise.race([
        child.connection.sendRequest('initialize', this.#initialize()),
        child.ended.then(() => {
          throw new Error('ended');
        }),
      ]);
      const parsed = InitializeResult.safeParse(answer);
      if (!parsed.success) {
        child.kill();
        await child.ended;
        return t('It did not say what it can.');
      }
      this.#capabilities = parsed.data.capabilities;
      await child.connection.sendNotification('initialized', {});
      const { settings } = this.#parts.row;
      // Some take what they are told, and do not ask.
      if (settings) await child.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      this.#set('running');
      for (const text of this.#parts.texts()) this.opened(text);
    } catch {
      child.kill();
    } finally {
      clearTimeout(late);
    }
    const { code } = await child.ended;
    return code === null ? t('It was ended.') : t('It ended with code {code}.', { code });
  }

  #listen(connection: MessageConnection): void {
    const { onProblems, onEdit, row } = this.#parts;
    connection.onNotification('textDocument/publishDiagnostics', (params: unknown) => {
      const parsed = Diagnostics.safeParse(params);
      if (parsed.success) onProblems(parsed.data);
    });
    connection.onRequest('workspace/applyEdit', async (params: unknown) => {
      const parsed = ApplyEdit.safeParse(params);
      const applied =
        parsed.success && (await onEdit(parsed.data.label ?? row.name, parsed.data.edit).catch(() => false));
      return { applied };
    });
    // Nothing of the user's is for servers to know: each setting has its default, or what keeps it from the network.
    connection.onRequest('workspace/configuration', (params: unknown) => {
      const items = (params as { items?: unknown } | null)?.items;
      return Array.isArray(items)
        ? items.slice(0, 100).map((item: unknown) => settingFor(row.settings ?? {}, item))
        : [];
    });
    connection.onRequest('workspace/workspaceFolders', () => this.#folders());
    for (const method of ['client/registerCapability', 'client/unregisterCapability', 'window/workDoneProgress/create'])
      connection.onRequest(method, () => null);
    for (const what of ['semanticTokens', 'inlayHint', 'codeLens', 'diagnostics'])
      connection.onRequest(`workspace/${what}/refresh`, () => null);
    // A question of the server's own is dismissed; nothing that it asks to be shown is opened.
    connection.onRequest('window/showMessageRequest', () => null);
    connection.onRequest('window/showDocument', () => ({ success: false }));
    connection.listen();
  }

  #initialize(): object {
    const { row } = this.#parts;
    return {
      processId: process.pid,
      clientInfo: { name: 'CodeGrex' },
      locale: 'en',
      rootPath: this.#root,
      rootUri: uriOf(this.#root),
      workspaceFolders: this.#folders(),
      capabilities: CLIENT_CAPABILITIES,
      initializationOptions: row.options?.() ?? {},
    };
  }

  #folders(): object[] {
    return this.#parts.folders.map(({ name, root }) => ({ uri: uriOf(root), name }));
  }

  get #root(): string {
    return this.#parts.folders[0]?.root ?? '/';
  }

  #uri(path: string): string {
    return uriOf(this.#parts.absolute(path));
  }

  #notify(method: string, params: object): void {
    // What is said to one that is ending goes nowhere; the next is told all anew.
    this.#child?.connection.sendNotification(method, params).catch(() => undefined);
  }

  #set(state: State): void {
    this.#state = state;
    this.#parts.onState();
  }
}

/** The settings of a section, such as `yaml` or `yaml.schemaStore`, that a server asks for; all, where it names none. */
function settingFor(settings: Readonly<Record<string, unknown>>, item: unknown): unknown {
  const section = (item as { section?: unknown } | null)?.section;
  if (typeof section !== 'string') return settings;
  return section.split('.').reduce<unknown>((at, name) => {
    const held = typeof at === 'object' && at !== null && Object.hasOwn(at, name);
    return held ? (at as Record<string, unknown>)[name] : null;
  }, settings);
}
