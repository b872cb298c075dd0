import { useEffect, useState } from 'react';
import type { LedgerEntry, SentBytes } from '../../shared/schemas/ledger.ts';
import { call } from '../bridge/bridge.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { t, told } from '../../shared/messages/t.ts';

/** One request with the exact bytes that were sent, as long as they are in memory. */
export function LedgerDetail({ entry, onClose }: { readonly entry: LedgerEntry; readonly onClose: () => void }) {
  const [sent, setSent] = useState<SentBytes | null>(null);
  useEffect(() => {
    call('ledger.sentBytes', { id: entry.id }).then(setSent, notifyError);
  }, [entry.id, entry.bytesSent]);
  const body = sent?.body ?? null;
  return (
    <aside className="ledger-detail" aria-label={t('Request')}>
      <header>
        <strong>{sent?.method === '' || !sent ? entry.task : `${sent.method} ${sent.url}`}</strong>
        {body === null || body === '' ? null : (
          <IconButton icon="copy" label={t('Copy what was sent')} onClick={() => void copyText(body)} />
        )}
        <IconButton icon="close" label={t('Close request')} onClick={onClose} />
      </header>
      <p className="muted">{told(entry.rule)}</p>
      {entry.routing === null ? null : (
        <details>
          <summary>{t('Why this model')}</summary>
          <p>{entry.routing}.</p>
        </details>
      )}
      {explain(entry, body) === null ? null : <p>{explain(entry, body)}</p>}
      {sent && sent.headers.length > 0 ? (
        <pre tabIndex={0} aria-label={t('Headers sent')}>
          {sent.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
        </pre>
      ) : null}
      {body === null || body === '' ? null : (
        <pre tabIndex={0} aria-label={t('Body sent')}>
          {body}
        </pre>
      )}
    </aside>
  );
}

/** Why there are no bytes to show, if so. */
function explain({ destination, outcome }: LedgerEntry, body: string | null): string | null {
  if (destination === 'in-process') return t('The model runs inside CodeGrex: nothing was sent over any network.');
  if (outcome === 'refused') return t('Nothing was sent.');
  if (body === null) return t('The bytes have left memory; they are never written to disk.');
  return body === '' ? t('The request had no body.') : null;
}
