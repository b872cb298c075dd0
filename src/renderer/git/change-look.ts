import type { GitChange } from '../../shared/schemas/git.ts';
import { t } from '../../shared/messages/t.ts';

/** How a change is shown: a letter, a word and a class of the style sheet. */
export interface ChangeLook {
  readonly letter: string;
  readonly label: string;
  readonly className: string;
}

type State = NonNullable<GitChange['unstaged']> | 'conflict';

const LOOKS: Readonly<Record<State, ChangeLook>> = {
  added: { letter: 'A', label: t('Added'), className: 'git-added' },
  modified: { letter: 'M', label: t('Modified'), className: 'git-modified' },
  deleted: { letter: 'D', label: t('Deleted'), className: 'git-deleted' },
  renamed: { letter: 'R', label: t('Renamed'), className: 'git-renamed' },
  copied: { letter: 'C', label: t('Copied'), className: 'git-added' },
  'type-changed': { letter: 'T', label: t('Changed into another kind of file'), className: 'git-modified' },
  untracked: { letter: 'U', label: t('Untracked'), className: 'git-untracked' },
  conflict: { letter: '!', label: t('In conflict'), className: 'git-conflict' },
};

/** @param side what is looked at; of a file in the explorer, whichever there is */
export function lookOf({ staged, unstaged, conflict }: GitChange, side: 'staged' | 'unstaged' | 'any'): ChangeLook {
  if (conflict !== null) return LOOKS.conflict;
  const state = side === 'staged' ? staged : side === 'unstaged' ? unstaged : (unstaged ?? staged);
  return LOOKS[state ?? 'modified'];
}

/** Looks by path, of files and of the folders that they are in. */
export function looksByPath(changes: readonly GitChange[]): {
  readonly files: ReadonlyMap<string, ChangeLook>;
  readonly folders: ReadonlyMap<string, ChangeLook>;
} {
  const files = new Map<string, ChangeLook>();
  const folders = new Map<string, ChangeLook>();
  for (const change of changes) {
    const look = lookOf(change, 'any');
    files.set(change.path, look);
    for (let at = change.path.lastIndexOf('/'); at > 0; at = change.path.lastIndexOf('/', at - 1)) {
      const folder = change.path.slice(0, at);
      const before = folders.get(folder);
      if (before?.className === look.className || before?.className === 'git-conflict') break;
      folders.set(
        folder,
        before === undefined || look.className === 'git-conflict'
          ? { ...look, letter: '', label: t('Has changes') }
          : { letter: '', label: t('Has changes'), className: 'git-modified' },
      );
    }
  }
  return { files, folders };
}
