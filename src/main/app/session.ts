import { randomUUID } from 'node:crypto';
import type { LRUCache } from 'lru-cache';
import type { Policy } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import { createStoppableWork } from '../workspace/stoppable-work.ts';
import type { FileChange } from '../../shared/schemas/workspace.ts';
import type { ServerConfig, Settings } from '../../shared/schemas/settings.ts';
import { createChat, type Chat } from '../assist/chat.ts';
import { createCompletion, type Completion } from '../assist/completion.ts';
import { createModelManager, type ModelManager } from '../assist/manage-models.ts';
import { createNextEdit, type NextEdit } from '../assist/next-edit.ts';
import { createOneAtATime } from '../assist/one-at-a-time.ts';
import type { Egress } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SignatureService } from '../assist/signatures/signature-service.ts';
import type { EmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import type { AskParts } from '../assist/ask-model.ts';
import type { ModelHealth } from '../router/model-health.ts';
import { costOf, listPrice, type Price } from '../usage/model-prices.ts';
import type { UsageMeter } from '../usage/usage-meter.ts';
import { createModelRegistry, type ModelRegistry, type Planned } from '../router/model-registry.ts';
import type { ChatHistory } from '../records/chat-history.ts';
import type { BackupStore } from '../records/backup-store.ts';
import type { WindowStateStore } from '../records/window-state-store.ts';
import type { CompletionCounter } from '../records/completion-counts.ts';
import { createEnvValues } from '../redaction/env-values.ts';
import { redactUnderPolicy, type RedactAll } from '../redaction/redact-under-policy.ts';
import type { RedactionService } from '../redaction/redaction-service.ts';
import type { KeyWriter } from '../secrets/key-writer.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { TextStore } from '../settings/text-store.ts';
import type { WorkspaceModels, WorkspaceStore } from '../settings/workspace-store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createFileWatcher, type FileWatcher } from '../workspace/file-watcher.ts';
import { createGitFolders, type GitFolders } from '../workspace/git/git-folders.ts';
import { createLanguageService, type LanguageService } from '../workspace/language-servers/language-service.ts';
import { createTaskService, type TaskService } from '../workspace/tasks/task-service.ts';
import { createTerminalService, type TerminalService } from '../workspace/terminal/terminal-service.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { createLayeredSettings, type LayeredSettings } from './layered-settings.ts';
import { createPolicyService, type PolicyService } from './policy-service.ts';

/** What all windows share. */
export interface Shared {
  readonly settings: SettingsStore;
  /** The imported colour theme. */
  readonly colorTheme: TextStore;
  /** keybindings.json. */
  readonly keybindings: TextStore;
  /** snippets.json. */
  readonly snippets: TextStore;
  readonly workspaces: WorkspaceStore;
  readonly ledger: Ledger;
  readonly egress: Egress;
  /** Their writing side: a window stores keys and cannot read any. */
  readonly keys: KeyWriter;
  readonly redaction: RedactionService;
  /** `null` where imported files are not read for completions. */
  readonly signatures: SignatureService | null;
  readonly embedded: EmbeddedProvider;
  readonly organisationFile: string;
  readonly detected: readonly ServerConfig[];
  /** Where all that is kept lies; absolute. */
  readonly dataFolder: string;
  /** Of the app. */
  readonly version: string;
  readonly history: ChatHistory;
  readonly telemetry: Telemetry;
  readonly health: ModelHealth;
  readonly usage: UsageMeter;
  readonly completions: CompletionCounter;
  readonly backups: BackupStore;
  readonly windowStates: WindowStateStore;
  /** What windows have open, by the window's own id, for when its page is loaded again. In memory only. */
  readonly windowFolders: LRUCache<string, { readonly workspace: string | null }>;
}

/** One window: its folders, its policy, its models, what it has running. Windows never share a mode. */
export interface Session {
  readonly scope: string;
  readonly policy: PolicyService;
  readonly settings: LayeredSettings;
  readonly registry: ModelRegistry;
  readonly chat: Chat;
  readonly completion: Completion;
  readonly nextEdit: NextEdit;
  readonly manager: ModelManager;
  readonly language: LanguageService;
  readonly git: GitFolders;
  readonly terminals: TerminalService;
  readonly tasks: TaskService;
  /** As for a cloud: by the rules in force. */
  readonly redactAll: RedactAll;
  /** What is open; throws `no-workspace`. */
  workspace(): Workspace;
  workspaceOrNull(): Workspace | null;
  /**
   * Open a folder, or several together; absolute.
   * @param goOn it is what is open now, with folders added or taken away: it does not become less private, and what runs
   * in terminals runs on
   */
  openFolders(paths: readonly string[], goOn?: boolean): Promise<Workspace>;
  closeFolder(): Promise<void>;
  /**
   * Look for models, unless that has begun. To be called once it is known that the window has no folder: under
   * the mode of one, servers may not be asked that may be asked without.
   */
  begin(): void;
  /** Replace what is watched. */
  watch(folders: readonly string[], files: readonly string[]): void;
  onFileChange(changed: (change: FileChange) => void): () => void;
  /**
   * Run what may reach a model: under the policy as it is on disk now, and stopped with
   * `mode-changed` when the policy changes.
   */
  underPolicy<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The same, with a look at the folder while the policy is read, from which nothing may leave. */
  underPolicyWith<L, T>(
    signal: AbortSignal,
    look: () => Promise<L>,
    work: (signal: AbortSignal, seen: L) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** Settings that change which models there are. */
const MODEL_KEYS = [
  'servers',
  'ggufFiles',
  'detectLocalServers',
  'onPremHosts',
  'proxy',
  'caFile',
] as const satisfies readonly (keyof Settings)[];

/** @param register makes the window's policy known to egress, and returns what takes it back */
export async function createSession(
  shared: Shared,
  register: (scope: string, policy: () => Policy) => () => void,
): Promise<Session> {
  const { settings, workspaces, ledger, egress, redaction, embedded, detected, organisationFile, health, usage } =
    shared;
  const scope = randomUUID();
  const policy = await createPolicyService({ settings, workspaces, organisationFile });
  const current = (): Policy => policy.current();
  const unregister = register(scope, current);
  const layered = createLayeredSettings(settings, () => policy.view().trusted);
  const values = (): Settings => layered.view().values;
  const priceOf = (ref: string, model: string, origin: string | null, promptTokens = 0): Price | null => {
    const own = values().modelPrices.find((each) => each.ref === ref);
    return own ?? (origin === null ? null : listPrice(new URL(origin).host, model, promptTokens));
  };
  const modelsHere = (): WorkspaceModels => (workspace === null ? {} : workspaces.models(workspace.info.id));
  const registry = createModelRegistry({
    scope,
    health,
    chosenHere: modelsHere,
    choices: () => {
      const { runtime, preferLocalCompletions, firstTokenTargetMs } = values();
      const { chatModel, completionModel, nextEditModel, chatFallbacks, completionFallbacks } = values();
      const here = modelsHere();
      return {
        runtime,
        preferLocalCompletions,
        firstTokenTargetMs,
        budgetSpent: usage.budget().state === 'spent',
        preferred: {
          chat: here.chat ?? chatModel,
          completion: here.completion ?? completionModel,
          edit: nextEditModel ?? here.completion ?? completionModel,
        },
        fallbacks: { chat: chatFallbacks, completion: completionFallbacks, edit: completionFallbacks },
      };
    },
    priceOf: ({ ref, model }, origin) => priceOf(ref, model, origin)?.output ?? null,
    egress,
    ledger,
    embedded,
    detected,
    settings: values,
    policy: current,
  });
  let workspace: Workspace | null = null;
  let watcher: FileWatcher | null = null;
  const envValues = createEnvValues();
  const language = createLanguageService({
    workspace: () => workspace,
    trusted: () => policy.view().trusted,
    off: () => values().languageServersOff,
  });
  const terminals = createTerminalService({
    workspace: () => workspace,
    defaultProfile: () => values().terminalDefaultProfile,
    capture: () => policy.view().terminalCapture,
    version: shared.version,
  });
  const openFolderOr = (): Workspace => {
    if (workspace === null) throw new AppError('no-workspace');
    return workspace;
  };
  const tasks = createTaskService({ workspace: openFolderOr, trusted: () => policy.view().trusted, terminals });
  const git = createGitFolders({
    trusted: () => policy.view().trusted,
    policy: current,
    record: ({ origin, mode, rule }) => {
      const attempt = ledger.begin({
        task: 'git',
        model: null,
        providerId: 'git',
        origin,
        destination: origin === null ? 'in-process' : 'cloud',
        mode,
        rule,
        redactions: 0,
      });
      return {
        id: attempt.id,
        end: (outcome, code) => {
          attempt.end(outcome, code === undefined ? {} : { rule: code });
        },
      };
    },
  });
  const startAnew = (): string => JSON.stringify([policy.view().trusted, values().languageServersOff]);
  let startedWith = startAnew();
  const resetLanguage = (): void => {
    const now = startAnew();
    if (now !== startedWith) void language.reset();
    startedWith = now;
  };
  const fileListeners = new Set<(change: FileChange) => void>();
  const running = createStoppableWork();

  const ask = {
    scope,
    ledger,
    policy: current,
    registry,
    settings: values,
    workspace: () => workspace,
    trusted: () => policy.view().trusted,
    signatures: shared.signatures,
    terminalOutput: (id: string) => terminals.captured(id),
    alone: createOneAtATime(),
    health,
    used: ({ model, provider }: Planned, counted: Parameters<AskParts['used']>[1]) => {
      const { promptTokens, answerTokens } = counted;
      const cachedTokens = counted.cachedTokens ?? 0;
      const { origin, kind } = provider.destination;
      const cloud = kind === 'cloud';
      const price = cloud ? priceOf(model.ref, model.model, origin, promptTokens ?? 0) : { input: 0, output: 0 };
      const cost = costOf(price, promptTokens, answerTokens, cachedTokens);
      usage.add({ ref: model.ref, cloud, promptTokens, answerTokens, cachedTokens, cost });
    },
    redactAll: redactUnderPolicy({
      service: redaction,
      policy: () => policy.current().redaction,
      knownValues: async () => envValues(workspace?.folders.map(({ root }) => root) ?? []),
    }),
  };

  function stopAll(): void {
    running.stopAll(new AppError('mode-changed'));
    egress.closeScope(scope);
  }
  let begun = false;
  const refreshModels = (): void => {
    if (begun) void registry.refresh();
  };
  let modelValues = JSON.stringify(MODEL_KEYS.map((key) => values()[key]));
  let wasSpent = usage.budget().state === 'spent';
  let ignoreValues = JSON.stringify(settings.ignore());
  const disposers = [
    policy.onChange(resetLanguage),
    policy.onChange(() => {
      terminals.captureChanged();
      tasks.trustChanged();
      git.lookAgain();
    }),
    settings.onChange(resetLanguage),
    policy.onChange((now, before) => {
      layered.trustChanged();
      const rules = (p: Policy): string => JSON.stringify([p.mode, p.onPremHosts, p.approvedProviders]);
      if (rules(now) === rules(before)) return;
      stopAll();
      refreshModels();
    }),
    settings.onChange(() => {
      const next = JSON.stringify(MODEL_KEYS.map((key) => values()[key]));
      if (next !== modelValues) refreshModels();
      else registry.rerouted();
      modelValues = next;
      const ignore = JSON.stringify(settings.ignore());
      if (ignore !== ignoreValues) for (const changed of fileListeners) changed({ path: '.', kind: 'ignore-changed' });
      ignoreValues = ignore;
    }),
    embedded.onLoadedChange(() => void registry.relist(embedded.id)),
    usage.onChange(() => {
      const spent = usage.budget().state === 'spent';
      if (spent !== wasSpent) registry.rerouted();
      wasSpent = spent;
    }),
  ];

  /** Folders are changed one after the other; the policy of the next is in force before it can be asked about. */
  let switching: Promise<unknown> = Promise.resolve();
  function setWorkspace<W extends Workspace | null>(opening: W | Promise<W>, keepTerminals = false): Promise<W> {
    const opened = Promise.resolve(opening);
    // In the order in which they were asked for, not in which their disks answered.
    opened.catch(() => undefined);
    const work = switching.then(async () => {
      const next = await opened;
      stopAll();
      const childrenEnded = Promise.all([language.shutDown(), keepTerminals ? undefined : terminals.closeAll()]);
      await policy.setWorkspace(next?.info.id ?? null);
      await layered.setWorkspace(next);
      const old = watcher;
      watcher = null;
      workspace = next;
      git.setWorkspace(next);
      begun = true;
      // What was being asked has been cut off with the rest.
      refreshModels();
      if (next) {
        watcher = createFileWatcher(next, (change) => {
          if (change.kind === 'added' || change.kind === 'changed' || change.kind === 'removed')
            language.changedOnDisk(change.path, change.kind);
          git.lookAgain();
          for (const changed of fileListeners) changed(change);
        });
      }
      await Promise.all([old?.close(), childrenEnded]);
      return next;
    });
    switching = work.catch(() => undefined);
    return work;
  }

  function underPolicyWith<L, T>(
    signal: AbortSignal,
    look: () => Promise<L>,
    work: (signal: AbortSignal, seen: L) => Promise<T>,
  ): Promise<T> {
    return running.run(signal, async (both) => {
      await switching;
      const [seen] = await Promise.all([look(), policy.refresh()]);
      both.throwIfAborted();
      return work(both, seen);
    });
  }

  return {
    scope,
    policy,
    settings: layered,
    registry,
    chat: createChat(ask),
    completion: createCompletion(ask),
    nextEdit: createNextEdit(ask),
    manager: createModelManager(ask),
    language,
    git,
    terminals,
    tasks,
    redactAll: ask.redactAll,
    workspace: openFolderOr,
    workspaceOrNull: () => workspace,
    openFolders: async (paths, goOn = false) => {
      const before = workspace;
      const opening = openWorkspace(paths, {
        ignore: () => settings.ignore(),
        encoding: () => layered.view().values.editorEncoding,
      }).then(async (opened) => {
        if (goOn && before !== null)
          await workspaces.inherit(before.info.id, opened.info.id, settings.view().values.defaultMode);
        return opened;
      });
      const next = await setWorkspace(opening, goOn);
      // A broken file of choices is told as a notice of policy; the folder opens nevertheless.
      await workspaces.addRecent(next.info.id).catch(() => undefined);
      return next;
    },
    closeFolder: async () => {
      await setWorkspace(null);
    },
    begin: () => {
      if (begun) return;
      begun = true;
      refreshModels();
    },
    watch: (folders, files) => watcher?.set(folders, files),
    onFileChange: (changed) => {
      fileListeners.add(changed);
      return () => fileListeners.delete(changed);
    },
    underPolicy: (signal, work) => underPolicyWith(signal, () => Promise.resolve(), work),
    underPolicyWith,
    close: async () => {
      stopAll();
      for (const dispose of disposers) dispose();
      registry.close();
      unregister();
      git.close();
      await switching;
      await Promise.all([policy.close(), layered.close(), watcher?.close(), language.shutDown(), terminals.closeAll()]);
    },
  };
}
