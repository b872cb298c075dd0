import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import type { Settings, SettingsLayer, SettingsView } from '../../shared/schemas/settings.ts';
import { SETTING_NAMES, SETTING_TABLE, type SettingInfo } from '../../shared/setting-table.ts';
import { t } from '../../shared/messages/t.ts';

/** How one setting is shown in one layer of the editor of settings. */
export interface ShownSetting {
  /** What the layer says, or what it falls back to. */
  readonly value: unknown;
  /** Whether the layer says something. */
  readonly set: boolean;
  /** Where the value in force comes from, for people. */
  readonly source: string;
}

const has = (values: object | undefined, name: keyof Settings): boolean =>
  values !== undefined && Object.hasOwn(values, name);

/** @param overriddenBy what decides otherwise than any layer, as a policy does; for people */
export function shownSetting(
  view: SettingsView,
  layer: SettingsLayer,
  name: keyof Settings,
  overriddenBy?: string,
): ShownSetting {
  const { user, workspace } = view;
  const inUser = has(user, name);
  const inFolder = workspace?.applies === true && has(workspace.values, name);
  const base = inUser ? user[name] : DEFAULT_SETTINGS[name];
  const set = layer === 'user' ? inUser : has(workspace?.values, name);
  const value = layer === 'workspace' && set ? workspace?.values[name] : base;
  if (overriddenBy !== undefined) return { value, set, source: t('Overridden by {overriddenBy}', { overriddenBy }) };
  if (inFolder)
    return { value, set, source: layer === 'user' ? t('Overridden by this folder') : t('Set for this folder') };
  return { value, set, source: inUser ? t('Set by you') : t('Default') };
}

/** The settings of a layer that have all words of a query in their name, title or description. */
export function findSettings(query: string, layer: SettingsLayer): readonly (keyof Settings)[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return SETTING_NAMES.filter((name) => {
    const { title, description, category, workspace } = SETTING_TABLE[name];
    if (layer === 'workspace' && workspace === 'never') return false;
    const text = `${name} ${t(category)}: ${t(title)} ${t(description)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Settings by category, without empty ones. */
export function byCategory(
  names: readonly (keyof Settings)[],
  categories: readonly SettingInfo['category'][],
): readonly { readonly category: SettingInfo['category']; readonly names: readonly (keyof Settings)[] }[] {
  return categories
    .map((category) => ({ category, names: names.filter((name) => SETTING_TABLE[name].category === category) }))
    .filter((each) => each.names.length > 0);
}
