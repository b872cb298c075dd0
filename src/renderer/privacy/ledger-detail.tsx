import { useEffect, useState } from 'react';
import type { LedgerEntry, SentBytes } from '../../shared/schemas/ledger.ts';
import { call } from '../bridge/bridge.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { notifyError } from '../ui/notifications.tsx';

/** One request with the exact bytes that were sent, as long as they are in memory. */
export function LedgerDetail({ entry, onClose }: { readonly entry: LedgerEntry; readonly onClose: () => void }) {
  const [sent, setSent] = useState<SentBytes | null>(null);
  useEffect(() => {
    call('ledger.sentBytes', { id: entry.id }).then(setSent, notifyError);
  }, [entry.id, entry.bytesSent]);
  const body = sent?.body ?? null;
  return (
    <aside className="ledger-detail" aria-label="Request">
      <header>
        <strong>{sent?.method === '' || !sent ? entry.task : `${sent.method} ${sent.url}`}</strong>
        {body === null || body === '' ? null : (
          <IconButton icon="copy" label="Copy what was sent" onClick={() => void copyText(body)} />
        )}
        <IconButton icon="close" label="Close request" onClick={onClose} />
      </header>
      <p className="muted">{entry.rule}</p>
      {entry.routing === null ? null : (
        <details>
          <summary>Why this model</summary>
          <p>{entry.routing}.</p>
        </details>
      )}
      {explain(entry, body) === null ? null : <p>{explain(entry, body)}</p>}
      {sent && sent.headers.length > 0 ? (
        <pre tabIndex={0} aria-label="Headers sent">
          {sent.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
        </pre>
      ) : null}
      {body === null || body === '' ? null : (
        <pre tabIndex={0} aria-label="Body sent">
          {body}
        </pre>
      )}
    </aside>
  );
}

/** Why there are no bytes to show, if so. */
function explain({ destination, outcome }: LedgerEntry, body: string | null): string | null {
  if (destination === 'in-process') return 'The model runs inside CodeGrex: nothing was sent over any network.';
  if (outcome === 'refused') return 'Nothing was sent.';
  if (body === null) return 'The bytes have left memory; they are never written to disk.';
  return body === '' ? 'The request had no body.' : null;
}
