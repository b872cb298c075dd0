import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { LIMITS } from '../../../shared/limits.ts';
import type {
  FoundSymbol,
  LanguageAnswer,
  LanguageAsk,
  LanguageChange,
  LanguageDocument,
  LanguageEvent,
  LanguageServerState,
  Problem,
} from '../../../shared/schemas/language.ts';
import { findOutside } from '../find-outside.ts';
import type { Workspace } from '../workspace.ts';
import { AskAnswerer, within, WorkspaceSymbols } from './answer-ask.ts';
import { LanguageServer, type ServerParts } from './language-server.ts';
import { OpenTexts } from './open-texts.ts';
import { fromRange, pathOfUri, toRange, uriOf } from './places.ts';
import type { Diagnostic, WorkspaceEdit } from './replies.ts';
import { t } from '../../../shared/messages/t.ts';
import { SERVERS, type ServerRow } from './server-table.ts';
import { toFileEdits, type Files } from './to-file-edits.ts';

/** The language servers of one window: each starts with the first file of its language, and ends with the folder. */
export interface LanguageService {
  open(document: LanguageDocument): void;
  /** Throws `language-out-of-step`. */
  change(path: string, version: number, changes: readonly LanguageChange[]): void;
  save(path: string): void;
  close(path: string): void;
  /** Throws AppError; answers with nothing where nobody serves the file. */
  ask(ask: LanguageAsk, signal: AbortSignal): Promise<LanguageAnswer>;
  /** Symbols of the folder that a text is in the name of. */
  findSymbols(query: string, signal: AbortSignal): Promise<FoundSymbol[]>;
  /** The user's answer, or the editor's, to an edit that a server asked for. */
  answerEdit(id: string, applied: boolean): void;
  restart(id: string): void;
  servers(): readonly LanguageServerState[];
  /** All that is wrong at present. */
  problems(): readonly Extract<LanguageEvent, { kind: 'problems' }>[];
  onEvent(listener: (event: LanguageEvent) => void): () => void;
  /** Files changed on disk. */
  changedOnDisk(path: string, kind: 'added' | 'changed' | 'removed'): void;
  /** Another folder, another trust, another choice of servers: all end, and those that may start again as files are open. */
  reset(): Promise<void>;
  shutDown(): Promise<void>;
}

export interface LanguageServiceParts {
  readonly workspace: () => Workspace | null;
  readonly trusted: () => boolean;
  /** Servers that the user turned off. */
  readonly off: () => readonly string[];
  readonly rows?: readonly ServerRow[];
  readonly start?: ServerParts['start'];
  readonly backOff?: ServerParts['backOff'];
}

const SEVERITIES = ['error', 'error', 'warning', 'info', 'hint'] as const;
/** An edit that nobody answers is none, ms. */
const EDIT_MS = 30_000;

