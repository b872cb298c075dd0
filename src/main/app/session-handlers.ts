import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { parseServerAddress } from '../../privacy/destination.ts';
import { AppError } from '../../shared/app-error.ts';
import { grammarFor } from '../assist/signatures/grammars.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { UsageMeter } from '../usage/usage-meter.ts';
import type { AppInfo } from '../../shared/schemas/workspace.ts';
import type { LedgerEntry } from '../../shared/schemas/ledger.ts';
import type { ModelsView, UsageView } from '../../shared/schemas/models.ts';
import { definedOnly } from '../settings/defined-only.ts';
import type { CoreWire, Host } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { isolation } from '../sandbox/isolation.ts';
import { searchWorkspace } from '../workspace/search/search-workspace.ts';
import { listFolder } from '../workspace/list-folder.ts';
import { workspaceInfo } from '../workspace/workspace-info.ts';
import { rootsOf } from '../../shared/workspace-id.ts';
import { followBatches, followLatest, type Batching } from './follow.ts';
import type { TextStore } from '../settings/text-store.ts';
import { createFileHandlers } from './file-handlers.ts';
import { createGitHandlers } from './git-handlers.ts';
import { createKeyHandlers } from './key-handlers.ts';
import { createLanguageHandlers } from './language-handlers.ts';
import { createOllamaHandlers } from './ollama-handlers.ts';
import { createRecordHandlers } from './record-handlers.ts';
import { createWindowHandlers } from './window-handlers.ts';
import { createTerminalHandlers } from './terminal-handlers.ts';
import { createRedactionHandlers } from './redaction-handlers.ts';
import { agreedTo, serverFrom } from './server-from.ts';
import type { Session, Shared } from './session.ts';
import { readVsCodeProfile } from '../settings/vscode-profile.ts';
import { isolationView, verifyOffline } from './verify-offline.ts';

/** What goes on in the background is told this much later, with what comes meanwhile: after the answer that it is about. */
const TOLD_EVERY_MS = 50;
const LEDGER_BATCHES: Batching<LedgerEntry> = {
  keyOf: ({ id }) => id,
  everyMs: TOLD_EVERY_MS,
  most: LIMITS.ledgerBatch,
};

