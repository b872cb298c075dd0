import { openFileAt } from '../editor/editor-store.ts';
import { ProblemsFilter, ProblemsList } from '../problems/problems-list.tsx';
import { useProblems } from '../problems/problems-store.ts';

/** What is wrong with the files of the folder, as a view of the panel. */
export function ProblemsView() {
  return (
    <ProblemsList
      onOpen={(path, { line, column, endLine, endColumn }) => {
        void openFileAt(path, { line, column, endLine, endColumn }, { preview: true });
      }}
    />
  );
}

/** How many, beside the title. */
export function ProblemsBadge() {
  const counts = useProblems((s) => s.counts);
  const all = counts.error + counts.warning + counts.info;
  return all === 0 ? null : <span className={`badge ${counts.error > 0 ? 'warn' : ''}`}>{all}</span>;
}

/** Which of them are listed. */
export function ProblemsActions() {
  return <ProblemsFilter />;
}
