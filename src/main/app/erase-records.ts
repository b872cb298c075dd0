import { AppError } from '../../shared/app-error.ts';
import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { rootsOf } from '../../shared/workspace-id.ts';
import type { Conversation, EraseReport } from '../../shared/schemas/history.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CompletionCounter } from '../records/completion-counts.ts';
import type { ChatHistory } from '../records/chat-history.ts';
import type { BackupStore } from '../records/backup-store.ts';
import { passagesOf, scanForResidue } from '../records/residue-scan.ts';
import type { WindowStateStore } from '../records/window-state-store.ts';
import type { KeyWriter } from '../secrets/key-writer.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { TextStore } from '../settings/text-store.ts';
import type { WorkspaceStore } from '../settings/workspace-store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { UsageMeter } from '../usage/usage-meter.ts';
import { t } from '../../shared/messages/t.ts';

/** What holds records. */
export interface RecordKeepers {
  readonly dataFolder: string;
  readonly history: ChatHistory;
  readonly ledger: Ledger;
  readonly telemetry: Telemetry;
  readonly usage: UsageMeter;
  readonly completions: CompletionCounter;
  readonly backups: BackupStore;
  readonly windowStates: WindowStateStore;
  readonly workspaces: WorkspaceStore;
  readonly settings: SettingsStore;
  readonly keybindings: TextStore;
  readonly snippets: TextStore;
  readonly colorTheme: TextStore;
  readonly keys: KeyWriter;
}

/**
 * Remove conversations, the record of requests, samples, counts, unsaved texts, layouts, recent folders and approvals, and prove it:
 * the data folder is read from end to end for what was in them. The mode of each folder and what is
 * redacted there stay, so that none becomes less private, unless the settings go too; stored keys go
 * with the settings. What cannot be removed is told, and the rest is removed nevertheless.
 */
export async function eraseRecords(keepers: RecordKeepers, withSettings: boolean): Promise<EraseReport> {
  const {
    dataFolder,
    history,
    ledger,
    telemetry,
    usage,
    completions,
    workspaces,
    settings,
    keybindings,
    snippets,
    colorTheme,
    keys,
  } = keepers;
  const { backups, windowStates } = keepers;
  const failures: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof AppError ? error.message : new AppError('write-failed').message;
      failures.push(`${what}: ${why}`);
      return otherwise;
    }
  };
  const conversations = await attempt('Conversations', () => history.eraseAll(), []);
  const requests = await attempt(t('The record of requests'), () => ledger.erase(), []);
  await attempt(t('Usage samples'), () => telemetry.erase(), undefined);
  await attempt(t('Counts of tokens'), () => usage.erase(), undefined);
  await attempt(t('Counts of completions'), () => completions.erase(), undefined);
  const texts = await attempt(t('Unsaved texts'), () => backups.eraseAll(), []);
  const names = await attempt('Layouts', () => windowStates.eraseAll(), []);
  const folders = await attempt(t('Recent folders'), () => workspaces.forget(!withSettings), {
    forgotten: [],
    kept: [],
  });
  if (withSettings) {
    await attempt('Keys', () => keys.clearAll(), undefined);
    if (keys.list().length > 0)
      failures.push(t('Keys: The keychain could not be asked. They are removed as soon as it can.'));
    await attempt('Settings', () => settings.reset(), undefined);
    await attempt(t('Color theme'), () => colorTheme.write(''), undefined);
    await attempt('Keybindings', () => keybindings.write(''), undefined);
    await attempt('Snippets', () => snippets.write(''), undefined);
  }

  const rules = folders.kept.map((root) => workspaces.redaction(root));
  const keptRoots = new Set(folders.kept.flatMap(rootsOf));
  const kept = JSON.stringify([settings.view().values, folders.kept, rules, ledger.list()]);
  const removed = [
    ...conversations.flatMap(textsOf),
    ...requests.map((r) => r.id),
    ...texts.flatMap(({ path, text }) => [path, text]),
    ...[...names, ...folders.forgotten].flatMap(rootsOf).filter((name) => !keptRoots.has(name)),
  ];
  const passages = passagesOf(removed, kept);
  const { files, bytes, found, unread } = await scanForResidue(dataFolder, passages);
  return {
    conversations: conversations.length,
    requests: requests.length,
    backups: texts.length,
    folders: folders.forgotten.length,
    keptModes: folders.kept.length,
    passages: passages.size,
    filesScanned: files,
    bytesScanned: bytes,
    found: [...found],
    unread: [...unread],
    failures,
  };
}

function textsOf({ id, messages }: Conversation): string[] {
  return [
    id,
    ...messages.flatMap((m) =>
      m.role === 'user' ? [m.id, m.text, ...m.context.flatMap(chipTexts)] : [m.id, m.text, m.reasoning],
    ),
  ];
}

/** All texts in a chip, whatever its kind. */
function chipTexts(value: ContextChip | object): string[] {
  return Object.values(value).flatMap((inner: unknown) => {
    if (typeof inner === 'string') return [inner];
    return typeof inner === 'object' && inner !== null ? chipTexts(inner) : [];
  });
}
