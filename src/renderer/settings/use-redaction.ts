import { useEffect, useState } from 'react';
import type { FolderRedaction, RedactionView } from '../../shared/schemas/settings.ts';
import { call, stream } from '../bridge/bridge.ts';
import { notifyError } from '../ui/notifications.tsx';

/** The redaction rules that are not in the settings, and what is wrong with any. */
export interface Redaction {
  /** `null` until the core told. */
  readonly view: RedactionView | null;
  /** Change some of what is chosen for the open folder; what is refused is told. */
  readonly setForFolder: (change: Partial<FolderRedaction>) => void;
}

/** Follows the rules for as long as it is used. */
export function useRedaction(): Redaction {
  const [view, setView] = useState<RedactionView | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    call('redaction.get', {}, signal).then(setView, notifyError);
    // It ends with the connection; what is shown then is what was last known.
    stream('redaction.changes', {}, setView, signal).catch(() => undefined);
    return () => {
      controller.abort();
    };
  }, []);
  return {
    view,
    setForFolder: (change) => {
      if (view?.folder == null) return;
      call('redaction.setForFolder', { redaction: { ...view.folder, ...change } }).then(setView, notifyError);
    },
  };
}
