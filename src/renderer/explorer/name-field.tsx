import { useLayoutEffect, useRef, useState } from 'react';
import { visibleText } from '../ui/visible-text.ts';
import { t } from '../../shared/messages/t.ts';

interface NameFieldProps {
  readonly label: string;
  /** What it begins with; of a file the part before its extension is selected. */
  readonly value: string;
  readonly isFolder: boolean;
  /** What is wrong with a name, or `null`. */
  readonly check: (name: string) => string | null;
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
}

/** A name in its line of the tree. Enter and leaving take it, Escape does not. */
export function NameField({ label, value, isFolder, check, onName, onCancel }: NameFieldProps) {
  const [name, setName] = useState(value);
  const [touched, setTouched] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => {
    const dot = isFolder ? -1 : value.lastIndexOf('.');
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(0, dot > 0 ? dot : value.length);
  }, [value, isFolder]);
  const problem = check(name);
  // The difference between two names may be in what they do not show.
  const hint =
    problem ?? (visibleText(name) === name ? null : t('It has hidden characters: {name}', { name: visibleText(name) }));
  const shown = touched ? hint : null;

  const finish = (leaving: boolean): void => {
    if (over.current) return;
    if (name === value || (leaving && (problem !== null || name === ''))) {
      over.current = true;
      onCancel();
    } else if (problem === null) {
      over.current = true;
      onName(name);
    } else setTouched(true);
  };
  return (
    <span className="name-field">
      <input
        ref={field}
        value={name}
        aria-label={label}
        aria-invalid={touched && problem !== null}
        aria-describedby={shown === null ? undefined : 'name-problem'}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
          setTouched(true);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') finish(false);
          if (event.key === 'Escape') {
            over.current = true;
            onCancel();
          }
        }}
        onBlur={() => {
          finish(true);
        }}
        onClick={(event) => {
          event.stopPropagation();
        }}
      />
      {shown === null ? null : (
        <span id="name-problem" className={problem === null ? 'name-hint' : 'name-hint error'} role="alert">
          {shown}
        </span>
      )}
    </span>
  );
}
