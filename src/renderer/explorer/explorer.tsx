import { createContext, use, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { ContextMenu } from 'radix-ui';
import { Tree, type NodeApi, type NodeRendererProps, type TreeApi } from 'react-arborist';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { copyText } from '../ui/copy-text.ts';
import { parentOf } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSize } from '../ui/use-size.ts';
import { reloadAll, reveal, setExpanded, useExplorer, type FolderState } from './explorer-store.ts';

const INDENT = 14;

interface TreeNode extends FileEntry {
  readonly id: string;
  readonly children: readonly TreeNode[] | null;
}

interface ExplorerProps {
  readonly activeFile: string | null;
  /** `keep` is false for what may give way to the next that is opened. */
  readonly onOpenFile: (path: string, keep: boolean) => void;
  readonly onOpenFolder: () => void;
  readonly onNewFile: () => void;
  /** Tell whether models may read a file or folder, and why. */
  readonly onExplain: (path: string) => void;
}

/** Rows are drawn by the tree, which hands them nothing of ours. */
const Explain = createContext<(path: string) => void>(() => undefined);

/** The file tree. Folders are read when they are opened. */
export function Explorer({ activeFile, onOpenFile, onOpenFolder, onNewFile, onExplain }: ExplorerProps) {
  const { workspace, folders, expanded, sought: asked } = useExplorer();
  const data = useMemo(() => childrenOf('', folders, expanded), [folders, expanded]);
  const { ref, element, width, height } = useSize();
  const [menuOf, setMenuOf] = useState<FileEntry | null>(null);
  const tree = useRef<TreeApi<TreeNode> | undefined>(undefined);
  /** The file to be shown in the tree once its folders are read; shown once, as the user may close them again. */
  const sought = useRef<string | null>(null);
  useEffect(() => {
    if (activeFile !== null) void reveal(activeFile);
  }, [activeFile]);
  useEffect(() => {
    sought.current = asked?.path ?? null;
  }, [asked]);
  useEffect(() => {
    const path = sought.current;
    const api = tree.current;
    if (path === null || !api || !folders.get(parentOf(path))?.entries.some((e) => e.path === path)) return;
    sought.current = null;
    const select = (): void => {
      api.select(path, { focus: false });
    };
    // A row must not move away between the two clicks of a double click on it.
    if (inView(element, path)) select();
    // One that is not drawn can be selected once it is.
    else void api.scrollTo(path)?.then(select);
  }, [asked, folders, element]);
  const unread = [...folders].filter(([path, { error }]) => error !== null && (path === '' || expanded.has(path)));

  /** The tree's own keys open with Space alone; in it Enter would rename. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const node = tree.current?.focusedNode;
    if (event.key !== 'Enter' || !node) return;
    event.preventDefault();
    if (node.isInternal) node.toggle();
    else node.activate();
  };

  if (!workspace) {
    return (
      <section className="side" aria-label="Explorer">
        <header className="side-title">Explorer</header>
        <div className="empty">
          <p>No folder is open.</p>
          <button type="button" className="button primary" onClick={onOpenFolder}>
            Open folder
          </button>
        </div>
      </section>
    );
  }
  return (
    <section className="side" aria-label="Explorer">
      <header className="side-title">
        <span title={workspace.root}>{workspace.name}</span>
        <span className="actions">
          <IconButton icon="new-file" label="New file" onClick={onNewFile} />
          <IconButton icon="refresh" label="Refresh" onClick={() => void reloadAll()} />
        </span>
      </header>
      {unread.map(([path, { error }]) => (
        <p key={path} className="notice error" role="alert">
          {path === '' ? error : `${path}: ${error ?? ''}`}
        </p>
      ))}
      <Explain value={onExplain}>
        <ContextMenu.Root modal={false}>
          <ContextMenu.Trigger asChild>
            <div
              className="tree"
              ref={ref}
              onKeyDown={onKeyDown}
              onDoubleClick={(event) => {
                const entry = entryAt(event.target, folders);
                if (entry?.kind === 'file') onOpenFile(entry.path, true);
              }}
              onContextMenu={(event) => {
                const entry = entryAt(event.target, folders);
                setMenuOf(entry);
                if (entry === null) event.preventDefault();
              }}
            >
              {element === null ? null : (
                <Tree<TreeNode>
                  ref={tree}
                  // At the window it would end every other kind of drag.
                  dndRootElement={element}
                  data={data}
                  width={width}
                  height={height}
                  rowHeight={24}
                  openByDefault={false}
                  initialOpenState={Object.fromEntries([...expanded].map((p) => [p, true]))}
                  disableDrag
                  disableDrop
                  disableEdit
                  disableMultiSelection
                  idAccessor="id"
                  aria-label="Files"
                  onToggle={(id) => void setExpanded(id, tree.current?.isOpen(id) === true)}
                  onActivate={(node: NodeApi<TreeNode>) => {
                    if (node.data.kind === 'file') onOpenFile(node.data.path, false);
                  }}
                >
                  {Row}
                </Tree>
              )}
            </div>
          </ContextMenu.Trigger>
          <ContextMenu.Portal>
            {menuOf === null ? null : (
              <ContextMenu.Content className="menu" aria-label={menuOf.name}>
                {menuOf.kind === 'file' ? (
                  <MenuItem
                    icon="go-to-file"
                    label="Open"
                    onSelect={() => {
                      onOpenFile(menuOf.path, true);
                    }}
                  />
                ) : null}
                <MenuItem icon="copy" label="Copy path" onSelect={() => void copyText(menuOf.path)} />
                <MenuItem
                  icon={menuOf.ignored ? 'eye-closed' : 'eye'}
                  label={menuOf.ignored ? 'Why is it kept from models?' : 'May models read it?'}
                  onSelect={() => {
                    onExplain(menuOf.path);
                  }}
                />
              </ContextMenu.Content>
            )}
          </ContextMenu.Portal>
        </ContextMenu.Root>
      </Explain>
    </section>
  );
}

interface MenuItemProps {
  readonly icon: string;
  readonly label: string;
  readonly onSelect: () => void;
}

function MenuItem({ icon, label, onSelect }: MenuItemProps) {
  return (
    <ContextMenu.Item className="menu-item" onSelect={onSelect}>
      <Icon name={icon} /> <span>{label}</span>
    </ContextMenu.Item>
  );
}

/** Whether most of a row is on screen. */
function inView(tree: HTMLElement | null, path: string): boolean {
  const row = tree?.querySelector(`[data-path="${CSS.escape(path)}"]`)?.getBoundingClientRect();
  const view = tree?.getBoundingClientRect();
  if (!row || !view) return false;
  const middle = (row.top + row.bottom) / 2;
  return middle > view.top && middle < view.bottom;
}

/** The entry of the row that an event came from; `null` beside the rows. */
function entryAt(target: EventTarget, folders: ReadonlyMap<string, FolderState>): FileEntry | null {
  // The keyboard's menu key is sent to the row, the mouse's button to something within it.
  const row = target instanceof Element ? target.closest('[role=treeitem]') : null;
  const path = row?.querySelector<HTMLElement>('[data-path]')?.dataset['path'];
  return folders.get(parentOf(path ?? ''))?.entries.find((e) => e.path === path) ?? null;
}

function Row({ node, style }: NodeRendererProps<TreeNode>) {
  const { name, kind, path, symlink, ignored } = node.data;
  const explain = use(Explain);
  return (
    <div
      style={{ ...style, paddingLeft: 8 + node.level * INDENT }}
      className={`row${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}${ignored ? ' ignored' : ''}`}
      title={path}
      data-path={path}
      onClick={() => {
        if (node.isInternal) node.toggle();
      }}
    >
      <Icon name={kind === 'folder' ? (node.isOpen ? 'chevron-down' : 'chevron-right') : iconOf(name, kind)} />
      <span className="name">{name}</span>
      {symlink ? <Icon name="file-symlink-file" /> : null}
      {ignored ? (
        // Not a stop of its own for the keyboard, which has the row's menu.
        <IconButton
          icon="eye-closed"
          label="Kept from models: why?"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            explain(path);
          }}
        />
      ) : null}
    </div>
  );
}

function childrenOf(
  path: string,
  folders: ReadonlyMap<string, FolderState>,
  expanded: ReadonlySet<string>,
): TreeNode[] {
  return (folders.get(path)?.entries ?? []).map((entry) => ({
    ...entry,
    id: entry.path,
    children:
      entry.kind !== 'folder' ? null : expanded.has(entry.path) ? childrenOf(entry.path, folders, expanded) : [],
  }));
}

const ICONS: Readonly<Record<string, string>> = {
  json: 'json',
  md: 'markdown',
  ts: 'file-code',
  tsx: 'file-code',
  js: 'file-code',
  mjs: 'file-code',
  py: 'file-code',
  rs: 'file-code',
  go: 'file-code',
  css: 'file-code',
  html: 'file-code',
  png: 'file-media',
  svg: 'file-media',
  jpg: 'file-media',
  zip: 'file-zip',
  gz: 'file-zip',
  pdf: 'file-pdf',
  gguf: 'file-binary',
};

function iconOf(name: string, kind: FileEntry['kind']): string {
  if (kind === 'other') return 'question';
  return ICONS[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'file';
}
