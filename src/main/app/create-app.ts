import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Policy } from '../../privacy/policy.ts';
import type { AppInfo } from '../../shared/schemas/workspace.ts';
import { speak } from '../../shared/messages/t.ts';
import type { ServerConfig } from '../../shared/schemas/settings.ts';
import { createSignatureService } from '../assist/signatures/signature-service.ts';
import { createEgress, TIMEOUTS } from '../egress/create-egress.ts';
import type { Host } from '../host/host.ts';
import { serveConnection } from '../ipc/serve.ts';
import { openLedger } from '../ledger/ledger.ts';
import { createEmbeddedProvider } from '../providers/embedded/embedded-provider.ts';
import { createBackupStore } from '../records/backup-store.ts';
import { createChatHistory } from '../records/chat-history.ts';
import { createLocalRedaction } from '../redaction/local-redaction.ts';
import { openCompletionCounter } from '../records/completion-counts.ts';
import { createWindowStateStore } from '../records/window-state-store.ts';
import { createRedactionService } from '../redaction/redaction-service.ts';
import { withStoredKeys } from '../redaction/with-stored-keys.ts';
import { createModelHealth } from '../router/model-health.ts';
import { DETECTED_SERVERS } from '../router/detected-servers.ts';
import { createKeyFor } from '../secrets/key-for.ts';
import { openKeyStore } from '../secrets/key-store.ts';
import { createKeychain, type Keychain } from '../secrets/keychain.ts';
import { openSettingsStore } from '../settings/settings-store.ts';
import { openTextStore } from '../settings/text-store.ts';
import { openWorkspaceStore } from '../settings/workspace-store.ts';
import { openTelemetry } from '../telemetry/telemetry.ts';
import { openUsageMeter } from '../usage/usage-meter.ts';
import { createSession, type Session, type Shared } from './session.ts';
import { createSessionHandlers } from './session-handlers.ts';

/** What the core needs to run in a host. */
export interface AppOptions {
  readonly host: Host;
  /** The user's own folder, absolute; created when needed. */
  readonly dataFolder: string;
  readonly version: string;
  /** The machine-wide policy; absolute path. */
  readonly organisationFile: string;
  /** Folders to open in each new window, together. */
  readonly folders?: readonly string[];
  /** The built worker that redacts, absolute; without it, redaction is on the main thread. */
  readonly redactionWorker?: string;
  /** The built worker that reads code, absolute; without it, completions know nothing of imported files. */
  readonly signatureWorker?: string;
  /** Servers to look for; those of {@link DETECTED_SERVERS} unless given. */
  readonly detected?: readonly ServerConfig[];
  /** Where keys are kept; the system's own unless given. */
  readonly keychain?: Keychain;
  /** Told of things that should not happen, without content. */
  readonly log: (line: string) => void;
}

/** The running core. */
export interface App {
  /** Stop everything and finish writing. */
  close(): Promise<void>;
}

