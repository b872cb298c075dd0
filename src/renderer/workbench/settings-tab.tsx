import { describeJson, JsonText, type JsonSource } from '../editor/json-text.tsx';
import { openFile } from '../editor/editor-store.ts';
import { openTab } from '../editor/groups-store.ts';
import { call } from '../bridge/bridge.ts';
import { pathAtTop } from '../explorer/open-folders.ts';
import { useModels } from '../models/models-store.ts';
import { usePolicy } from '../privacy/policy-store.ts';
import { SettingsEditor } from '../settings/settings-editor.tsx';
import { changeSettings, useSettings } from '../settings/settings-store.ts';
import { settingsJsonSchema } from '../settings/settings-schema.ts';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { Settings, SettingsLayer } from '../../shared/schemas/settings.ts';
import { notifyError } from '../ui/notifications.tsx';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const FOLDER_FILE = '.codegrex/settings.json';

const USER_JSON: JsonSource = {
  uri: 'codegrex:/user/settings.json',
  label: 'settings.json',
  read: async () => (await call('settings.readText', {})).text || '{\n\t\n}\n',
  write: (text) => call('settings.writeText', { text }),
};

/** Complete and check the files of settings by the table of settings. Call once. */
export function describeSettingsFiles(): void {
  describeJson([
    { uri: 'codegrex:/schemas/user-settings', files: [USER_JSON.uri], schema: settingsJsonSchema('user') },
    {
      uri: 'codegrex:/schemas/workspace-settings',
      files: [`**/${FOLDER_FILE}`],
      schema: settingsJsonSchema('workspace'),
    },
  ]);
}

/** Show the editor of settings. */
export function openSettings(): void {
  openTab({
    id: 'settings:all',
    kind: 'settings',
    title: t('Settings'),
    path: null,
    holds: false,
    params: null,
    keep: true,
  });
}

/** Show the file behind a layer of settings. */
export function openSettingsJson(layer: SettingsLayer): void {
  if (layer === 'workspace') void openFolderFile().catch(notifyError);
  else
    openTab({
      id: 'settings-json:user',
      kind: 'settings-json',
      title: 'settings.json',
      path: null,
      holds: false,
      params: null,
      keep: true,
    });
}

/** The folder's file is one of its files; it is made, where there is none. */
async function openFolderFile(): Promise<void> {
  const { workspace } = useSettings.getState().view ?? {};
  if (workspace?.applies === true && Object.keys(workspace.values).length === 0)
    await changeSettings('workspace', {}, []);
  // Of several folders, what is changed is the first one's.
  await openFile(pathAtTop(null, FOLDER_FILE));
}

const NO_MODELS: readonly ModelInfo[] = [];

/** The editor of settings as a tab. */
export function SettingsTab() {
  const policy = usePolicy((s) => s.view);
  const models = useModels((s) => s.view?.models);
  const chosen = useSettings((s) => s.view?.values.defaultMode);
  const overriddenBy: Partial<Record<keyof Settings, string>> =
    policy !== null && chosen !== undefined && policy.mode !== chosen ? { defaultMode: policy.decidedBy } : {};
  return (
    <SettingsEditor
      overriddenBy={overriddenBy}
      onOpenJson={openSettingsJson}
      models={models ?? NO_MODELS}
      onOpenPrivacy={() => {
        showOverlay('privacy');
      }}
    />
  );
}

/** The user's file of settings as a tab. */
export function SettingsJsonTab() {
  return <JsonText source={USER_JSON} />;
}
