import { useState, type ReactNode } from 'react';

/** A titled group of settings. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A setting: its name on the left, its control on the right. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <label className="setting">
      <span>
        {label}
        {hint === undefined ? null : <small className="muted">{hint}</small>}
      </span>
      {children}
    </label>
  );
}

interface CheckProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: boolean;
  readonly onSet: (value: boolean) => void;
}

/** A setting that is on or off. */
export function Check({ label, hint, value, onSet }: CheckProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <input
        type="checkbox"
        checked={value}
        onChange={(e) => {
          onSet(e.target.checked);
        }}
      />
    </Field>
  );
}

interface LinesFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Height, in lines. */
  readonly rows: number;
  readonly value: readonly string[];
  /** Given the lines that are not blank, as they were written. */
  readonly onSet: (lines: string[]) => void;
}

/** A setting of several lines. Takes effect when the field is left. */
export function LinesField({ label, hint, rows, value, onSet }: LinesFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Field label={label} hint={hint}>
      <textarea
        rows={rows}
        spellCheck={false}
        value={draft ?? value.join('\n')}
        onChange={(e) => {
          setDraft(e.target.value);
        }}
        onBlur={() => {
          if (draft !== null) onSet(draft.split('\n').filter((line) => line.trim() !== ''));
          setDraft(null);
        }}
      />
    </Field>
  );
}
