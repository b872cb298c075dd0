import { useId, useState } from 'react';
import { messageOf } from '../ui/notifications.tsx';
import { changeModels } from './models-store.ts';

/** A form for a server's address. */
export function AddServer() {
  const [kind, setKind] = useState<'openai-compatible' | 'ollama'>('openai-compatible');
  const [baseUrl, setBaseUrl] = useState('');
  const [label, setLabel] = useState('');
  const [error, setError] = useState<string | null>(null);
  const id = useId();

  async function add(): Promise<void> {
    try {
      await changeModels('models.addServer', { kind, label, baseUrl });
      setBaseUrl('');
      setLabel('');
      setError(null);
    } catch (thrown) {
      setError(messageOf(thrown));
    }
  }
  return (
    <form
      className="add-server"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label className="field">
        <span>Kind</span>
        <select
          value={kind}
          onChange={(event) => {
            setKind(event.target.value === 'ollama' ? 'ollama' : 'openai-compatible');
          }}
        >
          <option value="openai-compatible">OpenAI-compatible</option>
          <option value="ollama">Ollama</option>
        </select>
      </label>
      <label className="field grow">
        <span>Address</span>
        <input
          value={baseUrl}
          spellCheck={false}
          placeholder={kind === 'ollama' ? 'http://localhost:11434' : 'http://localhost:8000/v1'}
          aria-describedby={error === null ? undefined : id}
          aria-invalid={error !== null}
          onChange={(event) => {
            setBaseUrl(event.target.value);
          }}
        />
      </label>
      <label className="field">
        <span>Name (optional)</span>
        <input
          value={label}
          maxLength={80}
          onChange={(event) => {
            setLabel(event.target.value);
          }}
        />
      </label>
      <button type="submit" className="button" disabled={baseUrl.trim() === ''}>
        Add server
      </button>
      {error === null ? null : (
        <p className="notice error" id={id} role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
