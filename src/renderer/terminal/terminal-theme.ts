import type { ITheme } from '@xterm/xterm';

/** The sixteen colours that programs name, as VS Code has them. */
const DARK: ITheme = {
  black: '#000000',
  red: '#cd3131',
  green: '#0dbc79',
  yellow: '#e5e510',
  blue: '#2472c8',
  magenta: '#bc3fbc',
  cyan: '#11a8cd',
  white: '#e5e5e5',
  brightBlack: '#666666',
  brightRed: '#f14c4c',
  brightGreen: '#23d18b',
  brightYellow: '#f5f543',
  brightBlue: '#3b8eea',
  brightMagenta: '#d670d6',
  brightCyan: '#29b8db',
  brightWhite: '#e5e5e5',
};
const LIGHT: ITheme = {
  black: '#000000',
  red: '#cd3131',
  green: '#107c10',
  yellow: '#949800',
  blue: '#0451a5',
  magenta: '#bc05bc',
  cyan: '#0598bc',
  white: '#555555',
  brightBlack: '#666666',
  brightRed: '#cd3131',
  brightGreen: '#14ce14',
  brightYellow: '#b5ba00',
  brightBlue: '#0451a5',
  brightMagenta: '#bc05bc',
  brightCyan: '#0598bc',
  brightWhite: '#a5a5a5',
};

/** How terminals are coloured. */
export interface TerminalColors {
  readonly theme: ITheme;
  /** Text that a program makes too faint is drawn stronger. */
  readonly minimumContrastRatio: number;
  /** Of what is found, as `#rrggbb`. */
  readonly match: string;
  readonly matchBorder: string;
}

/** The colours of the theme in force, read from the page. */
export function terminalColors(): TerminalColors {
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const theme = root.dataset['theme'] ?? 'light';
  const dark = style.colorScheme.includes('dark');
  return {
    theme: {
      ...(dark ? DARK : LIGHT),
      background: color('--side'),
      foreground: color('--text'),
      cursor: color('--text'),
      cursorAccent: color('--side'),
      selectionBackground: color('--selected'),
      ...(theme.startsWith('hc-') ? { selectionForeground: color('--text') } : {}),
    },
    minimumContrastRatio: theme.startsWith('hc-') ? 7 : 4.5,
    match: color('--match').slice(0, 7),
    matchBorder: color('--match-border').slice(0, 7),
  };
}

/** Told after the theme changed; returns what ends that. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style'] });
  return () => {
    observer.disconnect();
  };
}
