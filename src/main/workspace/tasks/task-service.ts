import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, relative, resolve, sep } from 'node:path';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { Problem } from '../../../shared/schemas/language.ts';
import { createStoppableWork } from '../stoppable-work.ts';
import type { TaskEvent, TaskList, TaskRequest } from '../../../shared/schemas/tasks.ts';
import { findProgram } from '../../sandbox/run-command.ts';
import { createPlainLines } from '../terminal/plain-lines.ts';
import type { TerminalService, TerminalSpec } from '../terminal/terminal-service.ts';
import { isWithin } from '../workspace-paths.ts';
import type { Workspace, WorkspaceFolder } from '../workspace.ts';
import { commandLine, shellRun } from './command-line.ts';
import { createProblemMatcher, type ProblemMatcher } from './problem-matcher.ts';
import { listTasks, type Task } from './task-list.ts';
import { replaceVariables, type TaskContext } from './task-variables.ts';
import { t } from '../../../shared/messages/t.ts';

/** The tasks of one window's folder. A folder that is not trusted has none. */
export interface TaskService {
  /** Throws `no-workspace`, `folder-not-trusted`. */
  list(): Promise<TaskList>;
  /**
   * Run a task, after those that it depends on, and tell what it prints and finds. Throws as `list` does, and
   * `task-not-found`, `task-not-usable`.
   */
  run(request: TaskRequest, emit: (event: TaskEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** To be called when trust may have changed: what runs in a folder that is not trusted any more is stopped. */
  trustChanged(): void;
}

export interface TaskParts {
  /** Throws `no-workspace`. */
  readonly workspace: () => Workspace;
  readonly trusted: () => boolean;
  readonly terminals: Pick<TerminalService, 'run' | 'profiles' | 'environment'>;
}

/** A task, with the folder that it is of. */
interface PlacedTask extends Task {
  readonly folder: WorkspaceFolder;
}

/** A task that is ready to run. */
interface Prepared {
  readonly task: Task;
  readonly spec: TerminalSpec;
  readonly shown: string;
  readonly matchers: readonly ProblemMatcher[];
  readonly notices: readonly string[];
}

export function createTaskService({ workspace, trusted, terminals }: TaskParts): TaskService {
  const running = createStoppableWork();
  /** Ids of tasks that go on in the background, and are as far as others need them. */
  const ready = new Set<string>();

  async function tasks(): Promise<{ readonly tasks: readonly PlacedTask[]; readonly notices: readonly string[] }> {
    const { folders } = workspace();
    if (!trusted()) throw new AppError('folder-not-trusted', t('Trust it to run its tasks.'));
    const lists = await Promise.all(folders.map(tasksOf));
    return { tasks: lists.flatMap((list) => list.tasks), notices: lists.flatMap((list) => list.notices) };
  }
  async function tasksOf(folder: WorkspaceFolder) {
    const { alone, prefix, name } = folder;
    const exists = (path: string): Promise<boolean> => isFile(alone.absolute(path));
    const found = await listTasks(async (path) => (await alone.read(path)).text, exists, process.platform);
    const several = prefix !== '';
    return {
      tasks: found.tasks.map(({ info, ...task }): PlacedTask => ({
        ...task,
        folder,
        info: several ? { ...info, id: prefix + info.id, folder: name } : info,
      })),
      notices: found.notices.map((notice) => prefix + notice),
    };
  }

  async function run(
    request: TaskRequest,
    emit: (event: TaskEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { tasks: all } = await tasks();
    const wanted = all.find(({ info }) => info.id === request.task);
    if (!wanted) throw new AppError('task-not-found');
    const { folder } = wanted;
    const { order, before } = inOrder(wanted, all);
    const missing = before.find(({ info }) => !ready.has(info.id));
    if (missing)
      throw notUsable(
        wanted,
        t('it depends on “{label}”, which goes on in the background and is not ready', { label: missing.info.label }),
      );
    const { root } = folder;
    const shells = await terminals.profiles();
    const shell = shells.profiles.find(({ id }) => id === shells.default)?.path ?? null;
    const context: TaskContext = { root, ...onScreen(request, folder), env: terminals.environment() };
    // All are looked at before the first is run.
    const prepared = order.map((task) => prepare(task, request, context, shell));
    await emit({ kind: 'cleared' });
    for (const [i, each] of prepared.entries()) {
      const ok = await runOne(each, i === prepared.length - 1, folder, emit, signal);
      if (!ok) return;
    }
  }

  /** @returns whether what depends on it may run */
  async function runOne(
    { task: { info, entry }, spec, shown, matchers, notices }: Prepared,
    last: boolean,
    folder: WorkspaceFolder,
    emit: (event: TaskEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const found = createFound(folder);
    const background = entry.isBackground === true;
    /** Who says nothing of it is ready at once. */
    let isReady = background && !matchers.some(({ tellsEnd }) => tellsEnd);
    const lines = createPlainLines((line) => {
      for (const matcher of matchers) {
        for (const each of matcher.line(line)) {
          if (each === 'end') isReady = background;
          else found.add(each);
        }
      }
    });
    const tellReady = async (): Promise<void> => {
      if (!isReady || ready.has(info.id)) return;
      ready.add(info.id);
      await emit({ kind: 'ready' });
    };
    let ok = false;
    const running = terminals.run(
      spec,
      async (event) => {
        if (event.kind === 'started') {
          await emit(event);
          const about = [`Executing task: ${shown}`, ...notices.map((notice) => t('Note: {notice}.', { notice }))];
          await emit({ kind: 'output', data: `\x1b[90m${about.map(oneLine).join('\r\n')}\x1b[0m\r\n\r\n` });
          await tellReady();
          return;
        }
        if (event.kind === 'exit') {
          lines.end();
          ok = event.code === 0 && event.signal === null;
        }
        for (const news of await found.take()) await emit(news);
        if (event.kind !== 'exit') await tellReady();
        if (event.kind !== 'exit' || last || !ok) await emit(event);
      },
      signal,
      (data) => {
        lines.push(data);
      },
    );
    await running.finally(() => ready.delete(info.id));
    return ok;
  }

  return {
    list: async () => {
      const { tasks: all, notices } = await tasks();
      return { tasks: all.map((task) => ({ ...task.info, before: beforeOf(task, all) })), notices: [...notices] };
    },
    run: (request, emit, signal) => running.run(signal, (both) => run(request, emit, both)),
    trustChanged: () => {
      if (!trusted()) running.stopAll(new AppError('folder-not-trusted', t('What ran was stopped.')));
    },
  };
}

/** What a task depends on, each once. */
interface Order {
  /** Run one after the other; it is the last. */
  readonly order: readonly Task[];
  /** Go on in the background, and have to be ready before. */
  readonly before: readonly Task[];
}

function inOrder(wanted: PlacedTask, all: readonly PlacedTask[]): Order {
  const order: Task[] = [];
  const before: Task[] = [];
  const begun = new Set<Task>();
  const seen = new Set<Task>();
  /** @param own it runs as a part of the task that is wanted, and not of one in the background */
  const visit = (task: PlacedTask, own: boolean): void => {
    if (seen.has(task)) return;
    if (begun.has(task)) throw notUsable(wanted, t('it depends on itself, by “{label}”', { label: task.info.label }));
    begun.add(task);
    for (const name of [task.entry.dependsOn ?? []].flat()) {
      const id = `${task.folder.prefix}npm:${name.replace(/^npm: ?/, '')}`;
      const other = all.find(({ info, folder }) => folder === wanted.folder && (info.label === name || info.id === id));
      if (!other) throw notUsable(wanted, t('it depends on “{name}”, which is not there', { name: name.slice(0, 80) }));
      visit(other, own && other.entry.isBackground !== true);
    }
    if (task.info.problem !== null) throw new AppError('task-not-usable', `${task.info.label}: ${task.info.problem}`);
    seen.add(task);
    if (own && task.entry.command !== undefined) order.push(task);
    if (!own && task.entry.isBackground === true) before.push(task);
  };
  visit(wanted, true);
  if (order.length === 0) throw notUsable(wanted, t('it runs nothing'));
  return { order, before };
}

/** Ids of what goes on in the background before a task; none for one that cannot be run, which is told when it is. */
function beforeOf(task: PlacedTask, all: readonly PlacedTask[]): string[] {
  try {
    return inOrder(task, all).before.map(({ info }) => info.id);
  } catch {
    return [];
  }
}

/** The file on screen as tasks of a folder know it: one of another folder is none of theirs. */
function onScreen({ file, line }: TaskRequest, { prefix }: WorkspaceFolder): Pick<TaskContext, 'file' | 'line'> {
  return file?.startsWith(prefix) === true ? { file: file.slice(prefix.length), line } : { file: null, line: null };
}

function notUsable(task: Task, why: string): AppError {
  return new AppError('task-not-usable', `${task.info.label}: ${why}.`);
}

function prepare(task: Task, request: TaskRequest, context: TaskContext, defaultShell: string | null): Prepared {
  const { entry, options: common, info } = task;
  const options = { ...common, ...entry.options, env: { ...common.env, ...entry.options?.env } };
  const replaced = (text: string): string => {
    const done = replaceVariables(text, context);
    if ('problem' in done) throw notUsable(task, done.problem);
    return done.text;
  };
  const cwd = resolve(context.root, replaced(options.cwd ?? '.'));
  const env = Object.fromEntries(Object.entries(options.env).map(([name, value]) => [name, replaced(value)]));
  const asProcess = (entry.type ?? 'process') === 'process';
  const start = asProcess ? asProgram() : asLine();

  function asProgram(): { command: string; args: string[]; shown: string } {
    const [word = '', ...args] = [entry.command ?? '', ...(entry.args ?? [])].map((each) =>
      replaced(typeof each === 'string' ? each : [each.value].flat().join(' ')),
    );
    const path = env['PATH'] ?? context.env['PATH'] ?? '';
    const command = /[\\/]/.test(word) ? findProgram(resolve(cwd, word)) : findProgram(word, absoluteOnly(path));
    if (command === null) throw notUsable(task, t('the program “{word}” is not there', { word: word.slice(0, 80) }));
    return { command, args, shown: [word, ...args].join(' ') };
  }
  function asLine(): { command: string; args: string[]; shown: string } {
    const own = options.shell?.executable;
    const command = own === undefined ? defaultShell : findProgram(isAbsolute(own) ? own : replaced(own));
    if (command === null)
      throw own === undefined ? new AppError('terminal-no-shell') : notUsable(task, t('its shell is not there'));
    const made = commandLine(entry.command ?? '', entry.args ?? [], command, context);
    if ('problem' in made) throw notUsable(task, made.problem);
    const args = options.shell?.args ? [...options.shell.args.map(replaced), made.line] : shellRun(command, made.line);
    return { command, args, shown: made.line };
  }

  const notices: string[] = [];
  const matchers = [entry.problemMatcher ?? []].flat().flatMap((wanted) => {
    const matcher = createProblemMatcher(wanted, { cwd, root: context.root });
    if (typeof matcher !== 'string') return [matcher];
    notices.push(t('Problems are not looked for: {matcher}', { matcher }));
    return [];
  });
  const { id, cols, rows } = request;
  const { command, args, shown } = start;
  return { task, spec: { id, name: info.label, command, args, cwd, env, cols, rows }, shown, matchers, notices };
}

/** Of PATH what does not depend on where one is. */
function absoluteOnly(path: string): string {
  return path.split(delimiter).filter(isAbsolute).join(delimiter);
}

/** A note of ours is one line, and steers nothing. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 2000);
}

/** Problems as they come, told file by file. */
function createFound({ root, prefix }: WorkspaceFolder) {
  const files = new Map<string, Problem[]>();
  const changed = new Set<string>();
  /** Whether a name that a task printed is a file of the folder. */
  const there = new Map<string, Promise<boolean>>();
  let cleared = false;
  let count = 0;
  return {
    add: (found: Exclude<ReturnType<ProblemMatcher['line']>[number], 'end'>): void => {
      if (found === 'begin') {
        cleared = true;
        count = 0;
        files.clear();
        changed.clear();
        return;
      }
      const { file, problem } = found;
      if (!isWithin(root, file) || count >= LIMITS.taskProblems) return;
      const path = relative(root, file).split(sep).join('/');
      if (path === '' || path.length > LIMITS.pathChars) return;
      const problems = files.get(path) ?? [];
      const again = problems.some(
        (p) => p.line === problem.line && p.column === problem.column && p.message === problem.message,
      );
      if (again || problems.length >= LIMITS.problemsPerFile) return;
      files.set(path, [...problems, problem]);
      changed.add(path);
      count++;
    },
    /** What is new since it was asked last. */
    take: async (): Promise<readonly TaskEvent[]> => {
      const wasCleared = cleared;
      cleared = false;
      const paths = [...changed];
      changed.clear();
      const kept = await Promise.all(
        paths.map(async (path) => {
          const known = there.get(path) ?? isFile(resolve(root, path));
          there.set(path, known);
          return (await known) ? [{ path: prefix + path, problems: files.get(path) ?? [] }] : [];
        }),
      );
      const news = kept.flat();
      return [
        ...(wasCleared ? [{ kind: 'cleared' } as const] : []),
        ...(news.length > 0 ? [{ kind: 'problems', files: news } as const] : []),
      ];
    },
  };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
