import { useEffect, useState } from 'react';
import { documentOf, useEditor } from './editor-store.ts';
import { symbolsOf, type FileSymbol } from './symbols.ts';

/** Symbols are asked for again after this, ms. */
const READ_MS = 600;

/** The symbols of an open file, as its text changes; `null` where nobody knows any of its language, or not yet. */
export function useSymbols(path: string | null): readonly FileSymbol[] | null {
  const [symbols, setSymbols] = useState<readonly FileSymbol[] | null>(null);
  // There is a text once there is a tab.
  const model = useEditor((s) => (s.tabs.some((t) => t.path === path) ? documentOf(path ?? '')?.model : undefined));
  useEffect(() => {
    if (!model || path === null) return undefined;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const read = (): void => {
      timer = null;
      symbolsOf(path).then(
        (found) => {
          if (!gone) setSymbols(found);
        },
        () => {
          if (!gone) setSymbols(null);
        },
      );
    };
    read();
    const changed = model.onDidChangeContent(() => {
      // In a pause: of a long file they take a while.
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(read, READ_MS);
    });
    return () => {
      gone = true;
      if (timer !== null) clearTimeout(timer);
      changed.dispose();
      setSymbols(null);
    };
  }, [path, model]);
  return symbols;
}
