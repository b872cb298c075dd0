import { createContext, use, useMemo, type KeyboardEvent } from 'react';
import { Tree, type NodeApi, type NodeRendererProps, type TreeApi } from 'react-arborist';
import { baseName, parentOf } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LIST_TREE, ListTreeRow } from '../ui/list-tree.tsx';
import { useSize } from '../ui/use-size.ts';
import { visibleText } from '../ui/visible-text.ts';
import { createReplacer, type Replacer } from './replacement.ts';
import { dismiss, setLeftOut, useSearch, type ResultFile, type ResultMatch } from './search-store.ts';
import { t } from '../../shared/messages/t.ts';

/** What the rows may ask for. */
export interface ResultActions {
  /** Show a match in its file; `side`: beside what is on screen. */
  readonly onOpen: (file: ResultFile, match: ResultMatch, side: boolean) => void;
  /** Show what replacing changes in a file. */
  readonly onPreview: (file: ResultFile) => void;
  readonly onReplace: (file: ResultFile, matches: readonly ResultMatch[]) => void;
  /** Tell which rule keeps a file from models. */
  readonly onExplain: (path: string) => void;
}

interface ResultNode {
  readonly id: string;
  /** What typing finds the row by. */
  readonly name: string;
  readonly file: ResultFile;
  readonly match: ResultMatch | null;
  readonly children: readonly ResultNode[] | null;
}

interface RowContext extends ResultActions {
  /** `null` while nothing is replaced. */
  readonly replacer: Replacer | null;
  readonly leftOut: ReadonlySet<string>;
  /** Characters of what stands before a match that leave it in view. */
  readonly lead: number;
}
const Rows = createContext<RowContext | null>(null);

/** What a row has besides its text, and a character's width, px. */
const [BESIDE_TEXT, CHARACTER] = [80, 7.3];
const LEAST_LEAD = 6;

interface ResultTreeProps extends ResultActions {
  /** Given the tree's own handle, to fold all. */
  readonly tree: { current: TreeApi<ResultNode> | undefined };
}

/** The handle of the list of results. */
export type ResultTreeHandle = TreeApi<ResultNode>;

/** Files and their matches; only the rows in view are drawn. */
export function ResultTree({ tree, ...actions }: ResultTreeProps) {
  const { files, leftOut, replacing, searched, fields } = useSearch();
  const data = useMemo(() => files.map(nodeOf), [files]);
  const replacer = useMemo(
    () => (replacing && searched !== null ? createReplacer(searched, fields.replacement) : null),
    [replacing, searched, fields.replacement],
  );
  const { ref, width, height } = useSize();
  const lead = Math.max(LEAST_LEAD, Math.floor((width - BESIDE_TEXT) / CHARACTER / 3));

  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = tree.current?.focusedNode;
    // A button or box within a row has keys of its own.
    if (!focused || (event.target instanceof Element && event.target.closest('button, input'))) return;
    const { file, match } = focused.data;
    const main = event.ctrlKey || event.metaKey;
    // `!` is what Shift+1 types on many keyboards.
    const key = main && event.shiftKey && event.code === 'Digit1' ? 'replace' : event.key;
    switch (key) {
      case 'replace':
        if (replacer === null) return;
        actions.onReplace(file, match ? [match] : file.matches);
        break;
      case 'Enter':
        if (event.altKey && replacer !== null) actions.onPreview(file);
        else if (match) actions.onOpen(file, match, main);
        else focused.toggle();
        break;
      case ' ':
        if (replacer === null) return;
        toggle(match ? [match] : file.matches, leftOut);
        break;
      case 'Delete':
        tree.current?.focus(afterDismissal(focused));
        dismiss(focused.data.id);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Rows value={{ ...actions, replacer, leftOut, lead }}>
      <div className="tree results" ref={ref} onKeyDownCapture={onKeyDown}>
        <Tree<ResultNode>
          ref={tree}
          data={data}
          width={width}
          height={height}
          {...LIST_TREE}
          renderRow={ListTreeRow}
          aria-label={t('Results')}
        >
          {RowContent}
        </Tree>
      </div>
    </Rows>
  );
}

/** What has the focus once a row is gone: the one that takes its place. A file goes with its last match. */
function afterDismissal(node: NodeApi<ResultNode>): NodeApi<ResultNode> | null {
  const { parent } = node;
  const gone = parent && !parent.isRoot && parent.children?.length === 1 ? parent : node;
  return gone.nextSibling ?? gone.prev;
}

function nodeOf(file: ResultFile): ResultNode {
  return {
    id: file.path,
    name: baseName(file.path),
    file,
    match: null,
    children: file.matches.map((match) => ({ id: match.id, name: match.text, file, match, children: null })),
  };
}

function toggle(matches: readonly ResultMatch[], leftOut: ReadonlySet<string>): void {
  const all = matches.map((m) => m.id);
  setLeftOut(all, !all.every((id) => leftOut.has(id)));
}

function RowContent({ node }: NodeRendererProps<ResultNode>) {
  const { file, match } = node.data;
  const look = `${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}`;
  return match ? (
    <MatchRow file={file} match={match} look={look} />
  ) : (
    <FileRow
      file={file}
      look={look}
      open={node.isOpen}
      onToggle={() => {
        node.toggle();
      }}
    />
  );
}

