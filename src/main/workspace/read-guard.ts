import { readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathNameProblem } from '../../privacy/ignore/path-names.ts';
import { DEFAULT_IGNORE, type IgnoreSettings } from '../../privacy/ignore/ignore-settings.ts';
import type { PathVerdict } from '../../privacy/path-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import type { MayRead } from '../../shared/schemas/workspace.ts';
import { toFileError } from './file-error.ts';
import { detectIgnoreCase } from './ignore-case.ts';
import { createIgnoreRules, type Look } from './ignore-rules.ts';
import { createWorkspacePaths, type WorkspacePaths } from './workspace-paths.ts';
import { t, told } from '../../shared/messages/t.ts';

/** What decides about paths besides the workspace's own files. */
export interface ReadGuardOptions {
  /** The user's settings; asked each time. {@link DEFAULT_IGNORE} unless given. */
  readonly ignore?: () => IgnoreSettings;
  /** Whether names that differ in case are the same; found out unless given. */
  readonly ignoreCase?: boolean;
  /** What the folder's own files are told with before their paths, where several are open: `api/`. */
  readonly prefix?: string;
}

/** Says what models may read of one workspace, from the rules as they are on disk now. */
export interface Guard {
  readonly paths: WorkspacePaths;
  /** The user's settings as they are now. */
  readonly settings: () => IgnoreSettings;
  /**
   * The one question that every surface asks before a file's text goes to any model. Of a path
   * through links, both names have to be permitted: a link may not lend an ignored file another
   * name, nor the other way round. Rejects with `path-outside-workspace` for a path that says so itself.
   */
  readonly mayRead: (path: string) => Promise<MayRead>;
  /** The same for many paths, each ignore file being looked at once. A path outside is refused like any other. */
  readonly mayReadAll: (paths: readonly string[]) => Promise<MayRead[]>;
  /** The rules for what lies in some folders: many entries, no links; each ignore file being looked at once. */
  look(): Look;
}

/** The guard of one folder. */
export interface ReadGuard extends Guard {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
}

/** Guard a folder. Throws `path-not-found`, `not-a-folder`, `path-not-permitted`. */
export async function openReadGuard(folder: string, options: ReadGuardOptions = {}): Promise<ReadGuard> {
  let root: string;
  try {
    root = await realpath(resolve(folder));
    if (!(await stat(root)).isDirectory()) throw new AppError('not-a-folder');
    await readdir(root);
  } catch (error) {
    throw toFileError(error, 'reading');
  }
  const settings = options.ignore ?? (() => DEFAULT_IGNORE);
  const ignoreCase = options.ignoreCase ?? (await detectIgnoreCase(root));
  const paths = createWorkspacePaths(root);
  const rules = createIgnoreRules({ root, settings, ignoreCase, prefix: options.prefix ?? '' });

  async function answer(path: string, look: Look): Promise<MayRead> {
    const asked = paths.clean(path);
    const problem = pathNameProblem(asked, process.platform === 'win32');
    if (problem !== null) return refused(`${told(problem)}.`);
    // Most paths have no links in them: their rules are read while the disk is asked.
    look.forFolder(folderOf(asked)).catch(() => undefined);
    let place: Awaited<ReturnType<WorkspacePaths['locate']>>;
    try {
      place = await paths.locate(asked);
    } catch (error) {
      return refused(error instanceof AppError ? error.message : t('It cannot be read.'));
    }
    if (place.kind === 'other') return refused(t('It is neither a file nor a folder.'));
    const isFolder = place.kind === 'folder' || (place.kind === 'none' && /[\\/]$/.test(path));
    const names = [isFolder ? `${place.path}/` : place.path];
    // A link to a folder is a folder to people and a file to git: rules for either close it.
    if (asked !== place.path) names.unshift(...(isFolder ? [`${asked}/`, asked] : [asked]));
    let allowed: PathVerdict | null = null;
    for (const name of names) {
      const verdict = (await look.forFolder(folderOf(name))).explain(name === '/' ? '' : name);
      if (verdict.ignored) return toMayRead(verdict);
      if (verdict.pattern !== null) allowed ??= verdict;
    }
    return allowed ? toMayRead(allowed) : PERMITTED;
  }

  return {
    root,
    paths,
    settings,
    look: () => rules.look(),
    mayRead: (path) => answer(path, rules.look()),
    mayReadAll: async (all) => {
      const look = rules.look();
      const answers: MayRead[] = [];
      for (let from = 0; from < all.length; from += AT_ONCE) {
        const some = all.slice(from, from + AT_ONCE).map((path) =>
          answer(path, look).catch((error: unknown) => {
            if (error instanceof AppError) return refused(error.message);
            throw error;
          }),
        );
        answers.push(...(await Promise.all(some)));
      }
      return answers;
    },
  };
}

/** Paths under way at a time: enough to keep the disk busy, and memory free of a large folder's all. */
const AT_ONCE = 500;

/** What nothing is said about. */
export const PERMITTED: MayRead = { allowed: true, rule: null, pattern: null, source: null, line: null };

/** @param reason for people */
export function refused(reason: string): MayRead {
  return { allowed: false, rule: reason, pattern: null, source: null, line: null };
}

function toMayRead(verdict: PathVerdict): MayRead {
  const { ignored, pattern, source, line } = verdict;
  return { allowed: !ignored, rule: ruleOf(verdict), pattern, source, line };
}

/** A verdict's rule for people: `*.pem (src/.codegrexignore:3)`; `null` when no rule decided. */
function ruleOf({ pattern, source: file, line, unread: why }: PathVerdict): string | null {
  if (file === null) return null;
  const source = told(file);
  if (why === null) return `${pattern ?? ''} (${source}${line === null ? '' : `:${String(line)}`})`;
  const unread = told(why);
  return t('{source} {unread}, so everything that these rules could name is kept from models', { source, unread });
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/', path.length - 2);
  return slash < 0 ? '' : path.slice(0, slash);
}