/** Wire the core by plain constructors. Knows neither host. */
export async function createApp(options: AppOptions): Promise<App> {
  const { host, dataFolder, version, organisationFile, folders = [], log, detected = DETECTED_SERVERS } = options;
  const settings = await openSettingsStore(join(dataFolder, 'settings.json'));
  const speakAsSet = (): void => {
    speak(settings.view().values.displayLanguage);
  };
  speakAsSet();
  settings.onChange(speakAsSet);
  const colorTheme = await openTextStore(join(dataFolder, 'color-theme.json'));
  const keybindings = await openTextStore(join(dataFolder, 'keybindings.json'));
  const snippets = await openTextStore(join(dataFolder, 'snippets.json'));
  const workspaces = await openWorkspaceStore(join(dataFolder, 'workspaces.json'));
  const ledger = await openLedger(join(dataFolder, 'ledger'), () => {
    log('The ledger cannot be written to disk; it is kept in memory.');
  });
  const keys = await openKeyStore(join(dataFolder, 'keys.json'), options.keychain ?? createKeychain());
  const policies = new Map<string, () => Policy>();
  const egress = createEgress({
    ledger,
    policyOf: (scope) => policies.get(scope)?.() ?? null,
    keyFor: createKeyFor(keys.reader, () => settings.view().values.servers),
    timeoutsOf: (task) =>
      task === 'chat' ? { ...TIMEOUTS.chat, idle: settings.view().values.chatTimeoutSeconds * 1000 } : TIMEOUTS[task],
    network: () => settings.view().values,
  });
  const embedded = createEmbeddedProvider(host.engineProcess, () => settings.view().values.ggufFiles);
  const history = createChatHistory(join(dataFolder, 'history'));
  const backups = createBackupStore(join(dataFolder, 'backups'));
  settings.onChange(() => {
    if (!settings.view().values.editorHotExit) void backups.eraseAll().catch(() => undefined);
  });
  const completions = await openCompletionCounter(join(dataFolder, 'completion-counts.json'));
  const telemetry = await openTelemetry({
    file: join(dataFolder, 'telemetry.json'),
    enabled: () => settings.view().values.telemetry,
    host: host.kind,
    platform: process.platform as AppInfo['platform'],
  });
  ledger.onChange((entry) => {
    telemetry.request(entry);
  });
  settings.onChange(() => {
    telemetry.settingChanged();
  });
  const usage = await openUsageMeter(join(dataFolder, 'usage.json'), () => settings.view().values.dailyBudget);
  const redaction = withStoredKeys(
    options.redactionWorker === undefined
      ? createLocalRedaction()
      : createRedactionService({ workerFile: options.redactionWorker }),
    keys.reader,
  );
  const signatures = options.signatureWorker === undefined ? null : createSignatureService(options.signatureWorker);
  const shared: Shared = {
    redaction,
    signatures,
    settings,
    keybindings,
    snippets,
    colorTheme,
    workspaces,
    ledger,
    egress,
    keys: keys.writer,
    embedded,
    organisationFile,
    detected,
    dataFolder,
    version,
    history,
    telemetry,
    usage,
    health: createModelHealth(),
    completions,
    backups,
    windowStates: createWindowStateStore(join(dataFolder, 'windows')),
    windowFolders: new LRUCache({ max: 100 }),
  };
  const sessions = new Set<Promise<Session>>();

  host.onConnection((wire) => {
    const starting = createSession(shared, (scope, policy) => {
      policies.set(scope, policy);
      return () => policies.delete(scope);
    }).then(async (session) => {
      if (folders.length > 0) {
        await session.openFolders(folders).catch(() => {
          session.begin();
        });
      }
      return session;
    });
    sessions.add(starting);
    // Messages that come before the session is ready wait for it.
    const early: Parameters<Parameters<typeof wire.onMessage>[0]>[0][] = [];
    const stopHolding = wire.onMessage((message) => early.push(message));
    let gone = false;
    wire.onClose(() => {
      gone = true;
      sessions.delete(starting);
      void starting.then((session) => session.close());
    });
    starting.then(
      (session) => {
        stopHolding();
        if (gone) return;
        const handlers = createSessionHandlers(session, shared, host, wire, version);
        serveConnection(replaying(wire, early), handlers, (name, error) => {
          log(`Unexpected error in ${name}: ${describe(error)}`);
        });
      },
      (error: unknown) => {
        log(`A window could not be served: ${describe(error)}`);
      },
    );
  });

  return {
    close: async () => {
      await Promise.all([...sessions].map(async (session) => (await session).close()));
      embedded.close();
      await Promise.all([redaction.close(), signatures?.close()]);
      egress.close();
      await Promise.all([settings.close(), keybindings.close(), snippets.close(), colorTheme.close()]);
      await Promise.all([ledger.close(), telemetry.settled(), usage.settled(), completions.settled()]);
    },
  };
}

/** The wire, with the messages that came early first. */
function replaying<W extends { onMessage(receive: (message: M) => void): () => void }, M>(
  wire: W,
  early: readonly M[],
): W {
  return {
    ...wire,
    onMessage: (receive: (message: M) => void) => {
      early.forEach(receive);
      return wire.onMessage(receive);
    },
  };
}

/** An error without its message, which may quote what the user wrote: its kind and where it arose. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 8)].join('\n');
}
