import { useEffect, useState } from 'react';
import { describeIsolation } from '../../shared/describe-isolation.ts';
import { call } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/**
 * Sentences on whether child processes run without network here; none until the core told. Asked for before
 * they are shown: a menu that grows as it opens comes to lie under the pointer, whose release then chooses.
 * @param connected whether the core has answered yet
 */
export function useIsolation(connected: boolean): readonly string[] {
  const [sentences, setSentences] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!connected) return undefined;
    const stop = new AbortController();
    call('policy.isolation', {}, stop.signal).then((view) => {
      setSentences(describeIsolation(view));
    }, notifyError);
    return () => {
      stop.abort();
    };
  }, [connected]);
  return sentences;
}

/** The sentences of {@link useIsolation}. */
export function IsolationNote({ sentences }: { readonly sentences: readonly string[] }) {
  return sentences.map((sentence) => (
    <p key={sentence} className="muted">
      {sentence}
    </p>
  ));
}
