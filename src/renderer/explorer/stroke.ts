import type { KeyboardEvent } from 'react';

const MAC = /mac/i.test(navigator.userAgent);

/** Whether a key event is a stroke written as `Ctrl+Shift+Z`; `Ctrl` means Command on a Mac. `Mac+` is for a Mac alone. */
export function strokeIs(event: KeyboardEvent, stroke: string): boolean {
  const parts = stroke.split('+');
  const key = parts.pop() ?? '';
  if (parts.includes('Mac') && !MAC) return false;
  const [main, other] = MAC ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return (
    main === parts.includes('Ctrl') &&
    !other &&
    event.altKey === parts.includes('Alt') &&
    event.shiftKey === parts.includes('Shift') &&
    // Alt changes what a letter types.
    (event.key.toLowerCase() === key.toLowerCase() || event.code === `Key${key}`)
  );
}
