import { Settings, type SettingsLayer } from './schemas/settings.ts';
import { SETTING_TABLE } from './setting-table.ts';
import { t } from './messages/t.ts';

/** A setting of a file that does not count, and why. */
export interface SettingProblem {
  readonly name: string;
  /** A sentence, for people. */
  readonly message: string;
}

/** What a layer's file says that counts, and what of it does not. */
export interface LayerReading {
  readonly values: Partial<Settings>;
  readonly problems: readonly SettingProblem[];
}

/** Read what a file of settings holds, by what its layer may set. */
export function readLayer(held: Readonly<Record<string, unknown>>, layer: SettingsLayer): LayerReading {
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [name, value] of Object.entries(held)) {
    const message = problemOf(name, value, layer);
    if (message === null) values[name] = value;
    else problems.push({ name, message });
  }
  return { values: values, problems };
}

function problemOf(name: string, value: unknown, layer: SettingsLayer): string | null {
  if (!Object.hasOwn(SETTING_TABLE, name)) return t('There is no setting "{name}".', { name });
  const key = name as keyof Settings;
  const parsed = Settings.shape[key].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return t('"{name}" does not take this value{what}.', {
      name,
      what: issue === undefined ? '' : `: ${issue.message}`,
    });
  }
  const { workspace } = SETTING_TABLE[key];
  if (layer === 'workspace' && workspace === 'never')
    return t('"{name}" can only be set in your own settings.', { name });
  if (layer === 'workspace' && workspace === 'off-only' && value !== false)
    return t('A folder can turn "{name}" off, and not on.', { name });
  return null;
}
