import { useId, useState } from 'react';
import type { Mode } from '../../privacy/mode.ts';
import { modelNameProblem } from '../../shared/ollama-model-name.ts';
import { startPull } from './pulls-store.ts';
import { t } from '../../shared/messages/t.ts';

/** What a pull means under each mode. */
const MEANING: Readonly<Record<Mode, string>> = {
  normal: t(
    'The server fetches it from its registry: the model’s name leaves, nothing of the workspace. It is recorded.',
  ),
  sensitive: t('The server fetches it from its registry: the model’s name leaves. You are asked before each pull.'),
  offline: t('Offline refuses every pull, as the server would go to its registry. Choose another mode to pull.'),
};

interface PullFormProps {
  readonly serverId: string;
  /** `null` until it is known. */
  readonly mode: Mode | null;
}

/** Pull a model by its name. */
export function PullForm({ serverId, mode }: PullFormProps) {
  const id = useId();
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      className="pull-form"
      onSubmit={(event) => {
        event.preventDefault();
        const model = name.trim();
        const problem = modelNameProblem(model);
        setError(problem);
        if (problem !== null) return;
        setName('');
        void startPull(serverId, model);
      }}
    >
      <label className="field grow">
        <span>{t('Pull a model by name')}</span>
        <input
          value={name}
          spellCheck={false}
          autoCapitalize="none"
          maxLength={512}
          placeholder="qwen2.5-coder:7b"
          aria-invalid={error !== null}
          aria-describedby={`${id}-meaning${error === null ? '' : ` ${id}-error`}`}
          onChange={(event) => {
            setName(event.target.value);
            setError(null);
          }}
        />
      </label>
      <button type="submit" className="button" disabled={name.trim() === ''}>
        {t('Pull')}
      </button>
      {error === null ? null : (
        <p className="notice error" id={`${id}-error`} role="alert">
          {t('This is not the name of a model. {error}', { error })}
        </p>
      )}
      <p className="muted" id={`${id}-meaning`}>
        {mode === null ? '' : MEANING[mode]}
      </p>
    </form>
  );
}
