import { BUILT_IN_RULES } from '../../privacy/ignore/built-in-rules.ts';
import { OTHER_IGNORE_FILES } from '../../privacy/ignore/ignore-settings.ts';
import type { Settings } from '../../shared/schemas/settings.ts';
import { Check, LinesField } from './fields.tsx';
import { t } from '../../shared/messages/t.ts';

interface IgnoreFieldsProps {
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

/** What is kept from models besides what a folder's own `.codegrexignore` names. */
export function IgnoreFields({ values, onSet }: IgnoreFieldsProps) {
  const { ignoreRules, honourIgnoreFiles } = values;
  return (
    <>
      <LinesField
        label={t('Rules of your own')}
        hint={t('One a line, as in .gitignore. A line with ! takes back a built-in rule.')}
        rows={4}
        value={ignoreRules}
        onSet={(lines) => {
          onSet({ ignoreRules: lines });
        }}
      />
      {OTHER_IGNORE_FILES.map((name) => (
        <Check
          key={name}
          label={t('Files named in {name} are kept too', { name })}
          value={honourIgnoreFiles.includes(name)}
          onSet={(on) => {
            const others = honourIgnoreFiles.filter((n) => n !== name);
            onSet({ honourIgnoreFiles: on ? [...others, name] : others });
          }}
        />
      ))}
      <details>
        <summary>{t('Built-in rules')}</summary>
        <pre tabIndex={0} className="rules">
          {BUILT_IN_RULES.join('\n')}
        </pre>
      </details>
    </>
  );
}
