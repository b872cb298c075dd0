import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import type { SettingsView } from '../../shared/schemas/settings.ts';
import { SETTING_NAMES } from '../../shared/setting-table.ts';
import { controlOf, settingsJsonSchema } from './settings-schema.ts';
import { findSettings, shownSetting } from './setting-source.ts';

const VIEW: SettingsView = {
  values: { ...DEFAULT_SETTINGS, editorTabSize: 2, editorFontSize: 16 },
  user: { editorTabSize: 8, editorFontSize: 16 },
  workspace: { values: { editorTabSize: 2 }, applies: true },
  notices: [],
};

it('tells where a value comes from', () => {
  expect(shownSetting(VIEW, 'user', 'editorTabSize')).toEqual({
    value: 8,
    set: true,
    source: 'Overridden by this folder',
  });
  expect(shownSetting(VIEW, 'workspace', 'editorTabSize')).toMatchObject({ value: 2, source: 'Set for this folder' });
  expect(shownSetting(VIEW, 'workspace', 'editorFontSize')).toEqual({ value: 16, set: false, source: 'Set by you' });
  expect(shownSetting(VIEW, 'user', 'theme')).toEqual({ value: 'system', set: false, source: 'Default' });
  expect(shownSetting(VIEW, 'user', 'defaultMode', 'your organisation').source).toBe('Overridden by your organisation');
});

it('lets a folder that is not trusted override nothing', () => {
  const untrusted = { ...VIEW, workspace: { values: { editorTabSize: 2 }, applies: false } };
  expect(shownSetting(untrusted, 'user', 'editorTabSize').source).toBe('Set by you');
});

it('finds settings by words in any order, and by name', () => {
  expect(findSettings('size FONT', 'user')).toEqual(['editorFontSize', 'terminalFontSize']);
  expect(findSettings('editorMinimap', 'user')).toEqual(['editorMinimap']);
  expect(findSettings('', 'user')).toEqual(SETTING_NAMES);
  expect(findSettings('proxy', 'workspace')).toEqual([]);
});

it('makes a control of every type, and a schema of every setting', () => {
  expect(controlOf('editorMinimap')).toEqual({ kind: 'switch' });
  expect(controlOf('editorTabSize')).toEqual({ kind: 'number', min: 1, max: 16, whole: true });
  expect(controlOf('caFile')).toEqual({ kind: 'text', nullable: true });
  expect(controlOf('onPremHosts')).toEqual({ kind: 'lines' });
  expect(controlOf('servers')).toEqual({ kind: 'json' });
  const properties = (schema: object): string[] => Object.keys((schema as { properties: object }).properties);
  expect(properties(settingsJsonSchema('user'))).toEqual(SETTING_NAMES);
  expect(properties(settingsJsonSchema('workspace'))).not.toContain('proxy');
});
