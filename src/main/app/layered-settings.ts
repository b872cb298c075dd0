import { join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import type { Settings, SettingsLayer, SettingsView } from '../../shared/schemas/settings.ts';
import { readLayer, type LayerReading } from '../../shared/setting-problems.ts';
import { parseJsonObject } from '../settings/json-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { watchFiles, type FileWatch } from '../settings/watch-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { t } from '../../shared/messages/t.ts';
import { createNewestReading } from './newest-reading.ts';

/** A folder's own settings, relative to its root. May set how the editor works, and turn off what asks models. */
export const WORKSPACE_SETTINGS_FILE = '.codegrex/settings.json';

/**
 * The settings of one window: the user's, and over them those of its folder, where that is trusted. Of several folders,
 * all settings count, and where two say different things the first does.
 */
export interface LayeredSettings {
  view(): SettingsView;
  /**
   * Change one layer. Throws `setting-invalid`, `settings-unreadable`, for a folder also `no-workspace` and
   * `refused-by-policy`.
   * @param reset settings that are to fall back to the layer below
   */
  change(layer: SettingsLayer, set: Partial<Settings>, reset: readonly (keyof Settings)[]): Promise<SettingsView>;
  /** Another folder is open, or none. */
  setWorkspace(next: Workspace | null): Promise<void>;
  /** To be called when trust may have changed. */
  trustChanged(): void;
  onChange(changed: (view: SettingsView) => void): () => void;
  close(): Promise<void>;
}

interface Held extends LayerReading {
  readonly raw: Readonly<Record<string, unknown>>;
  /** Which state the file was in; `null` if there is none. */
  readonly version: string | null;
  /** There is a file, and it is not a JSON object. */
  readonly broken: boolean;
}
const NOTHING: Held = { values: {}, problems: [], raw: {}, version: null, broken: false };

export function createLayeredSettings(user: SettingsStore, trusted: () => boolean): LayeredSettings {
  let workspace: Workspace | null = null;
  /** By folder. */
  let held: readonly Held[] = [];
  let watcher: FileWatch | null = null;
  let told = '';
  const beginReading = createNewestReading();
  const listeners = new Set<(view: SettingsView) => void>();

  function view(): SettingsView {
    const base = user.view();
    if (workspace === null) return base;
    const applies = trusted();
    const notices = workspace.folders.flatMap(({ prefix }, i) => {
      const { broken, problems } = held[i] ?? NOTHING;
      const messages = broken ? [new AppError('settings-unreadable').message] : problems.map((p) => p.message);
      return messages.map((message) => ({ file: prefix + WORKSPACE_SETTINGS_FILE, message }));
    });
    const own = Object.assign({}, ...held.map((each) => each.values).reverse()) as LayerReading['values'];
    return {
      ...base,
      values: applies ? { ...base.values, ...own } : base.values,
      workspace: { values: own, applies },
      notices: [...base.notices, ...(applies ? notices : [])],
    };
  }
  function tell(): void {
    const now = view();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const changed of listeners) changed(now);
  }
  async function read(): Promise<void> {
    const here = workspace;
    const isNewest = beginReading();
    const next = await Promise.all(here?.folders.map(({ alone }) => readHeld(alone)) ?? []);
    if (here !== workspace || !isNewest()) return;
    held = next;
    tell();
  }
  const stop = user.onChange(tell);

  return {
    view,
    change: async (layer, set, reset) => {
      if (layer === 'user') {
        await user.update(set, reset);
        return view();
      }
      const [first] = workspace?.folders ?? [];
      if (first === undefined) throw new AppError('no-workspace');
      if (!trusted()) throw new AppError('refused-by-policy', t('Settings of a folder apply once it is trusted.'));
      const [problem] = readLayer(set, 'workspace').problems;
      if (problem) throw new AppError('setting-invalid', problem.message);
      await read();
      const { broken, raw, version } = held[0] ?? NOTHING;
      if (broken) throw new AppError('settings-unreadable', `(${first.prefix}${WORKSPACE_SETTINGS_FILE})`);
      const next = Object.entries({ ...raw, ...set }).filter(([name]) => !reset.includes(name as keyof Settings));
      const text = `${JSON.stringify(Object.fromEntries(next), null, '\t')}\n`;
      await first.alone.write(WORKSPACE_SETTINGS_FILE, { text, eol: '\n', bom: false }, version);
      await read();
      return view();
    },
    setWorkspace: async (next) => {
      await watcher?.close();
      watcher = null;
      workspace = next;
      held = [];
      await read();
      const files = (next?.folders ?? []).map(({ root }) => join(root, WORKSPACE_SETTINGS_FILE));
      watcher = watchFiles(files, () => void read());
    },
    trustChanged: tell,
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    close: async () => {
      stop();
      await watcher?.close();
    },
  };
}

async function readHeld(workspace: Workspace): Promise<Held> {
  try {
    const { text, version } = await workspace.read(WORKSPACE_SETTINGS_FILE);
    const parsed = parseJsonObject(text);
    if (parsed.state === 'broken') return { ...NOTHING, version, broken: true };
    return { ...readLayer(parsed.values, 'workspace'), raw: parsed.values, version, broken: false };
  } catch (error) {
    const missing = error instanceof AppError && error.code === 'path-not-found';
    return missing ? NOTHING : { ...NOTHING, broken: true };
  }
}