function useRows(): RowContext {
  const rows = use(Rows);
  if (!rows) throw new Error('A row is drawn within the tree');
  return rows;
}

interface FileRowProps {
  readonly file: ResultFile;
  readonly look: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function FileRow({ file, look, open, onToggle }: FileRowProps) {
  const { replacer, leftOut, onExplain, onPreview, onReplace } = useRows();
  const { path, kept, matches } = file;
  const folder = parentOf(path);
  const name = visibleText(baseName(path));
  return (
    <div className={`row result-file${look}${kept ? ' ignored' : ''}`} title={visibleText(path)} onClick={onToggle}>
      {replacer === null ? null : (
        <Choice matches={matches} leftOut={leftOut} label={t('Replace in {name}', { name })} />
      )}
      <Icon name={open ? 'chevron-down' : 'chevron-right'} />
      <span className="name">{name}</span>
      {folder === '' ? null : <small className="clip">{visibleText(folder)}</small>}
      {kept ? (
        <RowButton
          icon="eye-closed"
          label={t('Kept from models: why?')}
          onPress={() => {
            onExplain(path);
          }}
        />
      ) : null}
      <span className="row-end">
        <span className="row-actions">
          {replacer === null ? null : (
            <>
              <RowButton
                icon="diff"
                label={t('Preview {name}', { name })}
                onPress={() => {
                  onPreview(file);
                }}
              />
              <RowButton
                icon="replace-all"
                label={t('Replace all in {name}', { name })}
                onPress={() => {
                  onReplace(file, matches);
                }}
              />
            </>
          )}
          <RowButton
            icon="close"
            label={t('Take {name} off the list', { name })}
            onPress={() => {
              dismiss(path);
            }}
          />
        </span>
        <span
          className="count"
          aria-label={t('{matches, plural, one {# match} other {# matches}}', { matches: matches.length })}
        >
          {matches.length}
        </span>
      </span>
    </div>
  );
}

interface MatchRowProps {
  readonly file: ResultFile;
  readonly match: ResultMatch;
  readonly look: string;
}

function MatchRow({ file, match, look }: MatchRowProps) {
  const { replacer, leftOut, lead: most, onOpen, onReplace } = useRows();
  const { before, after, line, beforeCut } = match;
  const text = oneLine(match.text);
  const lead = before.trimStart();
  const replaced = replacer?.(match);
  return (
    <div
      className={`row result-match${look}${replacer !== null && leftOut.has(match.id) ? ' left-out' : ''}`}
      onClick={(event) => {
        onOpen(file, match, event.ctrlKey || event.metaKey);
      }}
    >
      {replacer === null ? null : (
        <Choice matches={[match]} leftOut={leftOut} label={t('Replace line {line}: {text}', { line, text })} />
      )}
      <code className="clip">
        {beforeCut || lead.length > most ? '…' : ''}
        {visibleText(lead.slice(-most))}
        {replacer === null ? (
          <mark>{text}</mark>
        ) : replaced == null ? (
          <mark title={t('This cannot be replaced here.')}>{text}</mark>
        ) : (
          <>
            <del>{text}</del>
            <ins>{oneLine(replaced)}</ins>
          </>
        )}
        {visibleText(after)}
      </code>
      <span className="row-end">
        <span className="row-actions">
          {replacer === null || replaced == null ? null : (
            <RowButton
              icon="replace"
              label={t('Replace in line {line}', { line })}
              onPress={() => {
                onReplace(file, [match]);
              }}
            />
          )}
          <RowButton
            icon="close"
            label={t('Take line {line} off the list', { line })}
            onPress={() => {
              dismiss(match.id);
            }}
          />
        </span>
        <span className="line-number">{line}</span>
      </span>
    </div>
  );
}

/** A text in one row: the first line, and that there are more. */
function oneLine(text: string): string {
  const [first = '', ...rest] = text.slice(0, 400).split(/\r?\n/);
  return rest.length === 0 ? visibleText(first) : `${visibleText(first)}⏎${rest.join('') === '' ? '' : '…'}`;
}

interface ChoiceProps {
  readonly matches: readonly ResultMatch[];
  readonly leftOut: ReadonlySet<string>;
  readonly label: string;
}

/** Whether matches are replaced: all, some or none of them. */
function Choice({ matches, leftOut, label }: ChoiceProps) {
  const out = matches.filter(({ id }) => leftOut.has(id)).length;
  return (
    <input
      type="checkbox"
      // Space on the row does the same.
      tabIndex={-1}
      aria-label={label}
      checked={out === 0}
      ref={(box) => {
        if (box) box.indeterminate = out > 0 && out < matches.length;
      }}
      onClick={(event) => {
        event.stopPropagation();
      }}
      onChange={(event) => {
        setLeftOut(
          matches.map((m) => m.id),
          !event.target.checked,
        );
      }}
    />
  );
}

interface RowButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onPress: () => void;
}

/** Not a stop of its own for the keyboard, which has keys on the row. */
function RowButton({ icon, label, onPress }: RowButtonProps) {
  return (
    <IconButton
      icon={icon}
      label={label}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    />
  );
}
