/** Whether the keyboard has a Command key, which then stands where others have Ctrl. */
const MAC = /mac/i.test(navigator.userAgent);

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
  return event.key.toLowerCase() === key.toLowerCase() || event.code === `Key${key}` || event.code === `Digit${key}`;
}

/** A binding as the keyboard has it, e.g. `⌘⇧P` on a Mac. */
export function shown(binding: string): string {
  if (!MAC) return binding;
  const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };
  return binding
    .split('+')
    .map((part) => signs[part] ?? part)
    .join('');
}
