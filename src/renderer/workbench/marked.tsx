import { single } from 'fuzzysort';
import { visibleText } from '../ui/visible-text.ts';

/** Where the letters that were typed stand in a text; `null` if they don't. */
export function marksIn(typed: string, text: string): readonly number[] | null {
  return typed === '' ? null : (single(typed, text)?.indexes ?? null);
}

/** A text with some of its characters marked, and nothing hidden in it. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly number[] }) {
  const marked = new Set(marks);
  /** Stretches that are marked, and others. */
  const pieces: { readonly on: boolean; readonly text: string }[] = [];
  for (let at = 0; at < text.length;) {
    const on = marked.has(at);
    let end = at + 1;
    while (end < text.length && marked.has(end) === on) end++;
    pieces.push({ on, text: visibleText(text.slice(at, end)) });
    at = end;
  }
  return pieces.map((piece, i) => (piece.on ? <b key={i}>{piece.text}</b> : <span key={i}>{piece.text}</span>));
}
