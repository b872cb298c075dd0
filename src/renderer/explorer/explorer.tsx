import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { ContextMenu } from 'radix-ui';
import { pathProblem, type Platform } from '../../shared/file-name.ts';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { copyText } from '../ui/copy-text.ts';
import { movedPath, parentOf } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { EntryMenu } from './entry-menu.tsx';
import { collapseAll, reloadAll, reveal, setNaming, useExplorer } from './explorer-store.ts';
import {
  beginNew,
  copyInto,
  createEntry,
  deleteEntries,
  duplicate,
  moveInto,
  pasteInto,
  redoFileAction,
  renameEntry,
  takeFiles,
  undoFileAction,
} from './file-actions.ts';
import { FileTree } from './file-tree.tsx';
import { absolutePath, isRoot, pathInFolder, rootAround } from './open-folders.ts';
import { moveFocus, targetsOf } from './selection.ts';
import { strokeIs } from './stroke.ts';
import type { Decorate } from './tree-row.tsx';
import { treeRows } from './tree-rows.ts';
import { t } from '../../shared/messages/t.ts';

interface ExplorerProps {
  readonly activeFile: string | null;
  /** Whether the file on screen is shown in the tree. */
  readonly autoReveal: boolean;
  /** Of the core, whose names they are. */
  readonly platform: Platform;
  /** What else is known of a path, as its state in Git. */
  readonly decorate: Decorate;
  /** `keep` is false for what may give way to the next that is opened. */
  readonly onOpenFile: (path: string, keep: boolean) => void;
  /** Open beside what is on screen. */
  readonly onOpenAside: (path: string) => void;
  /** Search in these folders. */
  readonly onFindIn: (folders: readonly string[]) => void;
  readonly onOpenFolder: () => void;
  /** Have another folder open beside. */
  readonly onAddFolder: () => void;
  /** Have one of several folders not open any more; its name. */
  readonly onRemoveFolder: (name: string) => void;
  /** Tell whether models may read a file or folder, and why. */
  readonly onExplain: (path: string) => void;
}

