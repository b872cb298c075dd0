import { useRef, useState } from 'react';
import { changeFields, rememberQuery, runSearch, useSearch } from './search-store.ts';
import { t } from '../../shared/messages/t.ts';

interface QueryFieldProps {
  /** Move the focus to the results. */
  readonly onResults: () => void;
}

const MOST_ROWS = 6;

/**
 * What is looked for. Enter searches at once, Shift+Enter begins another line, Up and Down bring back what was looked
 * for before; Down from the latest goes on to the results.
 */
export function QueryField({ onResults }: QueryFieldProps) {
  const text = useSearch((s) => s.fields.text);
  const history = useSearch((s) => s.history);
  /** Place in the history, from its end; 0 is what is being written. */
  const [back, setBack] = useState(0);
  const written = useRef('');
  const rows = Math.min(MOST_ROWS, text.split('\n').length);

  const recall = (next: number): void => {
    if (back === 0) written.current = text;
    const older = history.filter((each) => each !== written.current);
    const value = next === 0 ? written.current : older.at(-next);
    if (value === undefined) return;
    setBack(next);
    changeFields({ text: value });
  };

  return (
    <textarea
      className="query"
      aria-label={t('Search for')}
      placeholder={t('Search for')}
      rows={rows}
      wrap="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setBack(0);
        changeFields({ text: event.target.value });
      }}
      onBlur={rememberQuery}
      onKeyDown={(event) => {
        const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
        const { selectionStart, selectionEnd, value } = event.currentTarget;
        const inFirst = !value.slice(0, selectionStart).includes('\n');
        const inLast = !value.slice(selectionEnd).includes('\n');
        if (event.key === 'Enter' && plain) {
          setBack(0);
          rememberQuery();
          void runSearch();
        } else if (event.key === 'ArrowUp' && plain && inFirst && history.length > 0) recall(back + 1);
        else if (event.key === 'ArrowDown' && plain && inLast) {
          if (back > 0) recall(back - 1);
          else onResults();
        } else return;
        event.preventDefault();
      }}
    />
  );
}
