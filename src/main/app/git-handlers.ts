import type { Host } from '../host/host.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

type Name = Extract<keyof Handlers, `git.${string}`>;

/** The contract's entries about Git, for one window. */
export function createGitHandlers(session: Session, host: Pick<Host, 'trash'>): Pick<Handlers, Name> {
  const { git } = session;
  return {
    'git.status': () => git.status(),
    'git.changes': (_request, context) => follow(context, (listener) => git.onChange(listener)),
    'git.init': () => git.init(),
    'git.stage': ({ paths }) => git.stage(paths),
    'git.unstage': ({ paths }) => git.unstage(paths),
    'git.discard': ({ paths }) => git.discard(paths, host.trash),
    'git.text': ({ path, version }) => git.text(path, version),
    'git.stageText': ({ path, text, expected }) => git.stageText(path, text, expected),
    'git.commit': (request) => git.commit(request),
    'git.lastMessage': async () => ({ message: await git.lastMessage() }),
    'git.goOn': ({ how }) => git.goOn(how),
    'git.branches': () => git.branches(),
    'git.checkout': ({ name, kind }) => git.checkout(name, kind),
    'git.createBranch': ({ name, from }) => git.createBranch(name, from),
    'git.renameBranch': ({ from, to }) => git.renameBranch(from, to),
    'git.deleteBranch': ({ name, force }) => git.deleteBranch(name, force),
    'git.addRemote': ({ name, url }) => git.addRemote(name, url),
    'git.removeRemote': ({ name }) => git.removeRemote(name),
    'git.merge': ({ name }) => git.merge(name),
    'git.stashes': () => git.stashes(),
    'git.stash': ({ message, untracked }) => git.stash(message, untracked),
    'git.useStash': ({ hash, how }) => git.useStash(hash, how),
    'git.sync': (action, { emit, signal }) => session.underPolicy(signal, (under) => git.sync(action, emit, under)),
    'git.blame': ({ path, text }) => git.blame(path, text),
    'git.log': ({ path, skip, count }) => git.log(path, skip, count),
    'git.commitFiles': ({ hash }) => git.commitFiles(hash),
  };
}
