/** What is asked for in quick open. */
export type QuickQuery =
  | {
      readonly kind: 'files';
      readonly text: string;
      /** Where in the file, from 1; `null` where it was left last. */
      readonly line: number | null;
      readonly column: number;
    }
  /** A line of the file on screen; `null` while none is typed. */
  | { readonly kind: 'line'; readonly line: number | null; readonly column: number }
  /** A symbol of the file on screen. */
  | { readonly kind: 'symbols'; readonly text: string }
  /** A symbol of any file of the folder. */
  | { readonly kind: 'folder-symbols'; readonly text: string };

/** Read what was typed: `name`, `name:12`, `name:12:3`, `:12`, `@symbol`, `#symbol`. */
export function parseQuickQuery(typed: string): QuickQuery {
  const text = typed.trim();
  if (text.startsWith('@')) return { kind: 'symbols', text: text.slice(1).trim() };
  if (text.startsWith('#')) return { kind: 'folder-symbols', text: text.slice(1).trim() };
  const place = /^(.*?)(?::(\d*))(?::(\d*))?$/s.exec(text);
  const [line, column] = [numberFrom(place?.[2]), numberFrom(place?.[3]) ?? 1];
  if (text.startsWith(':')) return { kind: 'line', line, column };
  return { kind: 'files', text: (place?.[1] ?? text).replaceAll('\\', '/'), line, column };
}

/** Counted from 1. */
function numberFrom(digits: string | undefined): number | null {
  const number = Number(digits ?? '');
  return number >= 1 && number <= 1e9 ? number : null;
}
