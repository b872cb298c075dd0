import { useState } from 'react';
import { Settings } from '../../shared/schemas/settings.ts';
import { Field, Section } from './fields.tsx';
import { t } from '../../shared/messages/t.ts';

interface NetworkSectionProps {
  readonly values: Settings;
  readonly onSet: (change: Partial<Settings>) => void;
}

type Way = 'none' | 'environment' | 'address';

/** What a company's network asks for: a proxy to clouds, and an authority of its own. */
export function NetworkSection({ values: { proxy, caFile }, onSet }: NetworkSectionProps) {
  const saved: Way = proxy === 'none' || proxy === 'environment' ? proxy : 'address';
  const [chosen, setChosen] = useState<Way | null>(null);
  const way = chosen ?? saved;
  return (
    <Section title={t('Network')}>
      <Field
        label={t('Proxy')}
        hint={t('For clouds only. Never used in Offline, nor for servers here or on your list.')}
      >
        <select
          value={way}
          onChange={(e) => {
            const next = e.target.value as Way;
            setChosen(next);
            if (next !== 'address') onSet({ proxy: next });
          }}
        >
          <option value="none">{t('None')}</option>
          <option value="environment">{t('As the environment says')}</option>
          <option value="address">{t('This one:')}</option>
        </select>
      </Field>
      {way === 'address' ? (
        <TextField
          label={t('Address of the proxy')}
          hint="http://host:port. One that wants a password is named in the environment."
          value={saved === 'address' ? proxy : ''}
          valid={(text) => text !== '' && Settings.shape.proxy.safeParse(text).success}
          onSet={(address) => {
            onSet({ proxy: address });
          }}
        />
      ) : null}
      <TextField
        label={t('Certificates to trust as well')}
        hint={t('Path of a PEM file with your company’s authority; empty for none.')}
        value={caFile ?? ''}
        valid={(text) => text === '' || Settings.shape.caFile.safeParse(text).success}
        onSet={(path) => {
          onSet({ caFile: path === '' ? null : path });
        }}
      />
    </Section>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly valid: (text: string) => boolean;
  readonly onSet: (text: string) => void;
}

/** Takes effect when the field is left or Enter is pressed; what cannot be used stays, marked, and is not set. */
function TextField({ label, hint, value, valid, onSet }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft?.trim() ?? value;
  const commit = (): void => {
    if (draft === null || !valid(text)) return;
    if (text !== value) onSet(text);
    setDraft(null);
  };
  return (
    <Field label={label} hint={hint}>
      <input
        value={draft ?? value}
        spellCheck={false}
        aria-invalid={!valid(text) && draft !== null}
        onChange={(e) => {
          setDraft(e.target.value);
        }}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
    </Field>
  );
}
