import { useEffect, useState } from 'react';
import { describeIsolation } from '../../shared/describe-isolation.ts';
import { call } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** Says whether child processes run without network here; nothing until the core told. */
export function IsolationNote() {
  const [sentences, setSentences] = useState<readonly string[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    call('policy.isolation', {}, stop.signal).then((view) => {
      setSentences(describeIsolation(view));
    }, notifyError);
    return () => {
      stop.abort();
    };
  }, []);
  return sentences.map((sentence) => (
    <p key={sentence} className="muted">
      {sentence}
    </p>
  ));
}
