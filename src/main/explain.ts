import { join, relative, resolve } from 'node:path';
import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { MayRead } from '../shared/schemas/workspace.ts';
import { dataFolder } from './app/data-folder.ts';
import { readIgnoreSettings } from './settings/ignore-settings.ts';
import { openReadGuard, type ReadGuard } from './workspace/read-guard.ts';
import { tell } from '../shared/messages/tell.ts';

/** Options of `codegrex explain`, as on the command line. */
export interface ExplainOptions {
  readonly root: string;
  readonly data?: string;
  readonly stdin?: boolean;
  readonly null?: boolean;
  readonly json?: boolean;
  readonly mode?: boolean;
}

/** One line of `--json`. */
export interface Explanation {
  /** As given. */
  readonly path: string;
  readonly readable: boolean;
  /** The rule that decided, as written, or why the path is not readable; `null` when nothing speaks of it. */
  readonly rule: string | null;
  /** Where the rule stands: a file relative to the workspace, `built-in rules` or `your settings`. */
  readonly source: string | null;
  /** From 1: line of the file, or place in the user's list; `null` for built-in rules. */
  readonly line: number | null;
}

/** Paths asked about at once. */
const AT_ONCE = 500;

/**
 * Do what `codegrex explain` says. Throws an AppError when the workspace cannot be opened.
 * @returns the exit code: 0 all readable, 3 not all
 */
export async function explain(given: readonly string[], options: ExplainOptions): Promise<0 | 3> {
  const data = options.data === undefined ? dataFolder() : resolve(options.data);
  const settings = await readIgnoreSettings(join(data, 'settings.json'));
  const guard = await openReadGuard(options.root, { ignore: () => settings });
  if (options.mode === true) await sayMode(guard.root, data);
  let all = true;
  for await (const paths of batches(given, options)) {
    const verdicts = await guard.mayReadAll(paths.map((path) => inWorkspace(guard, options.root, path)));
    all &&= verdicts.every(({ allowed }) => allowed);
    const lines = verdicts.map((verdict, i) => describe(paths[i] ?? '', verdict, options.json === true));
    await print(lines.join('\n'));
  }
  return all ? 0 : 3;
}

function describe(path: string, verdict: MayRead, json: boolean): string {
  const { allowed: readable, rule: reason, pattern, source, line } = verdict;
  if (json) {
    const explanation: Explanation = { path, readable, rule: pattern ?? reason, source, line };
    return JSON.stringify(explanation);
  }
  if (!readable) return `${path}: kept from models by ${reason ?? ''}`;
  return `${path}: models may read it${reason === null ? '' : `, by ${reason}`}`;
}

/** A path as given, relative to the workspace, whose folder may have been named through a link. */
function inWorkspace(guard: ReadGuard, root: string, path: string): string {
  const full = resolve(root, path);
  const byName = relative(resolve(root), full);
  const byPlace = relative(guard.root, full);
  const found = byName.startsWith('..') && !byPlace.startsWith('..') ? byPlace : byName;
  return `${found === '' ? '.' : found}${/[\\/]$/.test(path) ? '/' : ''}`;
}

async function* batches(given: readonly string[], options: ExplainOptions): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const path of allPaths(given, options)) {
    batch.push(path);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* allPaths(given: readonly string[], options: ExplainOptions): AsyncGenerator<string> {
  yield* given;
  if (options.stdin !== true) return;
  const ending = options.null === true ? '\0' : '\n';
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of process.stdin) {
    const pieces = (rest + decoder.write(chunk as Buffer)).split(ending);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) yield* path(piece);
  }
  yield* path(rest + decoder.end());

  /** A line as a path; none when it is empty. */
  function path(line: string): string[] {
    const name = options.null !== true && process.platform === 'win32' ? line.replace(/\r$/, '') : line;
    return name === '' ? [] : [name];
  }
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

/** Loads the policy's parts, which only this needs. */
async function sayMode(root: string, data: string): Promise<void> {
  const { readPolicy } = await import('./read-policy.ts');
  const { mode, decidedBy, notices } = await readPolicy(root, data);
  process.stderr.write(`mode: ${mode} (${tell(decidedBy)})\n`);
  for (const notice of notices) process.stderr.write(`notice: ${tell(notice)}\n`);
}