export function createLanguageService(parts: LanguageServiceParts): LanguageService {
  const { workspace, trusted, off, rows = SERVERS, start, backOff } = parts;
  const texts = new OpenTexts();
  const servers = new Map<string, LanguageServer>();
  /** Servers that files were opened for, and cannot run. */
  const idle = new Map<string, LanguageServerState['state']>();
  const answerer = new AskAnswerer();
  /** By server, then by path. */
  const problems = new Map<string, Map<string, readonly Diagnostic[]>>();
  const edits = new Map<string, (applied: boolean) => void>();
  const listeners = new Set<(event: LanguageEvent) => void>();

  const emit = (event: LanguageEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const states = (): LanguageServerState[] =>
    rows.flatMap(({ id, name, languages, install }) => {
      const server = servers.get(id);
      const state = server?.state ?? idle.get(id);
      if (state === undefined) return [];
      return [
        {
          id,
          name,
          languages: Object.keys(languages),
          state,
          advice: state === 'missing' ? t(install) : (server?.advice ?? ''),
          support: server?.support ?? null,
        },
      ];
    });
  const tellStates = (): void => {
    emit({ kind: 'servers', servers: states() });
  };

  const nameOf = (id: string): string => rows.find((row) => row.id === id)?.name ?? id;
  const rowOf = (languageId: string): ServerRow | undefined =>
    rows.find(({ languages }) => Object.hasOwn(languages, languageId));

  async function pathOf(open: Workspace, uri: string): Promise<string | null> {
    const full = pathOfUri(uri);
    if (full === null) return null;
    // A link that leads out of the folder is no file of it.
    const found = await realpath(full).catch(() => null);
    if (found === null || open.folders.some(({ root }) => root === found)) return null;
    return open.pathOf(found);
  }
  function filesOf(open: Workspace): Files {
    return {
      pathOf: (uri) => pathOf(open, uri),
      textOf: async (path) => texts.get(path)?.text ?? (await open.read(path)).text.replace(/\r\n?/g, '\n'),
    };
  }

  function serverFor(languageId: string): LanguageServer | null {
    const row = rowOf(languageId);
    const open = workspace();
    if (row === undefined || open === null) return null;
    const known = servers.get(row.id);
    if (known !== undefined) return known;
    const command = row.command(findOutside(open.folders));
    const why = off().includes(row.id)
      ? 'off'
      : command === null
        ? 'missing'
        : row.runsFolderCode && !trusted()
          ? 'untrusted'
          : null;
    if (why !== null || command === null) {
      if (idle.get(row.id) !== why) {
        idle.set(row.id, why ?? 'missing');
        tellStates();
      }
      return null;
    }
    idle.delete(row.id);
    const server: LanguageServer = new LanguageServer({
      row,
      command,
      folders: open.folders,
      texts: () => texts.all().filter((text) => Object.hasOwn(row.languages, text.languageId)),
      absolute: (path) => open.absolute(path),
      onState: () => {
        if (servers.get(row.id) !== server) return;
        if (server.state !== 'running') forgetProblems(row.id);
        tellStates();
      },
      onProblems: ({ uri, diagnostics }) => {
        void noteProblems(row, server, open, uri, diagnostics);
      },
      onEdit: (label, edit) =>
        servers.get(row.id) === server ? askForEdit(open, label, edit) : Promise.resolve(false),
      ...(start ? { start } : {}),
      ...(backOff ? { backOff } : {}),
    });
    servers.set(row.id, server);
    tellStates();
    return server;
  }

  async function noteProblems(
    row: ServerRow,
    server: LanguageServer,
    open: Workspace,
    uri: string,
    found: readonly Diagnostic[],
  ): Promise<void> {
    const path = await pathOf(open, uri);
    if (path === null || servers.get(row.id) !== server) return;
    const all = problems.get(row.id) ?? new Map<string, readonly Diagnostic[]>();
    problems.set(row.id, all);
    if (found.length === 0) all.delete(path);
    else all.set(path, found);
    emit({ kind: 'problems', server: row.id, path, problems: found.map((each) => toProblem(each, row.name)) });
  }

  function forgetProblems(id: string): void {
    for (const path of problems.get(id)?.keys() ?? []) emit({ kind: 'problems', server: id, path, problems: [] });
    problems.delete(id);
  }

  async function askForEdit(open: Workspace, label: string, edit: WorkspaceEdit): Promise<boolean> {
    const id = randomUUID();
    const files = await toFileEdits(edit, filesOf(open));
    return new Promise((resolve) => {
      const done = (applied: boolean): void => {
        clearTimeout(late);
        edits.delete(id);
        resolve(applied);
      };
      const late = setTimeout(done, EDIT_MS, false);
      edits.set(id, done);
      emit({ kind: 'edit', id, label, files });
    });
  }

  /** The server of a file that is open, and what is asked with. */
  function served(
    path: string,
  ): { readonly server: LanguageServer; readonly open: Workspace; readonly id: string } | null {
    const text = texts.get(path);
    const open = workspace();
    if (text === undefined || open === null) return null;
    const row = rowOf(text.languageId);
    const server = row === undefined ? undefined : servers.get(row.id);
    return row === undefined || server === undefined ? null : { server, open, id: row.id };
  }

  async function endAll(): Promise<void> {
    const ending = [...servers.values()];
    for (const id of [...servers.keys()]) {
      servers.delete(id);
      forgetProblems(id);
    }
    idle.clear();
    for (const done of [...edits.values()]) done(false);
    tellStates();
    await Promise.all(ending.map((server) => server.close()));
  }

  return {
    open: (document) => {
      if (document.text.length > LIMITS.languageFileChars) return;
      const text = texts.open(document);
      serverFor(document.languageId)?.opened(text);
    },
    change: (path, version, changes) => {
      const text = texts.change(path, version, changes);
      served(path)?.server.changed(
        text,
        changes.map(({ range, text: added }) => ({
          ...(range === null ? {} : { range: fromRange(range) }),
          text: added,
        })),
      );
    },
    save: (path) => served(path)?.server.saved(path),
    close: (path) => {
      served(path)?.server.closed(path);
      texts.close(path);
    },
    ask: async (ask, signal) => {
      const found = served(ask.path);
      if (found === null) return { kind: 'nothing' };
      const { server, open, id } = found;
      return answerer.answer(ask, {
        server,
        uri: uriOf(open.absolute(ask.path)),
        files: filesOf(open),
        problems: problems.get(id)?.get(ask.path) ?? [],
        signal,
      });
    },
    findSymbols: async (query, signal) => {
      const open = workspace();
      if (open === null) return [];
      const all = await Promise.all(
        [...servers.values()].map(async (server) => {
          if (!server.capabilities?.workspaceSymbolProvider) return [];
          const found = (await server.ask('workspace/symbol', { query }, WorkspaceSymbols, signal)) ?? [];
          const placed = await Promise.all(
            found.map(async ({ name, kind, containerName, location }) =>
              (await within([location], filesOf(open))).map((at) => ({
                ...at,
                name,
                kind,
                container: containerName ?? '',
              })),
            ),
          );
          return placed.flat();
        }),
      );
      return all.flat();
    },
    answerEdit: (id, applied) => edits.get(id)?.(applied),
    restart: (id) => {
      const server = servers.get(id);
      if (server !== undefined) {
        server.restart();
        return;
      }
      // It may be on this machine by now.
      idle.delete(id);
      for (const text of texts.all()) if (rowOf(text.languageId)?.id === id) serverFor(text.languageId);
      tellStates();
    },
    servers: states,
    problems: () =>
      [...problems].flatMap(([server, files]) =>
        Array.from(files, ([path, found]) => ({
          kind: 'problems' as const,
          server,
          path,
          problems: found.map((each) => toProblem(each, nameOf(server))),
        })),
      ),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changedOnDisk: (path, kind) => {
      const type = ({ added: 1, changed: 2, removed: 3 } as const)[kind];
      for (const server of servers.values()) server.watched([{ path, type }]);
    },
    reset: async () => {
      const ended = endAll();
      for (const text of texts.all()) serverFor(text.languageId);
      await ended;
    },
    shutDown: async () => {
      texts.clear();
      await endAll();
    },
  };
}

function toProblem({ range, severity = 1, message, source, code, tags = [] }: Diagnostic, name: string): Problem {
  return {
    ...toRange(range),
    severity: SEVERITIES[severity] ?? 'error',
    message,
    source: source ?? name,
    code: code === undefined ? '' : String(code).slice(0, 200),
    tags: [...(tags.includes(1) ? ['unnecessary' as const] : []), ...(tags.includes(2) ? ['deprecated' as const] : [])],
  };
}
