import { useMemo, useRef, type KeyboardEvent } from 'react';
import { Tree, type NodeApi, type NodeRendererProps, type TreeApi } from 'react-arborist';
import type { GitChange, GitRepository } from '../../shared/schemas/git.ts';
import { baseName, parentOf } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { LIST_TREE, ListTreeRow } from '../ui/list-tree.tsx';
import { useSize } from '../ui/use-size.ts';
import { visibleText } from '../ui/visible-text.ts';
import { lookOf } from './change-look.ts';
import { discard, stage, unstage } from './git-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Which of its two states of a file is meant. */
export type ChangeSide = 'staged' | 'unstaged' | 'conflict';

interface ChangeNode {
  readonly id: string;
  readonly name: string;
  readonly side: ChangeSide;
  readonly changes: readonly GitChange[];
  readonly change: GitChange | null;
  readonly children: readonly ChangeNode[] | null;
}

const TITLES: Readonly<Record<ChangeSide, string>> = {
  conflict: t('Merge Changes'),
  staged: t('Staged Changes'),
  unstaged: t('Changes'),
};

type OpenChange = (change: GitChange, side: ChangeSide, keep: boolean) => void;

interface ChangesListProps {
  readonly status: GitRepository;
  readonly onOpen: OpenChange;
  readonly onOpenFile: (path: string) => void;
}

/** What is changed: what is in conflict, what is staged, and the rest. Only the rows in view are drawn. */
export function ChangesList({ status: { changes, leftOut }, onOpen, onOpenFile }: ChangesListProps) {
  const data = useMemo(() => groupsOf(changes), [changes]);
  const tree = useRef<TreeApi<ChangeNode> | undefined>(undefined);
  const { ref, width, height } = useSize();
  const open = ({ change, side }: ChangeNode, keep: boolean): void => {
    if (change) onOpen(change, side, keep);
  };
  if (data.length === 0)
    return (
      <p className="muted empty-row" role="status">
        {t('Nothing is changed.')}
      </p>
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = tree.current?.focusedNode;
    if (!focused) return;
    const { data: node } = focused;
    const acts: Readonly<Record<string, () => unknown>> = {
      Enter: () => {
        if (node.change) open(node, true);
        else focused.toggle();
      },
      ' ': () => (node.side === 'staged' ? unstage : stage)(meant(focused)),
      Delete: () => (node.side === 'unstaged' ? discard(meant(focused)) : undefined),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act || (event.target as HTMLElement).closest('button')) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <>
      <div className="tree changes" ref={ref} onKeyDownCapture={onKeyDown}>
        <Tree<ChangeNode>
          ref={tree}
          data={data}
          width={width}
          height={height}
          {...LIST_TREE}
          disableMultiSelection={false}
          renderRow={ListTreeRow}
          aria-label={t('Changes')}
        >
          {(props) => <RowContent {...props} onOpen={open} onOpenFile={onOpenFile} />}
        </Tree>
      </div>
      {leftOut === 0 ? null : <p className="muted empty-row">{t('{leftOut} more are not listed.', { leftOut })}</p>}
    </>
  );
}

/** What is done with a row is done with all that are selected with it, as far as they are in the same list. */
function meant({ data, isSelected, tree }: NodeApi<ChangeNode>): readonly GitChange[] {
  if (data.change === null || !isSelected) return data.changes;
  return tree.selectedNodes.flatMap(({ data: { change, side } }) => (change && side === data.side ? [change] : []));
}

function groupsOf(changes: readonly GitChange[]): ChangeNode[] {
  const sides: readonly (readonly [ChangeSide, readonly GitChange[]])[] = [
    ['conflict', changes.filter(({ conflict }) => conflict !== null)],
    ['staged', changes.filter(({ staged, conflict }) => staged !== null && conflict === null)],
    ['unstaged', changes.filter(({ unstaged, conflict }) => unstaged !== null && conflict === null)],
  ];
  return sides.flatMap(([side, some]): ChangeNode[] =>
    some.length === 0
      ? []
      : [
          {
            id: side,
            name: TITLES[side],
            side,
            changes: some,
            change: null,
            children: some.map((change) => ({
              id: `${side}:${change.path}`,
              name: baseName(change.path),
              side,
              changes: [change],
              change,
              children: null,
            })),
          },
        ],
  );
}

interface RowProps extends NodeRendererProps<ChangeNode> {
  readonly onOpen: (node: ChangeNode, keep: boolean) => void;
  readonly onOpenFile: (path: string) => void;
}

function RowContent({ node, onOpen, onOpenFile }: RowProps) {
  const { change, side, changes, name } = node.data;
  const classes = `${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}`;
  if (change === null)
    return (
      <div
        className={`row change-group${classes}`}
        onClick={() => {
          node.toggle();
        }}
      >
        <Icon name={node.isOpen ? 'chevron-down' : 'chevron-right'} />
        <span className="name">{name}</span>
        <RowActions side={side} changes={changes} what={t('all {name}', { name: name.toLowerCase() })} />
        <span className="count">{changes.length}</span>
      </div>
    );
  const look = lookOf(change, side === 'staged' ? 'staged' : 'unstaged');
  const folder = parentOf(change.path);
  const from = change.from === null ? '' : ` ← ${visibleText(change.from)}`;
  const shown = visibleText(name);
  const several = meant(node);
  return (
    <div
      className={`row change ${look.className}${classes}`}
      title={`${visibleText(change.path)}${from}\n${look.label}`}
      onClick={({ ctrlKey, metaKey, shiftKey }) => {
        // Those select more than one.
        if (!ctrlKey && !metaKey && !shiftKey) onOpen(node.data, false);
      }}
      onDoubleClick={() => {
        onOpen(node.data, true);
      }}
    >
      <span className={`name${look.letter === 'D' ? ' struck' : ''}`}>{shown}</span>
      <small className="clip">
        {visibleText(folder)}
        {from}
      </small>
      <span className="row-actions">
        <IconButton
          icon="go-to-file"
          label={t('Open {shown}', { shown })}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onOpenFile(change.path);
          }}
        />
      </span>
      <RowActions
        side={side}
        changes={several}
        what={several.length > 1 ? t('{count} files', { count: several.length }) : shown}
      />
      <span className="letter" aria-label={look.label}>
        {look.letter}
      </span>
    </div>
  );
}

function RowActions({
  side,
  changes,
  what,
}: {
  readonly side: ChangeSide;
  readonly changes: readonly GitChange[];
  readonly what: string;
}) {
  const button = (icon: string, label: string, act: (changes: readonly GitChange[]) => unknown) => (
    <IconButton
      icon={icon}
      label={label}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        void act(changes);
      }}
    />
  );
  return (
    <span className="row-actions">
      {side === 'unstaged' ? button('discard', t('Discard {what}', { what }), discard) : null}
      {side === 'staged'
        ? button('remove', t('Unstage {what}', { what }), unstage)
        : button('add', t('Stage {what}', { what }), stage)}
    </span>
  );
}
