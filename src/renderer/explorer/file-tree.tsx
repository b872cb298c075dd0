import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { isWithin, parentOf } from '../ui/format.ts';
import { useSize } from '../ui/use-size.ts';
import { setExpanded, useExplorer } from './explorer-store.ts';
import { moveFocus, selectOne, selectPaths, selectTo, targetsOf, toggleOne, type Selection } from './selection.ts';
import { rowByPrefix, rowOf, type TreeRow } from './tree-rows.ts';
import { EntryRow, NewRow, ROW_HEIGHT, type Decorate } from './tree-row.tsx';
import { t } from '../../shared/messages/t.ts';

/** Lines drawn beyond those on screen. */
const OVERSCAN = 6;
/** What the tree's own rows are dragged as. */
const DRAGGED = 'application/x-codegrex-paths';
/** A closed folder under what is dragged opens after this time. */
const OPENS_AFTER_MS = 600;

interface FileTreeProps {
  readonly rows: readonly TreeRow[];
  readonly decorate: Decorate;
  /** `keep` is false for what may give way to the next that is opened. */
  readonly onOpenFile: (path: string, keep: boolean) => void;
  readonly onExplain: (path: string) => void;
  /** A key that is not about moving around; true if it was used. */
  readonly onKey: (event: KeyboardEvent, targets: readonly string[], focused: FileEntry | null) => boolean;
  readonly onNew: (folder: string, name: string, what: 'file' | 'folder') => void;
  readonly onRename: (path: string, name: string) => void;
  readonly onNamingOver: () => void;
  readonly checkName: (folder: string, name: string, now: string | null) => string | null;
  readonly onDrop: (paths: readonly string[], folder: string, copy: boolean) => void;
}

/**
 * The lines of the tree, of which only those on screen are drawn. `react-arborist` was considered: it makes an object
 * with a dozen bound functions for every line whenever a folder is opened, which for 100,000 takes most of a second.
 */
