import { AppError } from '../../shared/app-error.ts';
import type { Backup } from '../../shared/schemas/window-state.ts';
import { call } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';
import { documentOf, useEditor } from './editor-store.ts';
import { openDocuments } from './open-documents.ts';

/** A text is kept this long after it was changed, ms; with the time to write it that is within a second. */
const AFTER_MS = 400;
/** The same for a large text, which takes a while to write. */
const LARGE_AFTER_MS = 3000;

/** What is to be known of the rest of the window. */
export interface BackupSurroundings {
  /** The id of what is open. */
  readonly workspace: () => string | null;
  /** Whether the user wants unsaved text kept. */
  readonly enabled: () => boolean;
}

/** Files whose text changed since it was kept last. */
const pending = new Set<string>();
/** Files of which a text is kept, or was asked to be. */
const kept = new Set<string>();
/** Files whose text could not be kept. */
const failed = new Set<string>();
let around: BackupSurroundings | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
/** For large texts. */
let slowTimer: ReturnType<typeof setTimeout> | null = null;

/** Keep each unsaved text in the user's own folder from now on, until it is saved or given up. Call once. */
export function startBackups(surroundings: BackupSurroundings): void {
  around = surroundings;
  openDocuments.onEdit(later);
  useEditor.subscribe(({ tabs }, before) => {
    if (tabs === before.tabs) return;
    const dirty = new Set(tabs.flatMap((t) => (t.dirty ? [t.path] : [])));
    for (const path of kept) if (!dirty.has(path)) void remove(path);
    for (const path of pending) if (!dirty.has(path)) pending.delete(path);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush();
  });
}

function later(path: string): void {
  pending.add(path);
  if (documentOf(path)?.large === true) slowTimer ??= setTimeout(flush, LARGE_AFTER_MS);
  else timer ??= setTimeout(flushSmall, AFTER_MS);
}

/** Keep all that is not saved, and nothing else: the core may have been started again, or the setting turned on. */
export function backUpAll(): void {
  const dirty = new Set(useEditor.getState().tabs.flatMap((t) => (t.dirty ? [t.path] : [])));
  for (const path of dirty) pending.add(path);
  for (const path of kept) if (!dirty.has(path)) void remove(path);
  flush();
}

function flushSmall(): void {
  timer = null;
  write([...pending].filter((path) => documentOf(path)?.large !== true));
}

/** Keep what changed, now. */
export function flush(): void {
  for (const each of [timer, slowTimer]) if (each !== null) clearTimeout(each);
  timer = slowTimer = null;
  write([...pending]);
}

function write(paths: readonly string[]): void {
  const workspace = around?.workspace() ?? null;
  if (workspace === null || around?.enabled() !== true) return;
  for (const path of paths) {
    pending.delete(path);
    const backup = useEditor.getState().tabs.find((t) => t.path === path)?.dirty === true ? backupOf(path) : null;
    if (backup === null) continue;
    kept.add(path);
    void call('backups.write', { workspace, backup }).then(succeeded(path), failedOf(path));
  }
}

/** Keep each unsaved text as one of another workspace, in which the files have other paths. Rejects if one cannot be. */
export async function backUpAs(workspace: string, moved: (path: string) => string): Promise<void> {
  if (around?.enabled() !== true) return;
  const dirty = useEditor.getState().tabs.flatMap((t) => (t.dirty ? [t.path] : []));
  await Promise.all(
    dirty.map(async (path) => {
      const backup = backupOf(path, moved(path));
      if (backup === null) return;
      await call('backups.write', { workspace, backup });
      kept.add(backup.path);
    }),
  );
}

/** @param as the path that it is kept by */
function backupOf(path: string, as = path): Backup | null {
  const document = documentOf(path);
  if (!document) return null;
  const { eol, bom, encoding, version } = document.file;
  return { path: as, text: document.model.getValue(), eol, bom, encoding, version };
}

const succeeded = (path: string) => (): void => {
  failed.delete(path);
};
const failedOf =
  (path: string) =>
  (error: unknown): void => {
    // Once is enough: it is typed on meanwhile, and the window asks before it is left.
    const told = failed.size > 0 || (error instanceof AppError && error.code === 'connection-lost');
    failed.add(path);
    if (!told) notifyError(error);
  };

async function remove(path: string): Promise<void> {
  kept.delete(path);
  failed.delete(path);
  const workspace = around?.workspace() ?? null;
  // One that cannot be removed comes back as what it is, a text that is another than the file.
  if (workspace !== null) await call('backups.remove', { workspace, path }).catch(() => undefined);
}

/** An unsaved text of an earlier window is this one's now. */
export function alreadyKept(path: string): void {
  kept.add(path);
}

/** Whether leaving now would lose nothing. What has changed just now is kept meanwhile. */
export function nothingToLose(): boolean {
  const dirty = useEditor.getState().tabs.some((t) => t.dirty);
  const safe = around?.enabled() === true && pending.size === 0 && failed.size === 0;
  flush();
  return !dirty || safe;
}
