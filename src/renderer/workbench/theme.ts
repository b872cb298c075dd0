import { useEffect, useSyncExternalStore } from 'react';
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
  const theme = setting === 'system' ? system : setting;
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return theme;
}
