import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../../shared/app-error.ts';
import { endTree, spawnChild } from '../../sandbox/spawn-child.ts';
import { gitFailure, lockIn } from './git-failure.ts';
import { t } from '../../../shared/messages/t.ts';

/** How one command of git is run. */
export interface GitCall {
  /** What it reads from its standard input. */
  readonly input?: string | Uint8Array;
  /** `none` unless given: cut off the network. */
  readonly network?: 'none' | 'user';
  /** Exit codes besides 0 that are answers and no failures. */
  readonly okay?: readonly number[];
  /** Told what it says on its standard error as it comes. */
  readonly onError?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** What a command of git answered. */
export interface GitAnswer {
  readonly code: number;
  readonly bytes: Buffer;
  readonly text: string;
  readonly error: string;
}

/** Runs the user's own git for one folder. */
export interface GitRunner {
  /** The folder within the work tree: `''`, or `lib/app/`. */
  readonly prefix: string;
  /** Throws `git-failed` and the codes that it can be told apart by, `git-unavailable`, `cancelled`. */
  run(args: readonly string[], call?: GitCall): Promise<GitAnswer>;
}

const OUTPUT_BYTES = 64 * 1024 * 1024;

/** Where these point to is what git finds by itself in the open folder, whoever started CodeGrex. */
const NOT_INHERITED = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_EXTERNAL_DIFF',
  'GIT_TRACE',
];

/** Names that these are given are names and no patterns. Others hand patterns on to commands that they run. */
const TAKES_PATHS: ReadonlySet<string> = new Set(['add', 'rm', 'reset', 'restore', 'ls-files', 'log', 'blame']);

/** Nothing asks in a terminal, opens an editor or a pager; messages are those that are known here. */
const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_PAGER: 'cat',
  // Looking never takes the lock that the user's own git may want.
  GIT_OPTIONAL_LOCKS: '0',
  SSH_ASKPASS_REQUIRE: 'never',
  LC_ALL: 'C.UTF-8',
  // It would be translated all the same.
  LANGUAGE: '',
};

/**
 * Without network git does not try to reach another machine either, as for what a partial clone has left out: not all
 * systems can cut it off, and a program for it would have been started by then. Configuration cannot overrule this.
 */
const NO_NETWORK = { GIT_ALLOW_PROTOCOL: 'file' };

/** What git does in one go, so that it can be tried again while something else is at work in the repository. */
const AT_ONCE: ReadonlySet<string> = new Set(['add', 'rm', 'reset', 'restore', 'update-index', 'commit', 'switch']);
const RETRIES = 5;
const RETRY_MS = 100;

/** The nearest folder upwards that has a `.git`; `null`: there is none. */
export async function topLevel(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if (await stat(join(at, '.git')).catch(() => null)) return at;
    if (dirname(at) === at) return null;
  }
}

/**
 * @param root absolute, symbolic links resolved
 * @param top its work tree
 */
export function createGitRunner(root: string, top: string, signal: AbortSignal): GitRunner {
  const prefix = root === top ? '' : `${root.slice(top.length).split(/[\\/]/).filter(Boolean).join('/')}/`;

  async function run(args: readonly string[], call: GitCall = {}): Promise<GitAnswer> {
    const [command = ''] = args;
    for (let tries = 0; ; tries++) {
      const answer = await runOnce(args, call);
      if (answer.code === 0 || call.okay?.includes(answer.code)) return answer;
      if (tries === RETRIES || !AT_ONCE.has(command) || lockIn(answer.error) === null)
        throw gitFailure(command, answer);
      await setTimeout(RETRY_MS * (tries + 1), undefined, { signal });
    }
  }
  async function runOnce(args: readonly string[], call: GitCall): Promise<GitAnswer> {
    const ended = call.signal === undefined ? signal : AbortSignal.any([signal, call.signal]);
    ended.throwIfAborted();
    const network = call.network ?? 'none';
    const env: NodeJS.ProcessEnv = { ...process.env, ...ENVIRONMENT, ...(network === 'none' ? NO_NETWORK : {}) };
    for (const name of NOT_INHERITED) Reflect.deleteProperty(env, name);
    // A daemon of its own would outlive the window.
    const literal = TAKES_PATHS.has(args[0] ?? '') ? ['--literal-pathspecs'] : [];
    const whole = [...literal, '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...args];
    const child = await spawnChild('git', whole, {
      network,
      cwd: root,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).catch((error: unknown) => {
      throw new AppError('git-unavailable', undefined, { cause: error });
    });
    const stop = (): void => {
      // At once, it would leave its locks behind, and git would refuse to work here from then on.
      endTree(child);
    };
    ended.addEventListener('abort', stop, { once: true });
    if (ended.aborted) stop();
    const chunks: Buffer[] = [];
    let size = 0;
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= OUTPUT_BYTES) chunks.push(chunk);
      else stop();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      error = (error + text).slice(-8000);
      call.onError?.(text);
    });
    // It may end without reading all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input ?? '');
    try {
      const [code] = (await once(child, 'close')) as [number | null];
      ended.throwIfAborted();
      if (size > OUTPUT_BYTES) throw new AppError('git-failed', t('Git answered more than can be shown here.'));
      const bytes = Buffer.concat(chunks);
      return { code: code ?? -1, bytes, text: bytes.toString('utf8'), error };
    } finally {
      ended.removeEventListener('abort', stop);
    }
  }
  return { prefix, run };
}
