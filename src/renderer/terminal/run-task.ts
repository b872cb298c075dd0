import type { TaskInfo } from '../../shared/schemas/tasks.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { pick, type Choice } from '../ui/pick.tsx';
import { terminalPort } from './terminal-port.ts';
import { closeTerminal, runInTerminal, terminalOfTask, useTerminals, type TaskSource } from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Where the cursor is. */
export interface TaskPlace {
  readonly file: string | null;
  readonly line: number | null;
}

/** The task that was run last in this folder. */
let last: TaskSource | null = null;

export const hasRunTask = (): boolean => last !== null;
export const forgetLastTask = (): void => {
  last = null;
};

const GROUP_NAMES = { build: 'build', test: 'test' } as const;

/**
 * Have the user find a task, and run it. Of a group that has one task, or one that is its default, that is run.
 */
export async function runTask(place: TaskPlace, group: TaskInfo['group'] = null): Promise<void> {
  let list;
  try {
    list = await call('tasks.list', {});
  } catch (error) {
    notifyError(error);
    return;
  }
  const [notice] = list.notices;
  if (notice !== undefined) notify('error', notice);
  const some = group === null ? list.tasks : list.tasks.filter((task) => task.group === group);
  const chosen = group === null ? undefined : (some.find((task) => task.isDefault) ?? onlyOne(some));
  const task = chosen ?? (await pickTask(some.length > 0 ? some : list.tasks, group));
  if (!task) return;
  if (task.problem !== null) {
    notify('error', `${task.label}: ${task.problem}`);
    return;
  }
  const before = task.before.flatMap((id) => list.tasks.find((each) => each.id === id) ?? []);
  await start({ id: task.id, label: task.label, before: before.map(({ id, label }) => ({ id, label })), ...place });
}

function onlyOne<T>(some: readonly T[]): T | undefined {
  return some.length === 1 ? some[0] : undefined;
}

async function pickTask(tasks: readonly TaskInfo[], group: TaskInfo['group']): Promise<TaskInfo | undefined> {
  const id = await pick({
    title: t('Tasks'),
    placeholder:
      group === null
        ? t('Which task?')
        : t('Which task is the one to {GROUPNAMES}?', { GROUPNAMES: GROUP_NAMES[group] }),
    choices: tasks.map((task): Choice => ({
      id: task.id,
      label: task.label,
      detail: task.problem ?? task.detail,
      icon: task.problem === null ? 'play' : 'error',
      group: (task.folder === null ? '' : `${task.folder}/`) + (task.source === 'npm' ? 'package.json' : 'tasks.json'),
    })),
    none:
      tasks.length === 0
        ? t('This folder has no tasks. They are the scripts of package.json, and what .vscode/tasks.json says.')
        : t('No task of that name.'),
  });
  return tasks.find((task) => task.id === id);
}

/** Run the task again that was run last. */
export async function runLastTask(): Promise<void> {
  if (last !== null) await start(last);
}

async function start(task: TaskSource): Promise<void> {
  const tab = terminalOfTask(task.id);
  if (tab && tab.state !== 'ended') {
    const answer = await ask(
      t('Restart “{label}”?', { label: task.label }),
      t('It is running. It is ended, and begun again.'),
      [{ id: 'restart', label: t('Restart') }],
    );
    if (answer !== 'restart') return;
  }
  last = task;
  for (const other of task.before) {
    if (await isReady({ ...other, before: [], file: task.file, line: task.line })) continue;
    notify(
      'error',
      t('“{label}” ended before it was ready, so “{task}” was not run.', { label: other.label, task: task.label }),
    );
    return;
  }
  runInTerminal(task);
  terminalPort().show();
}

/** Run a task in the background, unless it runs. @returns whether it got as far as others need it */
function isReady(task: TaskSource): Promise<boolean> {
  const tab = terminalOfTask(task.id);
  if (tab === undefined || tab.state === 'ended') runInTerminal(task);
  terminalPort().show();
  return new Promise((resolve) => {
    const look = (): void => {
      const now = terminalOfTask(task.id);
      if (now !== undefined && now.state !== 'ended' && !now.ready) return;
      stop();
      resolve(now?.ready === true);
    };
    const stop = useTerminals.subscribe(look);
    look();
  });
}

const runningTasks = () => useTerminals.getState().tabs.filter(({ source, state }) => source.task && state !== 'ended');

export const hasRunningTask = (): boolean => runningTasks().length > 0;

/** End a task that runs; the user finds which, where there are several. */
export async function terminateTask(): Promise<void> {
  const tabs = runningTasks();
  const key =
    onlyOne(tabs)?.key ??
    (await pick({
      title: t('Running tasks'),
      placeholder: t('Which task is to end?'),
      choices: tabs.map(({ key: id, name }) => ({ id, label: name, icon: 'debug-stop' })),
      none: t('No running task of that name.'),
    }));
  if (key !== null) closeTerminal(key);
}
