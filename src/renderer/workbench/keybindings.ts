/** Whether the keyboard has a Command key, which then stands where others have Ctrl. */
export const MAC = /mac/i.test(navigator.userAgent);

/**
 * Whether a key event is a binding written as `Ctrl+Shift+P`. `Ctrl` means Command on a Mac. Letters
 * and digits are told by their place on the keyboard where Alt changes what they type.
 */
export function matches(event: KeyboardEvent, binding: string): boolean {
  const parts = binding.split('+');
  const key = parts.pop() ?? '';
  const wants = (modifier: string): boolean => parts.includes(modifier);
  const main = MAC ? event.metaKey : event.ctrlKey;
  const other = MAC ? event.ctrlKey : event.metaKey;
  if (main !== wants('Ctrl') || other || event.altKey !== wants('Alt') || event.shiftKey !== wants('Shift'))
    return false;
  if (key === 'Space') return event.key === ' ';
  // With Shift it types another sign, and on many keyboards none.
  if (key === '`' && event.code === 'Backquote') return true;
  return event.key.toLowerCase() === key.toLowerCase() || event.code === `Key${key}` || event.code === `Digit${key}`;
}

/** The first of two strokes was this; the second is waited for. */
let begun: string | null = null;

/** What a key does to bindings: it ends one, it begins one of two strokes, or it is the second stroke of none. */
type Stroke = { readonly binding: string } | 'begun' | 'failed';

/** A binding of two strokes is written `Ctrl+K Z`. `null`: the key is for whatever has the focus. */
export function strokeOf(event: KeyboardEvent, bindings: readonly string[]): Stroke | null {
  // The modifiers of the next stroke are not the stroke.
  if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return null;
  const first = begun;
  begun = null;
  const ended = bindings.find((binding) => {
    const [one = '', two] = binding.split(' ');
    return two === undefined ? first === null && matches(event, one) : one === first && matches(event, two);
  });
  if (ended !== undefined) return { binding: ended };
  if (first !== null) return 'failed';
  const next = bindings
    .map((binding) => binding.split(' '))
    .find(([one = '', two]) => two !== undefined && matches(event, one));
  begun = next?.[0] ?? null;
  return begun === null ? null : 'begun';
}

/** A binding as the keyboard has it, e.g. `⌘⇧P` on a Mac. */
export function shown(binding: string): string {
  if (!MAC) return binding;
  const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };
  return binding.replaceAll(/[^+ ]+/g, (part) => signs[part] ?? part).replaceAll('+', '');
}
