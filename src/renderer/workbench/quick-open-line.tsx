import { Command as List } from 'cmdk';
import { documentOf, openFileAt, useEditor } from '../editor/editor-store.ts';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** The one entry of quick open for `:12`. */
export function LineItem({ line, column }: { readonly line: number | null; readonly column: number }) {
  const path = useEditor((s) => s.active);
  const lines = path === null ? undefined : documentOf(path)?.model.getLineCount();
  if (path === null || lines === undefined) return <p>{t('No file is on screen.')}</p>;
  if (line === null) return <p>{t('Type a line from 1 to {lines}, and after another colon a column.', { lines })}</p>;
  const there = Math.min(line, lines);
  return (
    <List.Item
      value={`line ${String(there)}`}
      onSelect={() => {
        showOverlay(null);
        void openFileAt(path, { line: there, column, endLine: there, endColumn: column });
      }}
    >
      <span>
        {t('Go to line {there}{what}', { there, what: column > 1 ? t(', column {column}', { column }) : '' })}
      </span>
      {there < line ? <small>{t('the last one')}</small> : null}
    </List.Item>
  );
}
