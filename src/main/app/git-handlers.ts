import type { GitStatus } from '../../shared/schemas/git.ts';
import type { Host } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { GitFolder } from '../workspace/git/git-folders.ts';
import type { GitService } from '../workspace/git/git-service.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

type Name = Extract<keyof Handlers, `git.${string}`>;

/** The contract's entries about Git, for one window. */
export function createGitHandlers(session: Session, host: Pick<Host, 'trash'>): Pick<Handlers, Name> {
  const { git: folders } = session;

  /** Do what answers with the status, in the folder that is chosen. */
  async function change(work: (git: GitService) => Promise<GitStatus>): Promise<GitStatus> {
    const { git, status } = folders.chosen();
    return status(await work(git));
  }
  /** The same about files, which all lie in one folder. */
  async function changeFiles(
    paths: readonly string[],
    work: (git: GitService, within: readonly string[]) => Promise<GitStatus>,
  ): Promise<GitStatus> {
    const { git, within, status } = folderOf(paths[0] ?? null);
    return status(await work(git, paths.map(within)));
  }
  const folderOf = (path: string | null): GitFolder => (path === null ? folders.chosen() : folders.of(path));

  return {
    'git.status': async ({ folder }) => {
      const { git, status } = folder === undefined ? folders.chosen() : folders.named(folder);
      return status(await git.status());
    },
    'git.choose': ({ folder }) => {
      folders.choose(folder);
      return change((git) => git.status());
    },
    'git.changes': (_request, context) => follow(context, (listener) => folders.onChange(listener)),
    'git.init': () => change((git) => git.init()),
    'git.stage': ({ paths }) => changeFiles(paths, (git, within) => git.stage(within)),
    'git.unstage': ({ paths }) => changeFiles(paths, (git, within) => git.unstage(within)),
    'git.discard': ({ paths }) => changeFiles(paths, (git, within) => git.discard(within, host.trash)),
    'git.text': ({ path, version }) => {
      const { git, within } = folders.of(path);
      return git.text(within(path), version);
    },
    'git.stageText': ({ path, text, expected }) =>
      changeFiles([path], (git, [within = '']) => git.stageText(within, text, expected)),
    'git.commit': (request) => change((git) => git.commit(request)),
    'git.lastMessage': async () => ({ message: await folders.chosen().git.lastMessage() }),
    'git.goOn': ({ how }) => change((git) => git.goOn(how)),
    'git.branches': () => folders.chosen().git.branches(),
    'git.checkout': ({ name, kind }) => change((git) => git.checkout(name, kind)),
    'git.createBranch': ({ name, from }) => change((git) => git.createBranch(name, from)),
    'git.renameBranch': ({ from, to }) => change((git) => git.renameBranch(from, to)),
    'git.deleteBranch': ({ name, force }) => change((git) => git.deleteBranch(name, force)),
    'git.addRemote': ({ name, url }) => change((git) => git.addRemote(name, url)),
    'git.removeRemote': ({ name }) => change((git) => git.removeRemote(name)),
    'git.merge': ({ name }) => change((git) => git.merge(name)),
    'git.stashes': () => folders.chosen().git.stashes(),
    'git.stash': ({ message, untracked }) => change((git) => git.stash(message, untracked)),
    'git.useStash': ({ hash, how }) => change((git) => git.useStash(hash, how)),
    'git.sync': (action, { emit, signal }) => {
      const { git } = folders.chosen();
      return session.underPolicy(signal, (under) => git.sync(action, emit, under));
    },
    'git.blame': ({ path, text }) => {
      const { git, within } = folders.of(path);
      return git.blame(within(path), text);
    },
    'git.log': async ({ path, skip, count }) => {
      const folder = folderOf(path);
      const { commits, more } = await folder.git.log(path === null ? null : folder.within(path), skip, count);
      const named = (within: string | null): string | null => (within === null ? null : folder.path(within));
      return { more, commits: commits.map((commit) => ({ ...commit, path: named(commit.path) })) };
    },
    'git.commitFiles': async ({ hash }) => {
      const { git, changes } = folders.chosen();
      return changes(await git.commitFiles(hash));
    },
  };
}
