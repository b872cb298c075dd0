import { IGNORE_FILE } from '../../../privacy/ignore/ignore-settings.ts';
import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { MayRead } from '../../../shared/schemas/workspace.ts';
import { findText, type FoundLine } from '../../workspace/find-text.ts';
import { createGitView, type GitView } from '../../workspace/git-view.ts';
import { listAllFiles } from '../../workspace/list-all-files.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Something found, less what models may not read. */
export interface Permitted<T> {
  readonly items: readonly T[];
  /** How many were left out for a rule. Their names are not told: they are no model's business. */
  readonly kept: number;
}

/**
 * The part of a workspace that models may read. A source of context is handed this and nothing
 * else, so it cannot forget to ask.
 */
export interface Readable {
  /** Throws `refused-by-ignore` with the rule for a file that is kept. */
  assertReadable(path: string): Promise<void>;
  /** A file's text. Throws as `assertReadable` and as reading does. */
  text(path: string): Promise<string>;
  /**
   * Those paths that are there and may be read, at one look: of many that most likely are not there. What is
   * learnt of a path counts for its {@link text} too.
   */
  there(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those items whose file may be read. */
  permitted<T>(items: readonly T[], pathOf: (item: T) => string): Promise<Permitted<T>>;
  /** What the paths of the folder begin with that a file lies in: `''` unless several are open. */
  prefixOf(path: string): string;
  /** Files right in a folder, without those that are kept. */
  within(folder: string): Promise<readonly string[]>;
  /** Files below a folder, `''` for all. */
  files(folder: string): Promise<Permitted<string>>;
  search(query: string): Promise<Permitted<FoundLine>>;
  /** Uncommitted changes, or those that are staged, as a diff, one item. @param folder by name; of all unless given */
  changes(which: 'all' | 'staged', folder?: string): Promise<Permitted<string>>;
  commits(count: number, folder?: string): Promise<string>;
  /** What a terminal printed, by its id, where the user shares that. Throws `terminal-not-shared`. */
  terminalOutput: TerminalOutput;
}

/** By the id of a terminal. */
export type TerminalOutput = (id: string) => { readonly name: string; readonly text: string };

/** For what is never asked about terminals. */
export const noTerminalOutput: TerminalOutput = () => {
  throw new AppError('terminal-not-shared');
};

/** What was asked of {@link Workspace} a moment ago, by path. */
export type Verdicts = ReadonlyMap<string, MayRead>;

/** Ask about many paths at one look. */
export async function askAll(workspace: Workspace, paths: readonly string[]): Promise<Verdicts> {
  const found = paths.length === 0 ? [] : await workspace.mayReadAll(paths);
  return new Map(paths.flatMap((path, i) => (found[i] ? [[path, found[i]] as const] : [])));
}

/**
 * @param trusted whether programs may be run in the folder; without it git is not
 * @param asked not asked again; for one question whose paths were all asked about at one look
 */
export function createReadable(
  workspace: Workspace,
  trusted: boolean,
  signal: AbortSignal,
  asked: Verdicts = new Map(),
  terminalOutput: TerminalOutput = noTerminalOutput,
): Readable {
  const known = new Map(asked);

  async function assertReadable(path: string): Promise<void> {
    const { allowed, rule } = known.get(path) ?? (await workspace.mayRead(path));
    if (!allowed) throw new AppError('refused-by-ignore', rule ?? undefined);
  }

  async function verdictsOf(paths: readonly string[]): Promise<Verdicts> {
    const fresh = paths.filter((path) => !known.has(path));
    return new Map([...known, ...(await askAll(workspace, fresh))]);
  }

  async function permitted<T>(items: readonly T[], pathOf: (item: T) => string): Promise<Permitted<T>> {
    const paths = [...new Set(items.map(pathOf))];
    const found = await verdictsOf(paths);
    const answers = paths.map((path) => found.get(path));
    signal.throwIfAborted();
    // Rules name what is kept; such a file goes to a model only when the user names it itself.
    const verdicts = new Map(
      paths.map((path, i) => [path, path.split('/').at(-1) !== IGNORE_FILE && answers[i]?.allowed === true]),
    );
    const allowed = items.filter((item) => verdicts.get(pathOf(item)) === true);
    return { items: allowed, kept: [...verdicts.values()].filter((v) => !v).length };
  }

  /** Ask the repository of each folder, or of one by its name; of several, those that have none are passed over. */
  async function askGit<T>(name: string | undefined, question: (git: GitView, prefix: string) => Promise<T>) {
    if (!trusted) throw new AppError('folder-not-trusted');
    const some = workspace.folders.filter((folder) => name === undefined || folder.name === name);
    const answers = await Promise.all(
      some.map(async ({ root, prefix }): Promise<T[]> => {
        try {
          return [await question(createGitView(root, signal, prefix), prefix)];
        } catch (error) {
          if (some.length > 1 && error instanceof AppError && error.code === 'git-unavailable') return [];
          throw error;
        }
      }),
    );
    if (answers.flat().length === 0) throw new AppError('git-unavailable');
    return answers.flat();
  }

  return {
    assertReadable,
    permitted,
    prefixOf: (path) => workspace.inFolder(path).folder.prefix,
    there: async (paths) => {
      const each = await Promise.all(paths.map((path) => isThere(workspace, path)));
      const some = paths.filter((_, i) => each[i]);
      for (const [path, verdict] of await verdictsOf(some)) known.set(path, verdict);
      return new Set(some.filter((path) => known.get(path)?.allowed === true));
    },
    text: async (path) => {
      await assertReadable(path);
      return (await workspace.read(path)).text;
    },
    within: async (folder) => {
      const { entries } = await workspace.list(folder);
      const paths = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
      return (await permitted(paths, (path) => path)).items;
    },
    files: async (folder) => {
      const { paths } = await listAllFiles(workspace, LIMITS.quickOpenFiles, signal);
      const clean = folder.replace(/\/+$/, '');
      return permitted(paths.filter((path) => clean === '' || path.startsWith(`${clean}/`)).sort(), (path) => path);
    },
    search: async (query) => permitted(await findText(workspace, query, signal), (line) => line.path),
    changes: async (which, folder) => {
      const diffs = await askGit(folder, async (git, prefix) => {
        const paths = await (which === 'staged' ? git.stagedPaths() : git.changedPaths());
        const { items, kept } = await permitted(paths, (path) => prefix + path);
        return { diff: await (which === 'staged' ? git.stagedDiff(items) : git.diff(items)), kept };
      });
      const diff = diffs.map((each) => each.diff).join('');
      return { items: diff === '' ? [] : [diff], kept: diffs.reduce((sum, each) => sum + each.kept, 0) };
    },
    commits: async (count, folder) => {
      const logs = await askGit(
        folder,
        async (git, prefix) => (prefix === '' ? '' : `${prefix}\n`) + (await git.commits(count)),
      );
      return logs.join('\n');
    },
    terminalOutput,
  };
}

function isThere(workspace: Workspace, path: string): Promise<boolean> {
  return workspace.stamp(path).then(
    () => true,
    () => false,
  );
}
