import { LIMITS } from '../limits.ts';
import { Path } from './basics.ts';
import { Problem } from './language.ts';
import { TerminalEvent, TerminalId, TerminalSize } from './terminal.ts';
import { z } from './zod.ts';

/** With the folder's name before it, where several are open. */
const TaskId = z
  .string()
  .min(1)
  .max(LIMITS.taskNameChars + LIMITS.pathChars + 10);

/** What can be run: a script of package.json, or a task of .vscode/tasks.json. */
export const TaskInfo = z.strictObject({
  id: TaskId,
  label: z.string(),
  /** Its folder's name, where several are open. */
  folder: z.string().nullable(),
  /** Ids of tasks that go on in the background and have to be ready before it; to be run first, in this order. */
  before: z.array(TaskId).max(LIMITS.tasks),
  /** What it runs, for people. */
  detail: z.string(),
  source: z.enum(['npm', 'tasks.json']),
  group: z.enum(['build', 'test']).nullable(),
  /** It is the one of its group that is run without a question. */
  isDefault: z.boolean(),
  /** Why it cannot be run; `null` if it can. */
  problem: z.string().nullable(),
});

export const TaskList = z.strictObject({
  tasks: z.array(TaskInfo),
  /** What of the files does not count, for people. */
  notices: z.array(z.string()),
});

export const TaskRequest = TerminalSize.extend({
  /** Of the terminal that it runs in. */
  id: TerminalId,
  task: TaskId,
  /** The file on screen and the line of its cursor, for tasks that are about these. */
  file: Path.nullable(),
  line: z.number().int().min(1).nullable(),
});

export const TaskEvent = z.discriminatedUnion('kind', [
  ...TerminalEvent.options,
  /** A task that goes on in the background is as far as others need it; told once. */
  z.strictObject({ kind: z.literal('ready') }),
  /** What was found before does not count any more. */
  z.strictObject({ kind: z.literal('cleared') }),
  /** All that is known of these files. */
  z.strictObject({
    kind: z.literal('problems'),
    files: z.array(z.strictObject({ path: Path, problems: z.array(Problem).max(LIMITS.problemsPerFile) })),
  }),
]);

export type TaskInfo = z.infer<typeof TaskInfo>;
export type TaskList = z.infer<typeof TaskList>;
export type TaskRequest = z.infer<typeof TaskRequest>;
export type TaskEvent = z.infer<typeof TaskEvent>;