/** The contract's entries for one window. */
export function createSessionHandlers(
  session: Session,
  shared: Shared,
  host: Host,
  wire: CoreWire,
  version: string,
): Handlers {
  const { settings, workspaces, ledger, embedded, keys } = shared;
  const { policy, registry, chat, completion, nextEdit } = session;

  async function updateModels(change: Parameters<typeof settings.update>[0]): Promise<ModelsView> {
    session.begin();
    await settings.update(change);
    // The change itself makes the registry look again.
    await registry.settled();
    return registry.view();
  }

  const colorTheme = textHandlers(shared.colorTheme);
  const keybindings = textHandlers(shared.keybindings);
  const snippets = textHandlers(shared.snippets);
  return {
    'app.info': () => ({
      host: host.kind,
      version,
      platform: process.platform as AppInfo['platform'],
      homeFolder: homedir(),
      nativeDialogs: host.nativeDialogs,
    }),
    'app.openLink': async ({ url }) => {
      await host.openLink(url);
      return {};
    },

    'workspace.recent': () => workspaces.recent().map((id) => workspaceInfo(rootsOf(id))),
    'dialog.pickFolder': () => host.pickFolder(wire),
    'dialog.pickGguf': () => host.pickGguf(wire),
    'dialog.listFolder': ({ path, extension }) => listFolder(path, extension),

    ...createFileHandlers(session, host),
    ...createGitHandlers(session, host),
    'search.text': (request, { signal, emit }) => searchWorkspace(session.workspace(), { ...request, signal, emit }),
    'search.replace': ({ path, stamp, edits }) => session.workspace().edit(path, stamp, edits),
    'code.symbols': async ({ path, languageId, text }) => {
      const grammar = grammarFor(languageId, path);
      if (grammar === null || shared.signatures === null) return [];
      return [...(await shared.signatures.outline(grammar, text)).symbols];
    },

    'settings.get': () => session.settings.view(),
    'settings.update': ({ values }) => session.settings.change('user', definedOnly(values), []),
    'settings.change': ({ layer, set, reset }) => session.settings.change(layer, definedOnly(set), reset),
    'settings.readText': async () => ({ text: await settings.readText() }),
    'settings.writeText': async ({ text }) => {
      await settings.writeText(text);
      return session.settings.view();
    },
    'settings.changes': (_request, context) =>
      followLatest(
        context,
        () => session.settings.view(),
        (listener) => session.settings.onChange(listener),
      ),

    'colorTheme.readText': colorTheme.readText,
    'colorTheme.writeText': colorTheme.writeText,
    'colorTheme.changes': colorTheme.changes,
    'keybindings.readText': keybindings.readText,
    'keybindings.writeText': keybindings.writeText,
    'keybindings.changes': keybindings.changes,
    'vscode.profile': () => readVsCodeProfile(homedir()),
    'snippets.readText': snippets.readText,
    'snippets.writeText': snippets.writeText,
    'snippets.changes': snippets.changes,

    'policy.get': async () => {
      await policy.refresh();
      return policy.view();
    },
    'policy.setMode': async ({ mode }) => {
      await policy.setMode(mode);
      return policy.view();
    },
    'policy.setTrust': async ({ trusted }) => {
      await policy.setTrust(trusted);
      return policy.view();
    },
    'policy.approveProvider': async ({ providerId, approved }) => {
      await policy.approve(providerId, approved);
      return policy.view();
    },
    'policy.setPreview': async ({ providerId, on }) => {
      await policy.setPreview(providerId, on);
      return policy.view();
    },
    'policy.setTerminalCapture': async ({ on }) => {
      await policy.setTerminalCapture(on);
      return policy.view();
    },
    'policy.changes': (_request, context) =>
      followLatest(
        context,
        () => policy.view(),
        (listener) => policy.onChange(listener),
      ),

    'policy.isolation': async () => isolationView(host.kind, await isolation()),
    'policy.verifyOffline': async () =>
      verifyOffline({
        policy: policy.current(),
        host: host.kind,
        isolation: await isolation(),
        egress: shared.egress,
      }),

    'models.get': () => registry.view(),
    'models.refresh': async () => {
      keys.retry();
      await policy.refresh();
      await registry.refresh();
      return registry.view();
    },
    'models.addServer': (request) => {
      const { servers } = settings.view().values;
      return updateModels({ servers: [...servers, serverFrom(request, policy.current().onPremHosts)] });
    },
    'models.agreeServer': ({ id }) =>
      updateModels({
        servers: settings
          .view()
          .values.servers.map((s) => (s.id === id ? agreedTo(s, parseServerAddress(s.baseUrl)?.origin) : s)),
      }),
    'models.removeServer': async ({ id }) => {
      for (const { serverId, origin } of keys.list()) if (serverId === id) await keys.clear(serverId, origin);
      return updateModels({ servers: settings.view().values.servers.filter((s) => s.id !== id) });
    },
    'models.addGguf': async ({ path }) => {
      if (!isAbsolute(path)) throw new AppError('path-not-found');
      await embedded.inspect(path);
      const { ggufFiles } = settings.view().values;
      return updateModels({ ggufFiles: [...ggufFiles.filter((f) => f !== path), path] });
    },
    'models.removeGguf': ({ path }) =>
      updateModels({ ggufFiles: settings.view().values.ggufFiles.filter((f) => f !== path) }),
    'models.unload': async ({ ref }) => {
      const { model } = registry.find(ref);
      if (model.providerId === embedded.id) await embedded.unload(model.model);
      await registry.relist(embedded.id);
      return registry.view();
    },
    'models.chooseHere': async ({ task, ref }) => {
      const { id } = session.workspace().info;
      await workspaces.choose(id, { models: { ...workspaces.models(id), [task]: ref ?? undefined } });
      registry.rerouted();
      return registry.view();
    },
    'models.changes': (_request, context) =>
      followLatest(
        context,
        () => registry.view(),
        (listener) => {
          // Which of them is asked is a setting, and must not differ from what is on show.
          const disposers = [registry.onChange(listener), settings.onChange(listener)];
          return () => {
            for (const dispose of disposers) dispose();
          };
        },
      ),

    'usage.get': () => usageView(shared.usage),
    'usage.changes': (_request, context) =>
      followLatest(
        context,
        () => usageView(shared.usage),
        (listener) => {
          const stops = [shared.usage.onChange(listener), settings.onChange(listener)];
          return () => {
            for (const stop of stops) stop();
          };
        },
        TOLD_EVERY_MS,
      ),

    'chat.send': (request, { signal, emit }) => {
      // A prompt of the keychain's that was dismissed comes back with a question, not with each completion.
      keys.retry();
      return session.underPolicy(signal, (inner) => chat.send(request, emit, inner));
    },
    'chat.answerPreview': ({ previewId, send }) => ({ waiting: chat.answerPreview(previewId, send) }),
    'chat.forget': ({ conversationId }) => {
      chat.forget(conversationId);
      return {};
    },
    'completion.prepare': async (hint) => {
      await completion.prepare(hint);
      return {};
    },
    'completion.request': (request, { signal }) =>
      session.underPolicyWith(
        signal,
        () => completion.look(request),
        (inner, seen) => completion.request(request, seen, inner),
      ),
    'completion.nextEdit': (request, { signal }) =>
      session.underPolicy(signal, (inner) => nextEdit.request(request, inner)),

    'ledger.list': () => [...ledger.list()],
    'ledger.sentBytes': ({ id }) => {
      const sent = ledger.sent(id);
      return {
        id,
        method: sent?.method ?? '',
        url: sent?.url ?? '',
        headers: sent?.headers.map(([name, value]): [string, string] => [name, value]) ?? [],
        body: sent ? new TextDecoder().decode(sent.body) : null,
      };
    },
    'ledger.changes': (_request, context) =>
      followBatches(context, LEDGER_BATCHES, (listener) => ledger.onChange(listener)),
    ...createRedactionHandlers(session),
    ...createLanguageHandlers(session),
    ...createTerminalHandlers(session),
    ...createOllamaHandlers(session),
    ...createKeyHandlers(session, shared),
    ...createRecordHandlers(session, shared, wire),
    ...createWindowHandlers(session, shared, wire),
  };
}

function usageView(usage: UsageMeter): UsageView {
  return { session: usage.session(), today: usage.today(), budget: usage.budget() };
}

/** The entries about one small text of the user's. */
function textHandlers(store: TextStore) {
  interface Text {
    readonly text: string;
  }
  const now = (): Text => ({ text: store.text() });
  return {
    readText: now,
    writeText: async ({ text }: Text): Promise<Record<string, never>> => {
      await store.write(text);
      return {};
    },
    changes: (_request: unknown, context: Parameters<typeof followLatest<Text>>[0]): Promise<void> =>
      followLatest(context, now, (listener) => store.onChange(listener)),
  };
}