/** The file tree. Folders are read when they are opened. */
export function Explorer(props: ExplorerProps) {
  const { activeFile, autoReveal, platform, onOpenFile, onOpenAside, onFindIn, onOpenFolder, onExplain } = props;
  const { onAddFolder, onRemoveFolder } = props;
  const { workspace, folders, expanded, naming } = useExplorer();
  const rows = useMemo(() => treeRows(folders, expanded, naming), [folders, expanded, naming]);
  const [menuOf, setMenuOf] = useState<{ readonly entry: FileEntry | null } | null>(null);
  const revealed = useRef(activeFile);
  useEffect(() => {
    const { moved } = useExplorer.getState();
    const before = revealed.current;
    revealed.current = activeFile;
    // A file that was only given another path is where the user looks already.
    const followed = moved !== null && before !== null && movedPath(before, moved.from, moved.to) === activeFile;
    if (autoReveal && activeFile !== null && (before === activeFile || !followed)) void reveal([activeFile]);
  }, [activeFile, autoReveal]);

  if (!workspace) {
    return (
      <section className="side" aria-label={t('Explorer')}>
        <header className="side-title">{t('Explorer')}</header>
        <div className="empty">
          <p>{t('No folder is open.')}</p>
          <button type="button" className="button primary" onClick={onOpenFolder}>
            {t('Open folder')}
          </button>
        </div>
      </section>
    );
  }
  const shown = [...folders].filter(([path]) => path === '' || expanded.has(path));

  async function create(folder: string, name: string, what: 'file' | 'folder'): Promise<void> {
    const made = await createEntry(folder, platform === 'win32' ? name.replaceAll('\\', '/') : name, what);
    if (made !== null) onOpenFile(made, true);
  }
  /** Where something new goes: into the folder that has the keyboard, or beside the file that has it. */
  function targetFolder(): string {
    const { focused } = useExplorer.getState().selection;
    const entry = focused === null ? null : entryOf(focused);
    return entry === null ? rootAround(activeFile) : folderOf(entry);
  }
  function copyPaths(paths: readonly string[], relative: boolean): void {
    const separator = platform === 'win32' ? '\\' : '/';
    const written = relative ? (path: string) => pathInFolder(path).replaceAll('/', separator) : absolutePath;
    void copyText(paths.map(written).join('\n'));
  }
  /** What can be given another name or place. */
  const movable = (paths: readonly string[]): readonly string[] => paths.filter((path) => !isRoot(path));
  function findIn(paths: readonly string[]): void {
    onFindIn([...new Set(paths.map((path) => (entryOf(path)?.kind === 'folder' ? path : parentOf(path))))]);
  }

  /** The keys of VS Code's explorer. */
  function onKey(event: KeyboardEvent, targets: readonly string[], focused: FileEntry | null): boolean {
    const one = targets[0];
    const pressed = (...strokes: readonly string[]): boolean => strokes.some((stroke) => strokeIs(event, stroke));
    if (pressed('Ctrl+Z')) void undoFileAction();
    else if (pressed('Ctrl+Shift+Z', 'Ctrl+Y')) void redoFileAction();
    else if (pressed('Ctrl+V')) void pasteInto(targetFolder());
    else if (one === undefined) return false;
    else if (pressed('F2')) {
      if (focused && !isRoot(focused.path)) setNaming({ what: 'rename', path: focused.path });
    } else if (pressed('Delete', 'Mac+Ctrl+Backspace')) void deleteEntries(movable(targets), false);
    else if (pressed('Shift+Delete', 'Mac+Ctrl+Alt+Backspace')) void deleteEntries(movable(targets), true);
    else if (pressed('Ctrl+X')) takeFiles(movable(targets), true);
    else if (pressed('Ctrl+C')) takeFiles(movable(targets), false);
    else if (pressed('Shift+Alt+C')) copyPaths(targets, false);
    else if (pressed('Shift+Alt+F')) findIn(targets);
    else if (pressed('Ctrl+Enter') && focused?.kind === 'file') onOpenAside(focused.path);
    else return false;
    return true;
  }

  return (
    <section className="side" aria-label={t('Explorer')}>
      <header className="side-title">
        <span className="clip" title={visibleText(workspace.folders.map(({ root }) => root).join('\n'))}>
          {visibleText(workspace.name)}
        </span>
        <span className="actions">
          <IconButton icon="new-file" label={t('New file')} onClick={() => void beginNew(targetFolder(), 'file')} />
          <IconButton
            icon="new-folder"
            label={t('New folder')}
            onClick={() => void beginNew(targetFolder(), 'folder')}
          />
          <IconButton icon="refresh" label={t('Refresh')} onClick={() => void reloadAll()} />
          <IconButton icon="collapse-all" label={t('Collapse all folders')} onClick={collapseAll} />
        </span>
      </header>
      {shown.map(([path, { error, leftOut, entries }]) =>
        error === null && leftOut === 0 ? null : (
          <p key={path} className={error === null ? 'notice' : 'notice error'} role={error === null ? 'note' : 'alert'}>
            {path === '' ? '' : `${visibleText(path)}: `}
            {error ??
              t('Only {entries} of {entries2} entries are shown. Search finds the others.', {
                entries: entries.length.toLocaleString(),
                entries2: (entries.length + leftOut).toLocaleString(),
              })}
          </p>
        ),
      )}
      <ContextMenu.Root modal={false}>
        <ContextMenu.Trigger asChild>
          <div
            className="tree"
            onContextMenu={(event) => {
              // A name being typed has the menu of any text.
              if (event.target instanceof HTMLInputElement) {
                event.stopPropagation();
                return;
              }
              const entry = entryAt(event.target);
              setMenuOf({ entry });
              if (entry) useExplorer.setState((s) => ({ selection: moveFocus(s.selection, entry.path) }));
            }}
          >
            <FileTree
              rows={rows}
              decorate={props.decorate}
              onOpenFile={onOpenFile}
              onExplain={onExplain}
              onKey={onKey}
              onNew={(folder, name, what) => void create(folder, name, what)}
              onRename={(path, name) => void renameEntry(path, name)}
              onNamingOver={() => {
                setNaming(null);
              }}
              checkName={(folder, name, now) => nameTaken(folder, name, now, platform) ?? pathProblem(name, platform)}
              onDrop={(paths, folder, copy) => void (copy ? copyInto(paths, folder) : moveInto(paths, folder))}
            />
          </div>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          {menuOf === null ? null : (
            <EntryMenu
              entry={menuOf.entry}
              many={menuOf.entry === null ? 0 : targetsOf(useExplorer.getState().selection, menuOf.entry.path).length}
              canPaste={useExplorer.getState().clipboard !== null}
              act={(action) => {
                const { entry } = menuOf;
                const targets = entry === null ? [] : targetsOf(useExplorer.getState().selection, entry.path);
                const folder = entry === null ? rootAround(activeFile) : folderOf(entry);
                const files = targets.filter((path) => entryOf(path)?.kind === 'file');
                switch (action) {
                  case 'open':
                    for (const path of files) onOpenFile(path, true);
                    break;
                  case 'open-aside':
                    for (const path of files) onOpenAside(path);
                    break;
                  case 'new-file':
                  case 'new-folder':
                    void beginNew(folder, action === 'new-file' ? 'file' : 'folder');
                    break;
                  case 'find':
                    findIn(entry === null ? [''] : targets);
                    break;
                  case 'cut':
                  case 'copy':
                    takeFiles(targets, action === 'cut');
                    break;
                  case 'paste':
                    void pasteInto(folder);
                    break;
                  case 'duplicate':
                    void duplicate(targets);
                    break;
                  case 'copy-path':
                  case 'copy-relative':
                    copyPaths(entry === null ? [''] : targets, action === 'copy-relative');
                    break;
                  case 'rename':
                    if (entry) setNaming({ what: 'rename', path: entry.path });
                    break;
                  case 'delete':
                    void deleteEntries(targets, false);
                    break;
                  case 'explain':
                    if (entry) onExplain(entry.path);
                    break;
                  case 'add-folder':
                    onAddFolder();
                    break;
                  case 'remove-folder':
                    if (entry) onRemoveFolder(entry.path);
                    break;
                }
              }}
            />
          )}
        </ContextMenu.Portal>
      </ContextMenu.Root>
    </section>
  );
}

