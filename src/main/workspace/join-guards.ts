import { isAbsolute, posix } from 'node:path';
import { createPathRules } from '../../privacy/path-rules.ts';
import { AppError } from '../../shared/app-error.ts';
import type { MayRead } from '../../shared/schemas/workspace.ts';
import { PERMITTED, refused, type Guard, type ReadGuard } from './read-guard.ts';
import { isWithin, slashed, type WorkspacePaths } from './workspace-paths.ts';
import { t } from '../../shared/messages/t.ts';

/** One of several folders that are open together: its paths begin with its name. */
export interface NamedGuard {
  readonly name: string;
  readonly guard: ReadGuard;
}

/** Where a path leads: into a folder, by its path there. */
interface Part {
  readonly at: NamedGuard;
  /** `''` for the folder itself. */
  readonly path: string;
}

/**
 * Guard several folders as one, in which each is a folder of its own name and nothing else is. Every question goes to
 * the guard of the folder that a path lies in, so a link from one to another is refused as any that leads out.
 * @param folders none within another, each with another name
 */
export function joinGuards(folders: readonly NamedGuard[]): Guard {
  /** `null` for what the folders are in. */
  function partOf(path: string): Part | null {
    if (isAbsolute(path)) throw new AppError('path-outside-workspace');
    const clean = posix.normalize(slashed(path));
    if (clean === '.' || clean === './') return null;
    const slash = clean.indexOf('/');
    const name = slash < 0 ? clean : clean.slice(0, slash);
    if (name === '..') throw new AppError('path-outside-workspace');
    const at = folders.find((each) => each.name === name);
    if (!at) throw new AppError('path-not-found', t('No open folder is called “{name}”.', { name: name.slice(0, 80) }));
    return { at, path: slash < 0 ? '' : clean.slice(slash + 1) };
  }
  function inFolder(path: string): Part {
    const part = partOf(path);
    if (part === null)
      throw new AppError('path-not-permitted', t('Nothing lies beside the folders that are open. Choose one of them.'));
    return part;
  }
  const named = ({ name }: NamedGuard, path: string): string => (path === '' ? name : `${name}/${path}`);
  const own = (path: string): string => (path === '' ? '.' : path);

  const paths: WorkspacePaths = {
    absolute: (path) => {
      const { at, path: within } = inFolder(path);
      return at.guard.paths.absolute(own(within));
    },
    relative: (full) => {
      const at = folders.find(({ guard }) => isWithin(guard.root, full));
      if (!at) throw new AppError('path-outside-workspace');
      return named(at, at.guard.paths.relative(full));
    },
    clean: (path) => {
      const part = partOf(path);
      return part === null ? '' : named(part.at, part.at.guard.paths.clean(own(part.path)));
    },
    real: async (path, mustExist) => {
      const { at, path: within } = inFolder(path);
      return at.guard.paths.real(own(within), mustExist);
    },
    locate: async (path) => {
      const part = partOf(path);
      if (part === null) return { path: '', kind: 'folder' };
      const place = await part.at.guard.paths.locate(own(part.path));
      return { ...place, path: named(part.at, place.path) };
    },
  };

  async function mayReadAll(all: readonly string[]): Promise<MayRead[]> {
    const parts = all.map((path) => {
      try {
        return partOf(path) ?? PERMITTED;
      } catch (error) {
        if (error instanceof AppError) return refused(error.message);
        throw error;
      }
    });
    const answers = new Map<Part, MayRead>();
    await Promise.all(
      folders.map(async (folder) => {
        const some = parts.filter((part): part is Part => 'at' in part && part.at === folder);
        const found = await folder.guard.mayReadAll(some.map(({ path }) => own(path)));
        for (const [i, part] of some.entries()) if (found[i]) answers.set(part, found[i]);
      }),
    );
    return parts.map((part) => ('at' in part ? (answers.get(part) ?? refused(t('It cannot be read.'))) : part));
  }

  return {
    paths,
    // The user's settings are the same for all.
    settings: () => (folders[0] as NamedGuard).guard.settings(),
    mayRead: async (path) => {
      const part = partOf(path);
      return part === null ? PERMITTED : part.at.guard.mayRead(own(part.path));
    },
    mayReadAll,
    look: () => {
      const looks = new Map(folders.map((folder) => [folder, folder.guard.look()]));
      return {
        forFolder: async (folder) => {
          const part = partOf(own(folder));
          // What lies there are the folders themselves, which nothing is said of.
          const rules = part === null ? createPathRules([]) : await looks.get(part.at)?.forFolder(part.path);
          if (!rules) throw new AppError('path-not-found');
          return { explain: (path) => rules.explain(part === null ? path : path.slice(part.at.name.length + 1)) };
        },
      };
    },
  };
}
