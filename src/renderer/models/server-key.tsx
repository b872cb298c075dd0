import { useState } from 'react';
import type { KeyStatus } from '../../shared/schemas/keys.ts';
import type { ProviderStatus } from '../../shared/schemas/models.ts';
import { call } from '../bridge/bridge.ts';
import { Icon } from '../ui/icon.tsx';
import { messageOf, notifyError } from '../ui/notifications.tsx';
import { KeyForm } from './key-form.tsx';
import { changeKey, useKeys } from './use-keys.ts';
import { t } from '../../shared/messages/t.ts';

/** What a test of a key found; `null` before there was one. */
export type Tested = { readonly works: boolean; readonly message: string } | 'testing' | null;

interface ServerKeyProps {
  readonly provider: ProviderStatus;
  readonly tested: Tested;
  readonly onTested: (tested: Tested) => void;
}

/** The key of one server of the user's: what is known of it, and what can be done with it. */
export function ServerKey({ provider, tested, onTested }: ServerKeyProps) {
  const { id: serverId, origin, label } = provider;
  const keys = useKeys((s) => s.keys);
  const [writing, setWriting] = useState(false);
  if (keys === null || origin === null) return null;
  const mine = keys.filter((k) => k.serverId === serverId && k.origin === origin);
  const key = mine.find((k) => k.keptIn !== 'leaving');

  async function test(): Promise<void> {
    onTested('testing');
    try {
      const { models } = await call('keys.test', { serverId });
      onTested({
        works: true,
        message: t('It works: {label} answered with {models, plural, =1 {one model} other {# models}}.', {
          label,
          models,
        }),
      });
    } catch (error) {
      onTested({ works: false, message: messageOf(error) });
    }
  }
  return (
    <div className="server-key" role="group" aria-label={t('Key of {label}', { label })}>
      {writing ? (
        <KeyForm
          focus
          label={key === undefined ? t('Key for {origin}', { origin }) : t('New key for {origin}', { origin })}
          action={t('Save key')}
          onKey={async (value) => {
            onTested(null);
            await changeKey('keys.set', { serverId, origin, key: value });
            setWriting(false);
          }}
          onCancel={() => {
            setWriting(false);
          }}
        />
      ) : (
        <div className="key-row">
          <Icon name="key" />
          <span>{key === undefined ? t('No key') : <Ending of={key} />}</span>
          <span className="muted grow">{key === undefined ? '' : WHERE[key.keptIn]}</span>
          {key === undefined ? null : (
            <button
              type="button"
              className="button small"
              disabled={tested === 'testing'}
              onClick={() => {
                void test();
              }}
            >
              {tested === 'testing' ? <Icon name="loading" spin /> : null} {t('Test')}
            </button>
          )}
          <button
            type="button"
            className="button small"
            onClick={() => {
              setWriting(true);
            }}
          >
            {key === undefined ? t('Add key') : t('Replace')}
          </button>
          {key === undefined ? null : (
            <RemoveKey
              of={key}
              onRemoved={() => {
                onTested(null);
              }}
            />
          )}
        </div>
      )}
      <div role="status">
        {tested === null || tested === 'testing' ? null : (
          <p className={tested.works ? 'key-works' : 'notice error'}>
            {tested.works ? <Icon name="pass" /> : null}
            {tested.message}
          </p>
        )}
      </div>
      {mine.map((k) =>
        k.note === null ? null : (
          <p key={k.keptIn} className="notice">
            {k.note}
          </p>
        ),
      )}
    </div>
  );
}

const WHERE: Readonly<Record<KeyStatus['keptIn'], string>> = {
  keychain: t('in the system’s keychain'),
  session: t('in memory, until CodeGrex ends'),
  leaving: 'removed',
};

/** The last four characters, for people to tell keys apart. */
function Ending({ of }: { readonly of: KeyStatus }) {
  return (
    <>
      {t('Key')} <code>••••{of.lastFour}</code>
    </>
  );
}

function RemoveKey(props: { readonly of: KeyStatus; readonly onRemoved?: () => void }) {
  const { serverId, origin } = props.of;
  return (
    <button
      type="button"
      className="button small danger"
      onClick={() => {
        changeKey('keys.clear', { serverId, origin }).then(() => props.onRemoved?.(), notifyError);
      }}
    >
      {t('Remove')}
    </button>
  );
}

/** Keys of servers that are gone, or have another address now: they are used for nothing, and can be removed. */
export function KeysWithoutServer({ providers }: { readonly providers: readonly ProviderStatus[] }) {
  const keys = useKeys((s) => s.keys) ?? [];
  const rest = keys.filter((k) => !providers.some((p) => p.id === k.serverId && p.origin === k.origin));
  if (rest.length === 0) return null;
  return (
    <section className="provider" aria-label={t('Keys without a server')}>
      <header>
        <h3>{t('Keys without a server')}</h3>
        <span className="muted">{t('Used for nothing: their server is gone, or has another address now.')}</span>
      </header>
      {rest.map((key) => (
        <div key={`${key.origin} ${key.serverId} ${key.keptIn}`} className="key-row">
          <Icon name="key" />
          <Ending of={key} />
          <span className="muted grow">
            {key.origin} · {key.note ?? WHERE[key.keptIn]}
          </span>
          {key.keptIn === 'leaving' ? null : <RemoveKey of={key} />}
        </div>
      ))}
    </section>
  );
}
