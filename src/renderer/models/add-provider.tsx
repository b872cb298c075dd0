import { useState } from 'react';
import { PROVIDER_PRESETS, recogniseKey } from '../../shared/provider-presets.ts';
import { KeyForm } from './key-form.tsx';
import { changeKey } from './use-keys.ts';
import { t } from '../../shared/messages/t.ts';

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
        label={t('Key of a provider')}
        action={preset === undefined ? t('Add provider') : t('Add {label}', { label: preset.label })}
        ready={preset !== undefined && (!ownAddress || baseUrl.trim() !== '')}
        onLook={(key) => {
          setPasted(key.trim() !== '');
          setRecognised(recogniseKey(key)?.id ?? null);
        }}
        onKey={add}
      >
        <label className="field">
          <span>{t('Provider')}</span>
          <select
            value={id ?? ''}
            onChange={(event) => {
              setChosen(event.target.value === '' ? null : event.target.value);
            }}
          >
            <option value="">{pasted ? t('Choose one') : t('Known by the key')}</option>
            {PROVIDER_PRESETS.map((p) => (
              <option key={p.id} value={p.id}>
                {p.label}
              </option>
            ))}
          </select>
        </label>
        {ownAddress ? (
          <label className="field own-address">
            <span>{t('Address of your resource')}</span>
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
      ? t('Its shape does not tell whose key this is: choose the provider.')
      : t('Kept in the system’s keychain, and sent to that provider’s own address alone.');
  }
  if (!pasted) return t('{label} gives out keys at {keyPage}', { label: preset.label, keyPage: preset.keyPage });
  const where = preset.baseUrl === null ? t('the address of your resource') : new URL(preset.baseUrl).origin;
  return t('{what}It will be sent to {where} and nowhere else.', {
    what: recognised ? t('This is a key of {label}. ', { label: preset.label }) : '',
    where,
  });
}
