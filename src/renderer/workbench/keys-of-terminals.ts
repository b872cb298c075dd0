import { MAC } from './keybindings.ts';

/** With Ctrl, what VS Code too takes before a shell does. */
const NOT_THE_SHELLS = new Set(['B', 'J', 'P']);
const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));

/**
 * Keys that a terminal with the focus keeps, as bindings are written: what shells, and programs in them, have a use
 * for. On a Mac our keys have Command, which no shell sees.
 */
export const KEYS_OF_TERMINALS = MAC
  ? 'Ctrl+C Ctrl+V Ctrl+F Ctrl+K Ctrl+A'
  : [
      ...letters.filter((letter) => !NOT_THE_SHELLS.has(letter)).map((letter) => `Ctrl+${letter}`),
      ...letters.map((letter) => `Alt+${letter}`),
      'Ctrl+\\',
      'Ctrl+PageUp',
      'Ctrl+PageDown',
      'Ctrl+Shift+C',
      'Ctrl+Shift+V',
      'F2',
      'F3',
      'F4',
      'F5',
      'F7',
      'F9',
      'F10',
      'F11',
      'F12',
      'Shift+F12',
    ].join(' ');