/** What is known of a path; `null` if it is not on show. */
function entryOf(path: string): FileEntry | null {
  return (
    useExplorer
      .getState()
      .folders.get(parentOf(path))
      ?.entries.find((entry) => entry.path === path) ?? null
  );
}

function folderOf(entry: FileEntry): string {
  return entry.kind === 'folder' ? entry.path : parentOf(entry.path);
}

/** The entry of the line that an event came from; `null` beside the lines. */
function entryAt(target: EventTarget): FileEntry | null {
  // The keyboard's menu key is sent to the line, the mouse's button to something within it.
  const line = target instanceof Element ? target.closest('[role=treeitem]') : null;
  const path = line?.querySelector<HTMLElement>('[data-path]')?.dataset['path'];
  return path === undefined ? null : entryOf(path);
}

/** Why a name cannot be given in a folder on show: something else has it. */
function nameTaken(folder: string, name: string, now: string | null, platform: Platform): string | null {
  // Case makes no difference there, mostly.
  const same = (a: string, b: string): boolean =>
    a === b || (platform !== 'linux' && a.toLowerCase() === b.toLowerCase());
  if (name === now || (now !== null && same(name, now))) return null;
  const entries = useExplorer.getState().folders.get(folder)?.entries ?? [];
  const taken = entries.some((entry) => same(entry.name, name.replace(/\/$/, '')));
  return taken ? t('There is {name} in this folder already. Choose another name.', { name: visibleText(name) }) : null;
}
