import { printParseErrorCode, type ParseError } from 'jsonc-parser';
import { z } from 'zod';
import { LIMITS } from '../../../shared/limits.ts';
import { parseJsonc } from './parse-jsonc.ts';
import { t } from '../../../shared/messages/t.ts';

/** A text for a program: what is not text to the system is none. */
const Text = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes('\0'));
const Quoted = z.union([
  Text,
  z.object({ value: z.union([Text, z.array(Text).max(100)]), quoting: z.enum(['escape', 'strong', 'weak']) }),
]);
const Options = z.object({
  cwd: Text.optional(),
  env: z.record(z.string().regex(/^[^=\0]+$/), Text).optional(),
  shell: z.object({ executable: Text.optional(), args: z.array(Text).max(50).optional() }).optional(),
});
const Command = z.object({
  command: Quoted.optional(),
  args: z.array(Quoted).max(500).optional(),
  options: Options.optional(),
});
const Number = z.number().int().min(1).max(50);
const Pattern = z.object({
  regexp: z.string().max(LIMITS.taskPatternChars),
  kind: z.enum(['file', 'location']).optional(),
  file: Number.optional(),
  location: Number.optional(),
  line: Number.optional(),
  column: Number.optional(),
  endLine: Number.optional(),
  endColumn: Number.optional(),
  severity: Number.optional(),
  code: Number.optional(),
  message: Number.optional(),
  loop: z.boolean().optional(),
});
const Trigger = z.union([
  z.string().max(LIMITS.taskPatternChars),
  z.object({ regexp: z.string().max(LIMITS.taskPatternChars) }),
]);
const Matcher = z.union([
  z.string().max(100),
  z.object({
    base: z.string().max(100).optional(),
    owner: z.string().max(100).optional(),
    source: z.string().max(100).optional(),
    severity: z.enum(['error', 'warning', 'info']).optional(),
    fileLocation: z.union([z.string().max(1000), z.array(z.string().max(1000)).min(1).max(3)]).optional(),
    pattern: z.union([z.string().max(100), Pattern, z.array(Pattern).min(1).max(10)]).optional(),
    background: z
      .object({ activeOnStart: z.boolean().optional(), beginsPattern: Trigger, endsPattern: Trigger })
      .optional(),
  }),
]);
const Task = Command.extend({
  label: z.string().min(1).max(LIMITS.taskNameChars).optional(),
  taskName: z.string().min(1).max(LIMITS.taskNameChars).optional(),
  type: z.string().max(100).optional(),
  /** Of the type `npm`. */
  script: z.string().max(LIMITS.taskNameChars).optional(),
  path: Text.optional(),
  group: z
    .union([
      z.string().max(100),
      z.object({ kind: z.string().max(100), isDefault: z.union([z.boolean(), z.string().max(1000)]).optional() }),
    ])
    .optional(),
  problemMatcher: z.union([Matcher, z.array(Matcher).max(10)]).optional(),
  isBackground: z.boolean().optional(),
  hide: z.boolean().optional(),
  dependsOn: z.union([z.string().max(200), z.array(z.string().max(200)).max(50)]).optional(),
  windows: Command.optional(),
  osx: Command.optional(),
  linux: Command.optional(),
});

export type QuotedText = z.infer<typeof Quoted>;
export type TaskPattern = z.infer<typeof Pattern>;
export type TaskMatcher = z.infer<typeof Matcher>;
export type TaskEntry = z.infer<typeof Task>;
export type TaskOptions = z.infer<typeof Options>;

/** What tasks.json says, as far as it can be used. */
export interface TaskFile {
  readonly tasks: readonly TaskEntry[];
  readonly options: TaskOptions;
  /** What does not count, for people. */
  readonly notices: readonly string[];
}

const FILE = '.vscode/tasks.json';

/** Read tasks.json. A task that cannot be used is left out and told; no text makes this throw. */
export function readTaskFile(text: string): TaskFile {
  const none = (notice: string): TaskFile => ({ tasks: [], options: {}, notices: [`${FILE}: ${notice}`] });
  if (text.length > LIMITS.taskFileChars) return none(t('It is too large to be one of tasks.'));
  const errors: ParseError[] = [];
  const held = parseJsonc(text, true, errors);
  const [error] = errors;
  if (error)
    return none(
      t('Line {text}: {error}.', { text: lineOf(text, error.offset), error: printParseErrorCode(error.error) }),
    );
  if (held === undefined) return none(t('It cannot be read.'));
  const file = z.object({ tasks: z.array(z.unknown()).default([]), options: Options.default({}) }).safeParse(held);
  if (!file.success) return none(t('It is not an object with a list of tasks.'));
  const notices: string[] = [];
  const all = file.data.tasks;
  if (all.length > LIMITS.tasks)
    notices.push(t('{FILE}: Only the first {tasks} tasks count.', { FILE, tasks: LIMITS.tasks }));
  const tasks = all.slice(0, LIMITS.tasks).flatMap((each, i) => {
    const parsed = Task.safeParse(each);
    if (parsed.success) return [parsed.data];
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    notices.push(
      t('{FILE}: Task {i} does not count{what}.', {
        FILE,
        i: i + 1,
        what: where === '' ? '' : t(': look at “{where}”', { where }),
      }),
    );
    return [];
  });
  return { tasks, options: file.data.options, notices: notices.slice(0, 20) };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
