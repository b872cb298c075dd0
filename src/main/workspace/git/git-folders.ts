import { AppError } from '../../../shared/app-error.ts';
import type { GitChange, GitStatus } from '../../../shared/schemas/git.ts';
import type { Workspace, WorkspaceFolder } from '../workspace.ts';
import { createGitService, type GitParts, type GitService } from './git-service.ts';

/** Git in one folder of a window, with its paths as the window has them and as the folder has them. */
export interface GitFolder {
  readonly git: GitService;
  /** A path of the window, as the folder has it. Throws `path-outside-workspace` for one of another folder. */
  readonly within: (path: string) => string;
  /** What git told, with paths as the window has them. */
  readonly status: (told: GitStatus) => GitStatus;
  readonly changes: (told: readonly GitChange[]) => GitChange[];
  /** A path of the folder, as the window has it. */
  readonly path: (within: string) => string;
}

/** Git in all folders of a window. What is about no file is about the folder that was chosen, the first at the begin. */
export interface GitFolders {
  /** Throws `no-workspace`. */
  chosen(): GitFolder;
  /** The folder that a path lies in. Throws `no-workspace`, `path-outside-workspace`. */
  of(path: string): GitFolder;
  /** By its name. Throws `no-workspace`. */
  named(name: string): GitFolder;
  choose(name: string): void;
  /** Told of each other status of a folder than its last one; returns what ends that. */
  onChange(changed: (status: GitStatus) => void): () => void;
  /** Something may be different: a file was saved, the trust changed. */
  lookAgain(): void;
  /** Another workspace is open: what runs is ended. */
  setWorkspace(next: Workspace | null): void;
  close(): void;
}

export function createGitFolders(parts: Omit<GitParts, 'folder'>): GitFolders {
  let workspace: Workspace | null = null;
  let folders: ReadonlyMap<string, GitFolder> = new Map();
  let chosen: string | null = null;
  const listeners = new Set<(status: GitStatus) => void>();
  let stops: readonly (() => void)[] = [];
  /** Nothing is asked for nobody. */
  function follow(): void {
    for (const stop of stops) stop();
    const followed = listeners.size === 0 ? [] : [...folders.values()];
    stops = followed.map(({ git, status }) =>
      git.onChange((told) => {
        for (const listener of listeners) listener(status(told));
      }),
    );
  }

  function named(name: string | null): GitFolder {
    const found = name === null ? undefined : folders.get(name);
    if (!found) throw new AppError('no-workspace');
    return found;
  }
  function closeAll(): void {
    for (const { git } of folders.values()) git.close();
  }

  return {
    chosen: () => named(chosen),
    of: (path) => named(workspace?.inFolder(path).folder.name ?? null),
    named,
    choose: (name) => {
      named(name);
      chosen = name;
    },
    onChange: (changed) => {
      listeners.add(changed);
      follow();
      return () => {
        listeners.delete(changed);
        follow();
      };
    },
    lookAgain: () => {
      for (const { git } of folders.values()) git.lookAgain();
    },
    setWorkspace: (next) => {
      closeAll();
      workspace = next;
      chosen = next?.folders[0]?.name ?? null;
      folders = new Map(
        (next?.folders ?? []).map((folder) => [folder.name, placedIn(folder, createGitService({ ...parts, folder }))]),
      );
      follow();
    },
    close: () => {
      closeAll();
      listeners.clear();
    },
  };
}

function placedIn({ prefix }: WorkspaceFolder, git: GitService): GitFolder {
  const path = (within: string): string => prefix + within;
  const changes = (told: readonly GitChange[]): GitChange[] =>
    told.map((each) => ({ ...each, path: path(each.path), from: each.from === null ? null : path(each.from) }));
  return {
    git,
    within: (given) => {
      if (!given.startsWith(prefix)) throw new AppError('path-outside-workspace');
      return given.slice(prefix.length);
    },
    path,
    changes,
    status: (told) => (told.state === 'repository' ? { ...told, changes: changes(told.changes) } : told),
  };
}
