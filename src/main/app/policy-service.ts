import { join } from 'node:path';
import type { Mode } from '../../privacy/mode.ts';
import { resolvePolicy, selectableModes, type Policy, type PolicyLayer } from '../../privacy/policy.ts';
import { compileRules, type RuleLayer } from '../../privacy/redaction/user-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { rootsOf } from '../../shared/workspace-id.ts';
import type { FolderRedaction, PolicyView } from '../../shared/schemas/settings.ts';
import { memoByJson } from '../redaction/memo-by-json.ts';
import { readPolicyFile, WORKSPACE_POLICY_FILE } from '../settings/policy-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { WorkspaceStore } from '../settings/workspace-store.ts';
import { watchFiles, type FileWatch } from '../settings/watch-file.ts';
import { tell } from '../../shared/messages/tell.ts';
import { msg, t } from '../../shared/messages/t.ts';
import { createNewestReading } from './newest-reading.ts';

/** What a folder is that the user has not trusted: what lies in it may be written to leak. */
const UNTRUSTED: PolicyLayer = {
  source: msg('this folder not being trusted yet'),
  authority: 'workspace',
  readable: true,
  mode: 'sensitive',
};

/** The policy of one window. */
export interface PolicyService {
  /** In force now. */
  current(): Policy;
  view(): PolicyView;
  /**
   * Have in force what the user chose before, and what the policy files say now; to be awaited before each decision, as
   * a choice may not be written yet and a watcher may be late.
   */
  refresh(): Promise<void>;
  /** Choose a mode for the open folder, or for this window while no folder is open. */
  setMode(mode: Mode): Promise<void>;
  /** Trust the open folder, or no longer. Throws `no-workspace`. */
  setTrust(trusted: boolean): Promise<void>;
  /** Let chat go to a provider's cloud under Sensitive, for the open folder. Throws `no-workspace`. */
  approve(providerId: string, approved: boolean): Promise<void>;
  /** Whether to see what goes to a provider before it goes, for the open folder. Throws `no-workspace`. */
  setPreview(providerId: string, on: boolean): Promise<void>;
  /** Whether what terminals print is kept for models, for the open folder. Throws `no-workspace`. */
  setTerminalCapture(on: boolean): Promise<void>;
  /** What the user chose about redaction for the open folder; `null` while none is open. */
  folderRedaction(): FolderRedaction | null;
  /** Throws `no-workspace`. */
  setFolderRedaction(redaction: FolderRedaction): Promise<void>;
  /**
   * Another workspace was opened (or none), by its id. Of several folders, what the user chose for each alone and
   * what its own file says tightens what holds for all; what is permitted is chosen for all together.
   */
  setWorkspace(id: string | null): Promise<void>;
  /** @param changed called after each change, with what was in force before */
  onChange(changed: (now: Policy, before: Policy) => void): () => void;
  close(): Promise<void>;
}

/** What a policy service reads. */
export interface PolicySources {
  readonly settings: SettingsStore;
  readonly workspaces: WorkspaceStore;
  /** Set by the machine's administrator; absolute path. */
  readonly organisationFile: string;
}

/** Layers whose rules were looked at lately; each request asks again. */
const KEPT_LAYERS = 16;
const problemsOf = memoByJson(KEPT_LAYERS, (layer: RuleLayer) => compileRules([layer]).problems);

/** The layer, with which of its redaction rules are refused. */
function checked(layer: PolicyLayer): PolicyLayer {
  if (!layer.readable || layer.rules === undefined) return layer;
  const { source, authority, rules } = layer;
  return { ...layer, refused: problemsOf({ source, authority, ...rules }) };
}

