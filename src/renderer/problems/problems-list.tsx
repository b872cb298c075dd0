import { useMemo, useRef, type KeyboardEvent } from 'react';
import { Tree, type NodeRendererProps, type TreeApi } from 'react-arborist';
import type { Problem, ProblemSeverity } from '../../shared/schemas/language.ts';
import { baseName, parentOf } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { LIST_TREE, ListTreeRow } from '../ui/list-tree.tsx';
import { useSize } from '../ui/use-size.ts';
import { visibleText } from '../ui/visible-text.ts';
import { listed, toggleSeverity, useProblems, type FileProblems } from './problems-store.ts';
import { t } from '../../shared/messages/t.ts';

const ICONS: Readonly<Record<ProblemSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'lightbulb',
};
const TITLES: Readonly<Record<ProblemSeverity, string>> = {
  error: t('Errors'),
  warning: t('Warnings'),
  info: t('Notes'),
  hint: t('Hints'),
};

interface ProblemNode {
  readonly id: string;
  readonly name: string;
  readonly file: FileProblems;
  readonly problem: Problem | null;
  readonly children: readonly ProblemNode[] | null;
}

/** What is wrong, file by file; only the rows in view are drawn. */
export function ProblemsList({ onOpen }: { readonly onOpen: (path: string, problem: Problem) => void }) {
  const { files, shown, filter, counts } = useProblems();
  const data = useMemo(() => listed({ files, shown, filter }).map(nodeOf), [files, shown, filter]);
  const tree = useRef<TreeApi<ProblemNode> | undefined>(undefined);
  const { ref, width, height } = useSize();
  const any = Object.values(counts).some((n) => n > 0);

  if (data.length === 0)
    return (
      <p className="muted problems-none" role="status">
        {any ? t('Nothing that is found is listed: another filter shows it.') : t('No problems have been found.')}
      </p>
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = tree.current?.focusedNode;
    if (event.key !== 'Enter' || !focused) return;
    event.preventDefault();
    event.stopPropagation();
    const { file, problem } = focused.data;
    if (problem) onOpen(file.path, problem);
    else focused.toggle();
  };
  return (
    <div className="tree problems" ref={ref} onKeyDownCapture={onKeyDown}>
      <Tree<ProblemNode>
        ref={tree}
        data={data}
        width={width}
        height={height}
        {...LIST_TREE}
        renderRow={ListTreeRow}
        aria-label={t('Problems')}
        onActivate={({ data: { file, problem } }) => {
          if (problem) onOpen(file.path, problem);
        }}
      >
        {RowContent}
      </Tree>
    </div>
  );
}

/** The filter, and which severities are listed. */
export function ProblemsFilter() {
  const { filter, shown, counts } = useProblems();
  return (
    <>
      <input
        type="search"
        aria-label={t('Filter problems')}
        placeholder={t('Filter by text or file')}
        value={filter}
        onChange={(event) => {
          useProblems.setState({ filter: event.target.value });
        }}
      />
      {(['error', 'warning', 'info', 'hint'] as const).map((severity) => (
        <button
          key={severity}
          type="button"
          className="icon-button toggle"
          aria-pressed={shown.has(severity)}
          aria-label={`${TITLES[severity]}: ${String(counts[severity])}`}
          title={`${TITLES[severity]}: ${String(counts[severity])}`}
          onClick={() => {
            toggleSeverity(severity);
          }}
        >
          <Icon name={ICONS[severity]} />
        </button>
      ))}
    </>
  );
}

function nodeOf(file: FileProblems): ProblemNode {
  return {
    id: file.path,
    name: baseName(file.path),
    file,
    problem: null,
    children: file.problems.map((problem, i) => ({
      id: `${file.path}:${String(i)}`,
      name: problem.message,
      file,
      problem,
      children: null,
    })),
  };
}

function RowContent({ node }: NodeRendererProps<ProblemNode>) {
  const { file, problem } = node.data;
  const look = `${node.isSelected ? ' selected' : ''}${node.isFocused ? ' focused' : ''}`;
  if (problem === null) {
    const folder = parentOf(file.path);
    return (
      <div
        className={`row problem-file${look}`}
        title={visibleText(file.path)}
        onClick={() => {
          node.toggle();
        }}
      >
        <Icon name={node.isOpen ? 'chevron-down' : 'chevron-right'} />
        <span className="name">{visibleText(baseName(file.path))}</span>
        {folder === '' ? null : <small className="clip">{visibleText(folder)}</small>}
        <span className="count">{file.problems.length}</span>
      </div>
    );
  }
  const { severity, message, source, code, line, column } = problem;
  const from = [source, code === '' ? '' : `(${code})`].filter((part) => part !== '').join(' ');
  return (
    <div className={`row problem ${severity}${look}`} title={message}>
      <Icon name={ICONS[severity]} />
      <span className="message">{visibleText(message.split('\n', 1)[0] ?? '')}</span>
      <small className="clip">{visibleText(from)}</small>
      <small className="place">
        [{line}, {column}]
      </small>
    </div>
  );
}