export function FileTree(props: FileTreeProps) {
  const { rows, onOpenFile, onKey, onDrop } = props;
  const { selection, naming, clipboard, sought } = useExplorer();
  const { ref: sized, height } = useSize();
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  /** Whether the focus is in the tree, or was in a line that is gone. */
  const hasFocus = useRef(false);
  const [dropFolder, setDropFolder] = useState<string | null>(null);
  const opensSoon = useRef<{ readonly path: string; readonly timer: number } | null>(null);
  const typed = useRef({ text: '', at: 0 });
  const cut = clipboard?.cut === true ? new Set(clipboard.paths) : null;

  const focusedAt = rowOf(rows, selection.focused);
  const namedAt =
    naming === null
      ? -1
      : rows.findIndex((row) => row.kind === 'new' || (naming.what === 'rename' && row.path === naming.path));
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_HEIGHT) + OVERSCAN);
  const drawn = new Set<number>();
  for (let at = first; at < last; at++) drawn.add(at);
  // The line that has the focus keeps it while it is out of sight, and so does the one that is named.
  for (const at of [focusedAt, namedAt]) if (at >= 0) drawn.add(at);

  function select(next: Selection): void {
    useExplorer.setState({ selection: next });
    bringIntoView(scroller.current, rowOf(rows, next.focused));
  }

  // What had the keyboard is gone: what stands there now has it.
  const lastAt = useRef(0);
  const lost = selection.focused !== null && focusedAt < 0 && rows.length > 0;
  useEffect(() => {
    if (focusedAt >= 0) lastAt.current = focusedAt;
    if (!lost) return;
    const path = rows[Math.min(lastAt.current, rows.length - 1)]?.path ?? null;
    const there = new Set(rows.map((row) => row.path));
    useExplorer.setState((s) => ({
      selection: {
        selected: new Set([...s.selection.selected].filter((each) => there.has(each))),
        focused: path,
        anchor: path,
      },
    }));
  }, [focusedAt, lost, rows]);

  // What is sought is shown once its folders are read; once, as the user may close them again.
  const soughtAt = rowOf(rows, sought?.[0] ?? null);
  useEffect(() => {
    if (sought === null || soughtAt < 0 || height === 0) return;
    bringIntoView(scroller.current, soughtAt, 'centre');
    useExplorer.setState((s) => ({
      sought: null,
      selection: sought.every((path) => s.selection.selected.has(path)) ? s.selection : selectPaths(sought),
    }));
  }, [sought, soughtAt, height]);
  /** The user goes on: nothing takes the keyboard from where it is. */
  function stopSeeking(): void {
    if (useExplorer.getState().sought !== null) useExplorer.setState({ sought: null });
  }
  useEffect(() => {
    bringIntoView(scroller.current, namedAt);
  }, [namedAt]);
  // The keyboard is where the focus is.
  useLayoutEffect(() => {
    const now = document.activeElement;
    if (!hasFocus.current || naming !== null) return;
    if (now !== document.body && scroller.current?.contains(now) !== true) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
    if (row && row !== now) row.focus({ preventScroll: true });
  }, [naming, focusedAt, rows]);

  function activate(entry: FileEntry, keep: boolean): void {
    if (entry.kind === 'folder') void setExpanded(entry.path, !useExplorer.getState().expanded.has(entry.path));
    else if (entry.kind === 'file') onOpenFile(entry.path, keep);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[focusedAt];
    const entry = row?.kind === 'entry' ? row.entry : null;
    if (
      onKey(event, entry === null ? [...selection.selected] : targetsOf(selection, entry.path), entry) ||
      move(event, entry)
    ) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Keys that move around. */
  function move(event: KeyboardEvent, entry: FileEntry | null): boolean {
    const main = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: focusedAt + 1,
      ArrowUp: focusedAt < 0 ? 0 : focusedAt - 1,
      PageDown: focusedAt + page,
      PageUp: focusedAt - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined && !main && !event.altKey) {
      const path = rows[Math.min(Math.max(step, 0), rows.length - 1)]?.path;
      if (path == null) return true;
      const paths = rows.map((each) => each.path);
      select(event.shiftKey ? selectTo(selection, paths, path) : moveFocus(selection, path));
      return true;
    }
    if (main && event.key.toLowerCase() === 'a' && !event.shiftKey && !event.altKey) {
      const all = rows.flatMap((each) => (each.path === null ? [] : [each.path]));
      select({ ...selection, selected: new Set(all) });
      return true;
    }
    if (main || event.altKey) return false;
    if (entry === null) return false;
    const open = useExplorer.getState().expanded.has(entry.path);
    switch (event.key) {
      case 'ArrowRight':
        if (entry.kind !== 'folder') return true;
        if (!open) void setExpanded(entry.path, true);
        else if (rows[focusedAt + 1]?.path?.startsWith(`${entry.path}/`) === true)
          select(moveFocus(selection, rows[focusedAt + 1]?.path ?? ''));
        return true;
      case 'ArrowLeft':
        if (entry.kind === 'folder' && open) void setExpanded(entry.path, false);
        else if (parentOf(entry.path) !== '') select(moveFocus(selection, parentOf(entry.path)));
        return true;
      case 'Enter':
      case ' ':
        if (event.shiftKey) return false;
        if (event.key === ' ' && typed.current.text !== '' && event.timeStamp - typed.current.at < 600) break;
        select(selectOne(entry.path));
        activate(entry, event.key === 'Enter');
        return true;
      case 'Escape':
        useExplorer.setState({ clipboard: null, selection: { ...selection, selected: new Set() } });
        return true;
    }
    return find(event);
  }

  /** What is typed leads to the next name that begins so. */
  function find(event: KeyboardEvent): boolean {
    if (event.key.length !== 1) return false;
    const goesOn = event.timeStamp - typed.current.at < 600;
    typed.current = { text: goesOn ? typed.current.text + event.key : event.key, at: event.timeStamp };
    const from = typed.current.text.length > 1 ? Math.max(0, focusedAt) : focusedAt + 1;
    const path = rows[rowByPrefix(rows, typed.current.text, from)]?.path;
    if (path != null) select(moveFocus(selection, path));
    return true;
  }

  function onClick(event: MouseEvent, entry: FileEntry): void {
    const { path } = entry;
    if (event.shiftKey) {
      const paths = rows.map((row) => row.path);
      select(selectTo(selection, paths, path));
    } else if (event.ctrlKey || event.metaKey) select(toggleOne(selection, path));
    else {
      select(selectOne(path));
      // The second click of two only keeps what the first one opened.
      if (event.detail < 2 || entry.kind === 'folder') activate(entry, false);
    }
  }

  /** The folder that a drop there goes into. */
  function folderAt(target: EventTarget): string {
    const path = target instanceof Element ? target.closest<HTMLElement>('[data-path]')?.dataset['path'] : undefined;
    const row = rows[rowOf(rows, path ?? null)];
    if (row?.kind !== 'entry') return '';
    return row.entry.kind === 'folder' ? row.path : parentOf(row.path);
  }
  function opensAt(path: string | null): void {
    if (opensSoon.current?.path === path) return;
    if (opensSoon.current) clearTimeout(opensSoon.current.timer);
    opensSoon.current =
      path === null || path === ''
        ? null
        : { path, timer: window.setTimeout(() => void setExpanded(path, true), OPENS_AFTER_MS) };
  }
  function endDrag(): void {
    setDropFolder(null);
    opensAt(null);
  }
  function onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = copies(event) ? 'copy' : 'move';
    const folder = folderAt(event.target);
    setDropFolder(folder);
    opensAt(folder);
  }

  return (
    <div
      className={`tree-scroller${dropFolder === '' ? ' drop' : ''}`}
      role="tree"
      aria-label={t('Files')}
      aria-multiselectable="true"
      // With a line to stop at it is none of its own.
      tabIndex={focusedAt < 0 ? 0 : -1}
      ref={(element) => {
        scroller.current = element;
        sized(element);
      }}
      onScroll={(event) => {
        // Drawn anew with each line that comes into view, not with each pixel.
        setTop(Math.floor(event.currentTarget.scrollTop / ROW_HEIGHT) * ROW_HEIGHT);
      }}
      onFocus={(event) => {
        hasFocus.current = true;
        if (event.target !== event.currentTarget) {
          const path = event.target.querySelector<HTMLElement>(':scope > [data-path]')?.dataset['path'];
          if (path !== undefined && path !== selection.focused)
            useExplorer.setState({ selection: { ...selection, focused: path } });
          return;
        }
        const path = rows.find((row) => row.kind === 'entry')?.path;
        if (focusedAt < 0 && path != null) useExplorer.setState({ selection: moveFocus(selection, path) });
        else event.currentTarget.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
      }}
      onBlur={(event) => {
        // A line that is taken away has nothing that takes the focus from it.
        if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget))
          hasFocus.current = false;
      }}
      onKeyDownCapture={stopSeeking}
      onPointerDownCapture={stopSeeking}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === event.currentTarget || event.target === event.currentTarget.firstElementChild)
          useExplorer.setState({ selection: { ...selection, selected: new Set() } });
      }}
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) endDrag();
      }}
      onDrop={(event) => {
        const data = event.dataTransfer.getData(DRAGGED);
        if (data === '') return;
        event.preventDefault();
        const folder = folderAt(event.target);
        endDrag();
        onDrop(JSON.parse(data) as string[], folder, copies(event));
      }}
    >
      <div role="presentation" style={{ height: rows.length * ROW_HEIGHT, position: 'relative' }}>
        {[...drawn]
          .sort((a, b) => a - b)
          .map((at) => {
            const row = rows[at];
            if (!row) return null;
            const style = { top: at * ROW_HEIGHT };
            if (row.kind === 'new')
              return (
                <NewRow
                  key="new"
                  row={row}
                  style={style}
                  check={(name) => props.checkName(naming?.what === row.what ? naming.folder : '', name, null)}
                  onName={(name) => {
                    if (naming !== null && naming.what !== 'rename') props.onNew(naming.folder, name, row.what);
                  }}
                  onCancel={props.onNamingOver}
                />
              );
            const { entry } = row;
            return (
              <EntryRow
                key={row.path}
                entry={entry}
                level={row.level}
                style={style}
                place={{ at: row.at, of: row.of }}
                selected={selection.selected.has(row.path)}
                focused={at === focusedAt}
                cut={cut?.has(row.path) === true}
                drop={dropFolder !== null && dropFolder !== '' && isWithin(dropFolder, row.path)}
                decoration={props.decorate(row.path, entry.kind)}
                naming={
                  naming?.what === 'rename' && naming.path === row.path
                    ? {
                        check: (name) => props.checkName(parentOf(row.path), name, entry.name),
                        onName: (name) => {
                          props.onRename(row.path, name);
                        },
                        onCancel: props.onNamingOver,
                      }
                    : null
                }
                onExplain={props.onExplain}
                onClick={(event) => {
                  onClick(event, entry);
                }}
                onDoubleClick={() => {
                  if (entry.kind === 'file') onOpenFile(entry.path, true);
                }}
                onDragStart={(event) => {
                  const paths = targetsOf(selection, row.path);
                  event.dataTransfer.setData(DRAGGED, JSON.stringify(paths));
                  event.dataTransfer.effectAllowed = 'copyMove';
                }}
                onDragEnd={endDrag}
              />
            );
          })}
      </div>
    </div>
  );
}

/** Scroll no further than a line needs; one that is far away comes to the middle, if that is wanted. */
function bringIntoView(scroller: HTMLElement | null, at: number, place: 'nearest' | 'centre' = 'nearest'): void {
  if (!scroller || at < 0) return;
  const begin = at * ROW_HEIGHT;
  const end = begin + ROW_HEIGHT;
  if (begin >= scroller.scrollTop && end <= scroller.scrollTop + scroller.clientHeight) return;
  if (place === 'centre') scroller.scrollTop = begin - scroller.clientHeight / 2;
  else scroller.scrollTop = begin < scroller.scrollTop ? begin : end - scroller.clientHeight;
}

/** As in other programs of the system, a key makes a copy of what is dropped. */
function copies(event: DragEvent): boolean {
  return /mac/i.test(navigator.userAgent) ? event.altKey : event.ctrlKey;
}