export async function createPolicyService(sources: PolicySources): Promise<PolicyService> {
  const { settings, workspaces, organisationFile } = sources;
  /** The workspace whose policy is in force. */
  let workspace: string | null = null;
  /** The one that was opened; `workspace` follows, together with the files, once they were read. */
  let opened: string | null = null;
  /** While no folder is open there is nowhere to keep the choice. */
  let unkept: Mode | null = null;
  let files: readonly PolicyLayer[] = [];
  let watcher: FileWatch | null = null;
  const listeners = new Set<(now: Policy, before: Policy) => void>();

  function layers(): readonly PolicyLayer[] {
    const choice: readonly PolicyLayer[] =
      workspace !== null
        ? [
            workspaces.layer(workspace),
            ...partsOf(workspace),
            ...(untrustedOf(workspace).length > 0 ? [UNTRUSTED] : []),
          ]
        : unkept !== null
          ? [{ source: msg('your choice for this window'), authority: 'user', readable: true, mode: unkept }]
          : [];
    return [settings.layer(), ...choice, ...files].map(checked);
  }

  /** What the user chose for each of several folders alone. */
  function partsOf(id: string): readonly PolicyLayer[] {
    const roots = rootsOf(id);
    return roots.length === 1 ? [] : roots.map((root) => workspaces.strictLayer(root));
  }
  const untrustedOf = (id: string | null): string[] =>
    id === null ? [] : rootsOf(id).filter((root) => !workspaces.isTrusted(root));

  let policy = resolvePolicy(layers());
  let shown = JSON.stringify([view(), policy.redaction]);
  function resolve(): void {
    const before = policy;
    policy = resolvePolicy(layers());
    const next = JSON.stringify([view(), policy.redaction]);
    if (next === shown) return;
    shown = next;
    for (const changed of listeners) changed(policy, before);
  }
  function view(): PolicyView {
    return {
      mode: policy.mode,
      chosenMode: policy.chosenMode,
      decidedBy: tell(policy.decidedBy),
      selectableModes: [...selectableModes(layers())],
      onPremHosts: [...policy.onPremHosts],
      approvedProviders: [...policy.approvedProviders],
      previewOff: [...policy.previewOff],
      terminalCapture: workspace !== null && workspaces.terminalCapture(workspace),
      trusted: untrustedOf(workspace).length === 0,
      untrusted: untrustedOf(workspace),
      modeWhenTrusted: resolvePolicy(layers().filter((layer) => layer !== UNTRUSTED)).mode,
      notices: policy.notices.map(tell),
    };
  }

  const beginReading = createNewestReading();
  async function readFiles(): Promise<void> {
    const here = opened;
    const isNewest = beginReading();
    const read = await Promise.all([
      ...policyFilesOf(here).map(({ file, source }) => readPolicyFile(file, source, 'workspace')),
      readPolicyFile(organisationFile, msg('your organisation’s policy'), 'organisation'),
    ]);
    if (here !== opened || !isNewest()) return;
    workspace = here;
    files = read.filter((layer) => layer !== null);
    resolve();
  }

  const choosing = createInTurn();
  async function refresh(): Promise<void> {
    await Promise.all([choosing(() => undefined), settings.settled()]);
    await readFiles();
  }

  function openId(): string {
    if (workspace === null) throw new AppError('no-workspace');
    return workspace;
  }

  // The choice for a folder is the same in every window that has it open.
  const disposers = [settings.onChange(resolve), workspaces.onChange(resolve)];
  await refresh();

  return {
    current: () => policy,
    view,
    refresh,
    setMode: (mode) =>
      choosing(async () => {
        await readFiles();
        if (!selectableModes(layers()).includes(mode)) {
          throw new AppError(
            'refused-by-policy',
            t('{decidedBy} sets at least {mode}.', { decidedBy: tell(policy.decidedBy), mode: policy.mode }),
          );
        }
        if (workspace === null) unkept = mode;
        else await workspaces.choose(workspace, { mode });
        resolve();
      }),
    setTrust: async (trusted) => {
      for (const root of rootsOf(openId())) await workspaces.choose(root, { trusted });
    },
    approve: (providerId, approved) => {
      const id = openId();
      return workspaces.choose(id, {
        approvedProviders: withOrWithout(policy.approvedProviders, providerId, approved),
      });
    },
    setPreview: (providerId, on) => {
      const id = openId();
      return workspaces.choose(id, { previewOff: withOrWithout(policy.previewOff, providerId, !on) });
    },
    setTerminalCapture: (on) => workspaces.choose(openId(), { terminalCapture: on }),
    folderRedaction: () => (workspace === null ? null : workspaces.redaction(workspace)),
    setFolderRedaction: (redaction) => workspaces.choose(openId(), { redaction }),
    setWorkspace: async (next) => {
      await watcher?.close();
      watcher = null;
      opened = next;
      await refresh();
      // Each decision reads the files anyway.
      const files = policyFilesOf(next).map(({ file }) => file);
      watcher = watchFiles(files, () => void refresh());
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: async () => {
      for (const dispose of disposers) dispose();
      await watcher?.close();
    },
  };
}

/** The policy files of a workspace's folders; absolute, and as they are told. */
function policyFilesOf(id: string | null): readonly { readonly file: string; readonly source: string }[] {
  const roots = id === null ? [] : rootsOf(id);
  return roots.map((root) => {
    const file = join(root, WORKSPACE_POLICY_FILE);
    return { file, source: roots.length === 1 ? WORKSPACE_POLICY_FILE : file };
  });
}

function withOrWithout(list: readonly string[], item: string, included: boolean): string[] {
  return [...list.filter((i) => i !== item), ...(included ? [item] : [])];
}
