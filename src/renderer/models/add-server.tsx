import { useId, useState } from 'react';
import { AppError } from '../../shared/app-error.ts';
import { PROVIDER_PRESETS, type ServerKind } from '../../shared/provider-presets.ts';
import { messageOf } from '../ui/notifications.tsx';
import { changeModels } from './models-store.ts';
import { t } from '../../shared/messages/t.ts';

interface KindLook {
  readonly label: string;
  /** What an address looks like. */
  readonly example: string;
}

const preset = (id: string): string => PROVIDER_PRESETS.find((p) => p.id === id)?.baseUrl ?? '';
/** What a server may be, the usual ones of people's own first. */
const KINDS: Readonly<Record<ServerKind, KindLook>> = {
  'openai-compatible': { label: t('OpenAI-compatible'), example: 'http://localhost:8000/v1' },
  ollama: { label: 'Ollama', example: 'http://localhost:11434' },
  openai: { label: 'OpenAI', example: preset('openai') },
  anthropic: { label: 'Anthropic', example: preset('anthropic') },
  'azure-openai': { label: 'Azure OpenAI', example: 'https://name.openai.azure.com' },
  gemini: { label: 'Google Gemini', example: preset('gemini') },
};
/** Kinds whose example is the one address that they have. */
const KNOWN: ReadonlySet<ServerKind> = new Set(['openai', 'anthropic', 'gemini']);

/** A form for a server's address. An address in a cloud that no provider documents is asked about once. */
export function AddServer() {
  const [kind, setKind] = useState<ServerKind>('openai-compatible');
  const [baseUrl, setBaseUrl] = useState('');
  const [label, setLabel] = useState('');
  const [names, setNames] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const id = useId();

  async function add(agreed: boolean): Promise<void> {
    const models = names.split(/[\s,]+/).filter((name) => name !== '');
    try {
      await changeModels('models.addServer', { kind, label, baseUrl, models, agreed });
      setBaseUrl('');
      setLabel('');
      setNames('');
      setError(null);
      setAsking(false);
    } catch (thrown) {
      const ask = thrown instanceof AppError && thrown.code === 'address-not-agreed';
      setAsking(ask);
      setError(ask ? null : messageOf(thrown));
    }
  }
  return (
    <form
      className="add-server"
      onSubmit={(event) => {
        event.preventDefault();
        void add(false);
      }}
    >
      <label className="field">
        <span>{t('Kind')}</span>
        <select
          value={kind}
          onChange={(event) => {
            const next = event.target.value as ServerKind;
            setKind(next);
            // What was filled in for another kind goes with it; what the user wrote stays.
            if (KNOWN.has(next)) setBaseUrl(KINDS[next].example);
            else if (KNOWN.has(kind) && baseUrl === KINDS[kind].example) setBaseUrl('');
          }}
        >
          {Object.entries(KINDS).map(([value, look]) => (
            <option key={value} value={value}>
              {look.label}
            </option>
          ))}
        </select>
      </label>
      <label className="field grow">
        <span>{t('Address')}</span>
        <input
          value={baseUrl}
          spellCheck={false}
          placeholder={KINDS[kind].example}
          aria-describedby={error === null ? undefined : id}
          aria-invalid={error !== null}
          onChange={(event) => {
            setBaseUrl(event.target.value);
            setAsking(false);
          }}
        />
      </label>
      <label className="field">
        <span>{t('Name (optional)')}</span>
        <input
          value={label}
          maxLength={80}
          onChange={(event) => {
            setLabel(event.target.value);
          }}
        />
      </label>
      {kind === 'openai-compatible' || kind === 'azure-openai' ? (
        <label className="field grow">
          <span>{kind === 'azure-openai' ? t('Deployments') : t('Models to offer, where the server lists none')}</span>
          <input
            value={names}
            spellCheck={false}
            placeholder={kind === 'azure-openai' ? 'my-gpt, my-gpt-mini' : ''}
            onChange={(event) => {
              setNames(event.target.value);
            }}
          />
        </label>
      ) : null}
      <button type="submit" className="button" disabled={baseUrl.trim() === ''}>
        {t('Add server')}
      </button>
      {error === null ? null : (
        <p className="notice error" id={id} role="alert">
          {error}
        </p>
      )}
      {asking ? (
        <div className="notice" role="alert">
          <p>
            {t(
              '{baseUrl} is neither on this machine nor an address that a provider documents. Whoever runs it gets your questions, redacted.',
              { baseUrl: originOf(baseUrl) },
            )}
          </p>
          <button type="button" className="button" onClick={() => void add(true)}>
            {t('Agree and add')}
          </button>
        </div>
      ) : null}
    </form>
  );
}

function originOf(baseUrl: string): string {
  return URL.canParse(baseUrl.trim()) ? new URL(baseUrl.trim()).origin : baseUrl.trim();
}
