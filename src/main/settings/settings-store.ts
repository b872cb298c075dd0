import { readFile, rm } from 'node:fs/promises';
import { DEFAULT_IGNORE, type IgnoreSettings } from '../../privacy/ignore/ignore-settings.ts';
import { USER_SOURCES, type PolicyLayer } from '../../privacy/policy.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { Settings, type SettingsView } from '../../shared/schemas/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { readLayer } from '../../shared/setting-problems.ts';
import { ignoreSettingsFrom } from './ignore-settings.ts';
import { parseJsonObject, readJsonFile, writeJsonFile, writeTextFile } from './json-file.ts';
import { watchFile } from './watch-file.ts';
import { t } from '../../shared/messages/t.ts';

/** The user's settings: one JSON file, also edited by hand. */
export interface SettingsStore {
  view(): SettingsView;
  /** Throws `settings-unreadable` while the file is broken: it is the user's to mend, not ours to replace. */
  update(values: Partial<Settings>, reset?: readonly (keyof Settings)[]): Promise<SettingsView>;
  /** The file as it is on disk; empty if there is none. Throws `settings-unreadable`. */
  readText(): Promise<string>;
  /** Replace the file. Throws `setting-invalid` for what is not JSON, or has settings that do not count. */
  writeText(text: string): Promise<SettingsView>;
  /** Remove the file, so that the defaults hold. */
  reset(): Promise<void>;
  /** The user's layer of policy. */
  layer(): PolicyLayer;
  /** The user's ignore rules; of a file that cannot be read, the strictest reading. */
  readonly ignore: () => IgnoreSettings;
  onChange(changed: (view: SettingsView) => void): () => void;
  /** Resolves once all that was changed before is in force, or was refused. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Values that decide what may leave the machine: one of them wrong makes the layer unreadable. */
const POLICY_KEYS: ReadonlySet<string> = new Set([
  'defaultMode',
  'onPremHosts',
  'redactionAllow',
  'redactionPatterns',
  'redactPrivateAddresses',
  'leaveTestCards',
] satisfies (keyof Settings)[]);

/** Open the store on `file`, which need not exist, and follow changes made to it outside. */
export async function openSettingsStore(file: string): Promise<SettingsStore> {
  /** As in the file, with keys that this version does not know. */
  let raw: Readonly<Record<string, unknown>> = {};
  let values: Settings = DEFAULT_SETTINGS;
  let notices: string[] = [];
  let broken = false;
  let policyReadable = true;
  let ignore: IgnoreSettings = DEFAULT_IGNORE;
  const listeners = new Set<(view: SettingsView) => void>();
  const inTurn = createInTurn();
  const settled = (): Promise<void> => inTurn(() => undefined);

  const view = (): SettingsView => ({
    values,
    user: readLayer(raw, 'user').values,
    workspace: null,
    notices: notices.map((message) => ({ file, message })),
  });

  async function load(): Promise<void> {
    const read = await readJsonFile(file);
    broken = read.state === 'broken';
    raw = read.state === 'read' ? read.values : {};
    notices = broken ? [new AppError('settings-unreadable').message] : [];
    policyReadable = !broken;
    const taken: Record<string, unknown> = { ...DEFAULT_SETTINGS };
    for (const [key, schema] of Object.entries(Settings.shape)) {
      if (!(key in raw)) continue;
      const parsed = schema.safeParse(raw[key]);
      if (parsed.success) taken[key] = parsed.data;
      else {
        notices.push(t('"{key}" is not a value that this setting takes; its default applies.', { key }));
        if (POLICY_KEYS.has(key)) policyReadable = false;
      }
    }
    values = Settings.parse(taken);
    ignore = await ignoreSettingsFrom(read);
  }

  async function reload(): Promise<void> {
    const before = JSON.stringify(view());
    await load();
    if (JSON.stringify(view()) !== before) for (const changed of listeners) changed(view());
  }

  await load();
  const watcher = watchFile(file, () => void inTurn(reload));

  return {
    view,
    update: (change, reset = []) =>
      inTurn(async () => {
        await reload(); // Someone may have edited the file within the last moments.
        if (broken) throw new AppError('settings-unreadable');
        const next = Settings.safeParse({ ...values, ...change });
        if (!next.success) throw new AppError('setting-invalid');
        const kept = Object.entries({ ...raw, ...change }).filter(([key]) => !reset.includes(key as keyof Settings));
        await writeJsonFile(file, Object.fromEntries(kept));
        await reload();
        return view();
      }),
    readText: () =>
      readFile(file, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw new AppError('settings-unreadable', undefined, { cause: error });
      }),
    writeText: (text) =>
      inTurn(async () => {
        const parsed = parseJsonObject(text);
        if (parsed.state === 'broken') throw new AppError('setting-invalid', t('This is not a JSON object.'));
        // Those of another version stay where they are.
        const known = new Set(Object.keys(raw));
        const problem = readLayer(parsed.values, 'user').problems.find(
          ({ name }) => name in Settings.shape || !known.has(name),
        );
        if (problem) throw new AppError('setting-invalid', problem.message);
        await writeTextFile(file, text);
        await reload();
        return view();
      }),
    reset: () =>
      inTurn(async () => {
        await rm(file, { force: true });
        await reload();
      }),
    layer: () =>
      policyReadable
        ? {
            source: USER_SOURCES.settings,
            authority: 'user',
            readable: true,
            mode: values.defaultMode,
            onPremHosts: values.onPremHosts,
            rules: { allow: values.redactionAllow, patterns: values.redactionPatterns },
            privateAddresses: values.redactPrivateAddresses,
            leaveTestCards: values.leaveTestCards,
          }
        : { source: USER_SOURCES.settings, authority: 'user', readable: false },
    ignore: () => ignore,
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    settled,
    close: async () => {
      await watcher.close();
      await settled();
    },
  };
}
