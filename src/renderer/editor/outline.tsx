import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Tree, type NodeRendererProps, type TreeApi } from 'react-arborist';
import { baseName } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { LIST_TREE, ListTreeRow } from '../ui/list-tree.tsx';
import { useSize } from '../ui/use-size.ts';
import { visibleText } from '../ui/visible-text.ts';
import { openFileAt, useEditor } from './editor-store.ts';
import type { FileSymbol } from './symbols.ts';
import { useSymbols } from './use-symbols.ts';
import { t } from '../../shared/messages/t.ts';

/** A symbol with those within it. */
interface OutlineNode {
  readonly id: string;
  readonly name: string;
  readonly symbol: FileSymbol;
  readonly children: OutlineNode[] | null;
}

type Order = 'place' | 'name' | 'kind';
const ORDERS: Readonly<Record<Order, string>> = { place: t('By place'), name: t('By name'), kind: 'By kind' };

/** @param line of the cursor, from 1; `null`: there is none */
export function Outline({ line }: { readonly line: number | null }) {
  const path = useEditor((s) => s.active);
  const symbols = useSymbols(path);
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<Order>('place');
  const tree = useRef<TreeApi<OutlineNode> | undefined>(undefined);
  const { ref, width, height } = useSize();
  const data = useMemo(() => nested(symbols ?? [], order), [symbols, order]);
  const here = line === null ? null : (symbols?.findLast((s) => s.line <= line && line <= s.endLine) ?? null);
  const hereId = here === null ? null : idOf(here);
  useEffect(() => {
    if (hereId === null || !tree.current) return;
    tree.current.openParents(hereId);
    tree.current.select(hereId, { focus: false });
  }, [hereId, data]);

  const go = ({ line: at, column }: FileSymbol): void => {
    if (path !== null) void openFileAt(path, { line: at, column, endLine: at, endColumn: column });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = tree.current?.focusedNode;
    if (event.key !== 'Enter' || !focused) return;
    event.preventDefault();
    event.stopPropagation();
    go(focused.data.symbol);
  };
  return (
    <section className="side outline" aria-label={t('Outline')}>
      <header className="side-title">
        <span className="clip">
          {t('Outline{what}', { what: path === null ? '' : `: ${visibleText(baseName(path))}` })}
        </span>
        <span className="actions">
          <IconButton icon="collapse-all" label={t('Collapse all')} onClick={() => tree.current?.closeAll()} />
        </span>
      </header>
      <div className="outline-filter">
        <input
          type="search"
          aria-label={t('Filter the outline')}
          placeholder={t('Filter')}
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value);
          }}
        />
        <select
          aria-label={t('Order')}
          value={order}
          onChange={(event) => {
            setOrder(event.target.value as Order);
          }}
        >
          {Object.entries(ORDERS).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {data.length === 0 ? (
        <p className="muted empty-row" role="status">
          {path === null ? t('No file is on screen.') : t('No symbols are known of this file.')}
        </p>
      ) : (
        <div className="tree" ref={ref} onKeyDownCapture={onKeyDown}>
          <Tree<OutlineNode>
            ref={tree}
            data={data}
            width={width}
            height={height}
            {...LIST_TREE}
            indent={14}
            renderRow={ListTreeRow}
            searchTerm={filter.trim()}
            aria-label={t('Symbols')}
          >
            {(props) => <RowContent {...props} onGo={go} />}
          </Tree>
        </div>
      )}
    </section>
  );
}

const idOf = ({ line, column, name }: FileSymbol): string => `${String(line)}:${String(column)}:${name}`;

const COMPARE: Readonly<Record<Order, ((a: OutlineNode, b: OutlineNode) => number) | null>> = {
  place: null,
  name: (a, b) => a.name.localeCompare(b.name),
  kind: (a, b) => a.symbol.icon.localeCompare(b.symbol.icon) || a.symbol.line - b.symbol.line,
};

/** Symbols within those that they are in. @param symbols those within others after them */
function nested(symbols: readonly FileSymbol[], order: Order): OutlineNode[] {
  const roots: OutlineNode[] = [];
  const open: OutlineNode[] = [];
  for (const [at, symbol] of symbols.entries()) {
    open.length = Math.min(open.length, symbol.level);
    const parent = (symbols[at + 1]?.level ?? 0) > symbol.level;
    const node = { id: idOf(symbol), name: symbol.name, symbol, children: parent ? [] : null };
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  const compare = COMPARE[order];
  const sort = (nodes: OutlineNode[]): void => {
    if (compare) nodes.sort(compare);
    for (const { children } of nodes) if (children) sort(children);
  };
  sort(roots);
  return roots;
}

function RowContent({
  node,
  style,
  onGo,
}: NodeRendererProps<OutlineNode> & { readonly onGo: (s: FileSymbol) => void }) {
  const { symbol } = node.data;
  return (
    <div
      className={`row${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}`}
      style={style}
      onClick={() => {
        onGo(symbol);
      }}
    >
      {node.isLeaf ? (
        <Icon name="blank" />
      ) : (
        <span
          onClick={(event) => {
            event.stopPropagation();
            node.toggle();
          }}
        >
          <Icon name={node.isOpen ? 'chevron-down' : 'chevron-right'} />
        </span>
      )}
      <Icon name={symbol.icon} /> <span className="name">{visibleText(symbol.name)}</span>
    </div>
  );
}
