import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { TaskInfo } from '../../../shared/schemas/tasks.ts';
import { parseJsonc } from './parse-jsonc.ts';
import { readTaskFile, type QuotedText, type TaskEntry, type TaskOptions } from './task-file.ts';
import { t } from '../../../shared/messages/t.ts';

/** A task of one folder, and what is told of it there. */
export interface Task {
  readonly info: TaskInfo;
  readonly entry: TaskEntry;
  /** Of tasks.json as a whole. */
  readonly options: TaskOptions;
}

export interface Tasks {
  readonly tasks: readonly Task[];
  readonly notices: readonly string[];
}

/** What of a folder is read. @throws AppError `path-not-found` and what else reading throws */
export type ReadText = (path: string) => Promise<string>;

const MANAGERS = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

/**
 * The tasks of a folder: those of tasks.json first, then scripts of package.json.
 * @param platform whose part of a task counts
 * @param exists whether a file is there
 */
export async function listTasks(
  read: ReadText,
  exists: (path: string) => Promise<boolean>,
  platform: NodeJS.Platform,
): Promise<Tasks> {
  const file = await textOf(read, '.vscode/tasks.json');
  const { tasks: entries, options, notices } = readTaskFile(file ?? '{}');
  const manager = await packageManager(exists);
  const found = new Map<string, Task>();
  const told = [...notices];
  for (const written of entries) {
    const entry = ofPlatform(written, platform);
    const label = labelOf(entry, manager);
    if (label === null) told.push(t('.vscode/tasks.json: A task has no label, so it does not count.'));
    else if (found.has(label))
      told.push(
        t('.vscode/tasks.json: There are several tasks “{label}”; the first counts.', { label: label.slice(0, 80) }),
      );
    else if (entry.hide !== true) found.set(label, task(entry, label, options, manager));
  }
  const scripts = await scriptsOf(read);
  if (scripts.notice !== null) told.push(scripts.notice);
  const npm = scripts.names.slice(0, LIMITS.tasks).map((script): Task => {
    const group = script === 'build' || script === 'test' ? script : null;
    const info: TaskInfo = {
      id: `npm:${script}`,
      label: `npm: ${script}`,
      detail: `${manager} run ${script}`,
      source: 'npm',
      folder: null,
      before: [],
      group,
      isDefault: false,
      problem: null,
    };
    return { info, options: {}, entry: asNpm({ type: 'npm', script }, manager) };
  });
  return { tasks: [...found.values(), ...npm], notices: told.slice(0, 20) };
}

function task(entry: TaskEntry, label: string, options: TaskOptions, manager: string): Task {
  const { group } = entry;
  const kind = typeof group === 'string' ? group : group?.kind;
  const whole = entry.type === 'npm' ? asNpm(entry, manager) : entry;
  return {
    options,
    entry: whole,
    info: {
      id: `tasks:${label}`,
      label,
      detail: detailOf(whole),
      source: 'tasks.json',
      folder: null,
      before: [],
      group: kind === 'build' || kind === 'test' ? kind : null,
      isDefault: typeof group === 'object' && group.isDefault !== undefined && group.isDefault !== false,
      problem: problemOf(whole),
    },
  };
}

/** Why it cannot be run; it is not run in another way than it is written. */
function problemOf({ type = 'process', command, dependsOn, script }: TaskEntry): string | null {
  if (type === 'npm') return script === undefined ? t('It names no script.') : null;
  if (type !== 'shell' && type !== 'process')
    return t('Tasks of the type “{type}” come from extensions, which there are none of here.', {
      type: type.slice(0, 80),
    });
  if (command === undefined && dependsOn === undefined) return t('It has no command.');
  return null;
}

function detailOf({ command, args = [], dependsOn }: TaskEntry): string {
  const words = command === undefined ? [dependsOn ?? []].flat() : [command, ...args].map(wordOf);
  return words.join(' ').slice(0, 500);
}

const wordOf = (word: QuotedText): string => (typeof word === 'string' ? word : [word.value].flat().join(' '));

function labelOf({ label, taskName, type, script, path }: TaskEntry, manager: string): string | null {
  if (type === 'npm' && script !== undefined && label === undefined)
    return `${manager === 'npm' ? 'npm' : manager}: ${script}${path === undefined ? '' : ` - ${path}`}`;
  return label ?? taskName ?? null;
}

function asNpm(entry: TaskEntry, manager: string): TaskEntry {
  const { script = '', path, options = {} } = entry;
  const cwd = path === undefined ? options.cwd : `\${workspaceFolder}/${path}`;
  return {
    ...entry,
    command: manager,
    args: ['run', { value: script, quoting: 'strong' }, ...(entry.args ?? [])],
    options: cwd === undefined ? options : { ...options, cwd },
  };
}

function ofPlatform(entry: TaskEntry, platform: NodeJS.Platform): TaskEntry {
  const own = platform === 'win32' ? entry.windows : platform === 'darwin' ? entry.osx : entry.linux;
  if (own === undefined) return entry;
  return { ...entry, ...own, options: { ...entry.options, ...own.options } };
}

async function packageManager(exists: (path: string) => Promise<boolean>): Promise<string> {
  for (const [file, manager] of MANAGERS) if (await exists(file)) return manager;
  return 'npm';
}

async function scriptsOf(read: ReadText): Promise<{ readonly names: string[]; readonly notice: string | null }> {
  const text = await textOf(read, 'package.json');
  if (text === null) return { names: [], notice: null };
  const held = text.length > LIMITS.taskFileChars ? undefined : parseJsonc(text, false);
  const scripts: unknown = (held as { scripts?: unknown } | null | undefined)?.scripts;
  if (held === undefined) return { names: [], notice: t('package.json: It cannot be read.') };
  if (typeof scripts !== 'object' || scripts === null || Array.isArray(scripts)) return { names: [], notice: null };
  const names = Object.entries(scripts).flatMap(([name, command]) =>
    typeof command === 'string' && name !== '' && name.length <= LIMITS.taskNameChars && !name.includes('\0')
      ? [name]
      : [],
  );
  return { names, notice: null };
}

async function textOf(read: ReadText, path: string): Promise<string | null> {
  try {
    return await read(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'path-not-found') return null;
    throw error;
  }
}
