import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { childOutput } from './child-output.ts';

/** Read-only questions to the user's own git about one folder. Throws `git-unavailable`. */
export interface GitView {
  /** Changed files that are tracked, relative to the folder, with `/`; of a rename both names. */
  changedPaths(): Promise<string[]>;
  /** The same of what is staged alone. */
  stagedPaths(): Promise<string[]>;
  stagedDiff(paths: readonly string[]): Promise<string>;
  /** The changes of just these paths against the last commit, as a unified diff. */
  diff(paths: readonly string[]): Promise<string>;
  /** The latest commits, newest first: short hash, date and message. */
  commits(count: number): Promise<string>;
}

const OUTPUT_BYTES = 4 * 1024 * 1024;

/**
 * A repository's own configuration may name programs: pagers, diff drivers, filters, monitors,
 * hooks. None of them is run, and the work tree is this one whatever the configuration says.
 */
const HARMLESS = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'diff.external=',
  '-c',
  'log.showSignature=false',
  '-c',
  'protocol.allow=never',
];
const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C.UTF-8' };

/**
 * @param root absolute, symbolic links resolved
 * @param shownAs what paths begin with in diffs, where several folders are open; what is asked and answered has it not
 */
export function createGitView(root: string, signal: AbortSignal, shownAs = ''): GitView {
  async function run(args: readonly string[]): Promise<string> {
    const { text, exitCode, truncated } = await childOutput('git', args, {
      cwd: root,
      env: ENVIRONMENT,
      limit: OUTPUT_BYTES,
      signal,
    }).catch((error: unknown) => {
      throw signal.aborted ? new AppError('cancelled') : new AppError('git-unavailable', undefined, { cause: error });
    });
    if (exitCode !== 0 && !truncated) throw new AppError('git-unavailable');
    return text;
  }

  let ready: Promise<readonly string[]> | null = null;
  /** What comes before each command: this repository and work tree, and every filter it defines turned off. */
  function prelude(): Promise<readonly string[]> {
    ready ??= (async () => {
      const top = await topLevel(root);
      if (top === null) throw new AppError('git-unavailable');
      const place = [`--git-dir=${join(top, '.git')}`, `--work-tree=${top}`, ...HARMLESS];
      const names = await run([...place, 'config', '--name-only', '--null', '--list']);
      const filters = names.split('\0').filter((name) => /^filter\..*\.(clean|smudge|process)$/is.test(name));
      return [...place, ...[...new Set(filters)].flatMap((name) => ['-c', `${name}=`])];
    })();
    return ready;
  }
  const ask = async (...args: string[]): Promise<string> => run([...(await prelude()), ...args]);
  const DIFF = [
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-color',
    '--ignore-submodules=all',
    '--relative',
    `--src-prefix=a/${shownAs}`,
    `--dst-prefix=b/${shownAs}`,
  ];

  return {
    changedPaths: async () => (await ask(...DIFF, '--name-only', '-z', 'HEAD', '--')).split('\0').filter(Boolean),
    stagedPaths: async () => (await ask(...DIFF, '--cached', '--name-only', '-z', '--')).split('\0').filter(Boolean),
    stagedDiff: async (paths) => (paths.length === 0 ? '' : ask(...DIFF, '--cached', '--', ...paths)),
    diff: async (paths) => (paths.length === 0 ? '' : ask(...DIFF, 'HEAD', '--', ...paths)),
    commits: (count) =>
      ask(
        'log',
        `--max-count=${String(count)}`,
        '--no-color',
        '--no-decorate',
        '--date=short',
        '--format=%h %ad %s%n%w(0,4,4)%b',
      ),
  };
}

/** The nearest folder upwards that has a `.git`. */
async function topLevel(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if (await stat(join(at, '.git')).catch(() => null)) return at;
    if (dirname(at) === at) return null;
  }
}
