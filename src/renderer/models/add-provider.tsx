import { useState } from 'react';
import { PROVIDER_PRESETS, recogniseKey } from '../../shared/provider-presets.ts';
import { KeyForm } from './key-form.tsx';
import { changeKey } from './use-keys.ts';

/** A key is pasted, and its provider is known by its shape; the user may say another. */
export function AddProvider() {
  const [recognised, setRecognised] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [baseUrl, setBaseUrl] = useState('');
  const [pasted, setPasted] = useState(false);
  const id = chosen ?? recognised;
  const preset = PROVIDER_PRESETS.find((p) => p.id === id);
  const ownAddress = preset?.baseUrl === null;

  async function add(key: string): Promise<void> {
    if (preset === undefined) return;
    await changeKey('keys.addProvider', { preset: preset.id, baseUrl: ownAddress ? baseUrl : null, key });
    setChosen(null);
    setBaseUrl('');
  }
  return (
    <div className="add-provider">
      <KeyForm
        label="Key of a provider"
        action={preset === undefined ? 'Add provider' : `Add ${preset.label}`}
        ready={preset !== undefined && (!ownAddress || baseUrl.trim() !== '')}
        onLook={(key) => {
          setPasted(key.trim() !== '');
          setRecognised(recogniseKey(key)?.id ?? null);
        }}
        onKey={add}
      >
        <label className="field">
          <span>Provider</span>
          <select
            value={id ?? ''}
            onChange={(event) => {
              setChosen(event.target.value === '' ? null : event.target.value);
            }}
          >
            <option value="">{pasted ? 'Choose one' : 'Known by the key'}</option>
            {PROVIDER_PRESETS.map((p) => (
              <option key={p.id} value={p.id}>
                {p.label}
              </option>
            ))}
          </select>
        </label>
        {ownAddress ? (
          <label className="field own-address">
            <span>Address of your resource</span>
            <input
              value={baseUrl}
              spellCheck={false}
              placeholder="https://name.openai.azure.com"
              onChange={(event) => {
                setBaseUrl(event.target.value);
              }}
            />
          </label>
        ) : null}
      </KeyForm>
      <p className="muted" role="status">
        {hint(pasted, recognised !== null && chosen === null, preset)}
      </p>
    </div>
  );
}

function hint(pasted: boolean, recognised: boolean, preset: (typeof PROVIDER_PRESETS)[number] | undefined): string {
  if (preset === undefined) {
    return pasted
      ? 'Its shape does not tell whose key this is: choose the provider.'
      : 'Kept in the system’s keychain, and sent to that provider’s own address alone.';
  }
  if (!pasted) return `${preset.label} gives out keys at ${preset.keyPage}`;
  const where = preset.baseUrl === null ? 'the address of your resource' : new URL(preset.baseUrl).origin;
  return `${recognised ? `This is a key of ${preset.label}. ` : ''}It will be sent to ${where} and nowhere else.`;
}
