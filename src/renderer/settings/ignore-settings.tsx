import { useState } from 'react';
import { BUILT_IN_RULES } from '../../privacy/ignore/built-in-rules.ts';
import { OTHER_IGNORE_FILES } from '../../privacy/ignore/ignore-settings.ts';
import type { Settings } from '../../shared/schemas.ts';

interface IgnoreFieldsProps {
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

/** What is kept from models besides what a folder's own `.codegrexignore` names. */
export function IgnoreFields({ values, onSet }: IgnoreFieldsProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const { ignoreRules, honourIgnoreFiles } = values;
  return (
    <>
      <label className="setting">
        <span>
          Rules of your own
          <small className="muted">One a line, as in .gitignore. A line with ! takes back a built-in rule.</small>
        </span>
        <textarea
          rows={4}
          spellCheck={false}
          value={draft ?? ignoreRules.join('\n')}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onBlur={() => {
            if (draft !== null) onSet({ ignoreRules: draft.split('\n').filter((line) => line.trim() !== '') });
            setDraft(null);
          }}
        />
      </label>
      {OTHER_IGNORE_FILES.map((name) => (
        <label key={name} className="setting">
          <span>Files named in {name} are kept too</span>
          <input
            type="checkbox"
            checked={honourIgnoreFiles.includes(name)}
            onChange={(event) => {
              const others = honourIgnoreFiles.filter((n) => n !== name);
              onSet({ honourIgnoreFiles: event.target.checked ? [...others, name] : others });
            }}
          />
        </label>
      ))}
      <details>
        <summary>Built-in rules</summary>
        <pre tabIndex={0} className="rules">
          {BUILT_IN_RULES.join('\n')}
        </pre>
      </details>
    </>
  );
}
