/** VS Code's names of keys that the page has other names for. */
const NAMES: Readonly<Record<string, string>> = {
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
  arrowleft: 'ArrowLeft',
  arrowright: 'ArrowRight',
  arrowup: 'ArrowUp',
  arrowdown: 'ArrowDown',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  home: 'Home',
  end: 'End',
  insert: 'Insert',
  delete: 'Delete',
  backspace: 'Backspace',
  enter: 'Enter',
  escape: 'Escape',
  tab: 'Tab',
  space: 'Space',
};
const MODIFIERS: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  cmd: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  option: 'Alt',
};
const ORDER = ['Ctrl', 'Alt', 'Shift'];

/** A key or two strokes as our bindings are written, `Ctrl+K Z`; `null` if it is none. */
export function canonicalKeys(text: string): string | null {
  const strokes = text.trim().split(/\s+/).map(canonicalStroke);
  return strokes.length > 2 || strokes.includes(null) ? null : strokes.join(' ');
}

function canonicalStroke(stroke: string): string | null {
  const parts = stroke.toLowerCase().split(/\+(?=.)/);
  const name = parts.pop() ?? '';
  const modifiers = new Set(parts.map((part) => MODIFIERS[part]));
  if (modifiers.has(undefined)) return null;
  const key = NAMES[name] ?? (/^f([1-9]|1\d)$/.test(name) || /^[\x21-\x7e]$/.test(name) ? name.toUpperCase() : null);
  return key === null ? null : [...ORDER.filter((each) => modifiers.has(each)), key].join('+');
}

/** The stroke that a key event is, as bindings are written; `null` for a modifier alone. */
export function strokeText(event: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): string | null {
  const { key, code } = event;
  if (['Control', 'Shift', 'Alt', 'Meta', 'Dead', 'Process', 'Unidentified'].includes(key)) return null;
  // Where Alt or Shift changes what a key types, its place on the keyboard tells it.
  const placed = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  const name = placed ?? (code === 'Backquote' ? '`' : key === ' ' ? 'Space' : key);
  return canonicalStroke(
    [
      ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
      ...(event.altKey ? ['Alt'] : []),
      ...(event.shiftKey ? ['Shift'] : []),
      name,
    ].join('+'),
  );
}
