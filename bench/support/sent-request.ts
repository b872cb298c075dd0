import type { Api } from '../../src/shared/api.ts';
import type { SentBytes } from '../../src/shared/schemas/ledger.ts';
import { valueOf } from './core-client.ts';

/** The core's latest request to a model, byte for byte, so that the same can be asked directly. */
export async function latestRequest(api: Api): Promise<SentBytes & { readonly body: string }> {
  const entries = await valueOf(api['ledger.list']({}).result);
  const latest = entries.findLast((e) => (e.task === 'chat' || e.task === 'completion') && e.outcome === 'allowed');
  if (latest === undefined) throw new Error('Nothing was sent to a model.');
  const sent = await valueOf(api['ledger.sentBytes']({ id: latest.id }).result);
  const { body } = sent;
  if (body === null) throw new Error('What was sent is no longer known.');
  return { ...sent, body };
}

/** The options of a `fetch` that asks the same. */
export function sameRequest(sent: SentBytes & { readonly body: string }): RequestInit {
  // These are fetch's own to set.
  const headers = sent.headers.filter(([name]) => !/^(host|connection|content-length)$/i.test(name));
  return { method: sent.method, headers, body: sent.body };
}
