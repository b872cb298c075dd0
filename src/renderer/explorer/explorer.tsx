import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Tree, type NodeApi, type NodeRendererProps, type TreeApi } from 'react-arborist';
import type { FileEntry } from '../../shared/schemas.ts';
import { parentOf } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { reloadAll, reveal, setExpanded, useExplorer, type FolderState } from './explorer-store.ts';

const INDENT = 14;

interface TreeNode extends FileEntry {
  readonly id: string;
  readonly children: readonly TreeNode[] | null;
}

interface ExplorerProps {
  readonly activeFile: string | null;
  readonly onOpenFile: (path: string, focus: boolean) => void;
  readonly onOpenFolder: () => void;
  readonly onNewFile: () => void;
}

/** The file tree. Folders are read when they are opened. */
export function Explorer({ activeFile, onOpenFile, onOpenFolder, onNewFile }: ExplorerProps) {
  const { workspace, folders, expanded } = useExplorer();
  const data = useMemo(() => childrenOf('', folders, expanded), [folders, expanded]);
  const { ref, width, height } = useSize();
  const tree = useRef<TreeApi<TreeNode> | undefined>(undefined);
  /** The file to be shown in the tree once its folders are read; shown once, as the user may close them again. */
  const sought = useRef<string | null>(null);
  useEffect(() => {
    sought.current = activeFile;
    if (activeFile !== null) void reveal(activeFile);
  }, [activeFile]);
  useEffect(() => {
    const path = sought.current;
    const api = tree.current;
    if (path === null || !api || !folders.get(parentOf(path))?.entries.some((e) => e.path === path)) return;
    sought.current = null;
    // The row can be selected once it is drawn.
    void api.scrollTo(path)?.then(() => {
      api.select(path, { focus: false });
    });
  }, [activeFile, folders]);
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
      <div className="tree" ref={ref} onKeyDown={onKeyDown}>
        <Tree<TreeNode>
          ref={tree}
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
            if (node.data.kind === 'file') onOpenFile(node.data.path, true);
          }}
        >
          {Row}
        </Tree>
      </div>
    </section>
  );
}

function Row({ node, style }: NodeRendererProps<TreeNode>) {
  const { name, kind, symlink, ignored } = node.data;
  return (
    <div
      style={{ ...style, paddingLeft: 8 + node.level * INDENT }}
      className={`row${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}${ignored ? ' ignored' : ''}`}
      title={ignored ? `${node.data.path}: kept from models` : node.data.path}
      onClick={() => {
        if (node.isInternal) node.toggle();
      }}
    >
      <Icon name={kind === 'folder' ? (node.isOpen ? 'chevron-down' : 'chevron-right') : iconOf(name, kind)} />
      <span className="name">{name}</span>
      {symlink ? <Icon name="file-symlink-file" /> : null}
      {ignored ? <Icon name="eye-closed" /> : null}
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

/** The tree draws only the rows in view, so it must know its size. */
function useSize() {
  const [element, ref] = useState<HTMLDivElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return { ref, ...size };
}
