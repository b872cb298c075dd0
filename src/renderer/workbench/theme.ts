import { useEffect, useSyncExternalStore } from 'react';
import { useCustomTheme } from './custom-theme.ts';
import { VARIABLE_NAMES, variablesOf } from './vscode-theme.ts';
import type { Settings } from '../../shared/schemas/settings.ts';

/** A theme as drawn: the setting `system` is resolved. */
export type Theme = Exclude<Settings['theme'], 'system'>;

const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');

function systemTheme(): Theme {
  if (contrast.matches) return dark.matches ? 'hc-dark' : 'hc-light';
  return dark.matches ? 'dark' : 'light';
}

function onSystemChange(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  contrast.addEventListener('change', changed);
  return () => {
    dark.removeEventListener('change', changed);
    contrast.removeEventListener('change', changed);
  };
}

/** The theme in force; also told to the style sheets, as `data-theme` of the page. */
export function useTheme(setting: Settings['theme']): Theme {
  const system = useSyncExternalStore(onSystemChange, systemTheme);
  const custom = useCustomTheme((s) => s.theme);
  // One that was imported and is gone is as if it was never chosen.
  const theme = setting === 'system' || (setting === 'custom' && custom === null) ? system : setting;
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    dataset['theme'] = theme === 'custom' ? (custom?.base ?? 'dark') : theme;
    const variables = theme === 'custom' && custom !== null ? variablesOf(custom) : new Map<string, string>();
    for (const name of VARIABLE_NAMES) {
      const color = variables.get(name);
      if (color === undefined) style.removeProperty(name);
      else style.setProperty(name, color);
    }
  }, [theme, custom]);
  return theme;
}
