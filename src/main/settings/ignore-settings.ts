import { DEFAULT_IGNORE, UNREADABLE_IGNORE, type IgnoreSettings } from '../../privacy/ignore/ignore-settings.ts';
import { readJsonFile, type JsonFile } from './json-file.ts';

/**
 * What a settings file says about ignoring. A file or a value that makes no sense is read as
 * strictly as possible, since the rules that the user meant are unknown then.
 */
export async function ignoreSettingsFrom(file: JsonFile): Promise<IgnoreSettings> {
  if (file.state === 'missing') return DEFAULT_IGNORE;
  if (file.state === 'broken') return UNREADABLE_IGNORE;
  const { ignoreRules, honourIgnoreFiles } = file.values;
  if (ignoreRules === undefined && honourIgnoreFiles === undefined) return DEFAULT_IGNORE;
  // Loaded only where there is something to check: a script asks often, and most users have no rules.
  const { Settings } = await import('../../shared/schemas/settings.ts');
  const rules = Settings.shape.ignoreRules.optional().safeParse(ignoreRules);
  const honour = Settings.shape.honourIgnoreFiles.optional().safeParse(honourIgnoreFiles);
  return {
    rules: rules.success ? (rules.data ?? DEFAULT_IGNORE.rules) : UNREADABLE_IGNORE.rules,
    honour: honour.success ? (honour.data ?? DEFAULT_IGNORE.honour) : UNREADABLE_IGNORE.honour,
  };
}

/** {@link ignoreSettingsFrom} of a file on disk. Never rejects. */
export async function readIgnoreSettings(file: string): Promise<IgnoreSettings> {
  return ignoreSettingsFrom(await readJsonFile(file));
}
