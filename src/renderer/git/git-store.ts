import { create } from 'zustand';
import type { GitChange, GitRepository, GitStatus, GitSync, GitText } from '../../shared/schemas/git.ts';
import { AppError } from '../../shared/app-error.ts';
import { createInTurn } from '../../shared/in-turn.ts';
import { call, stream, subscribe } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { t } from '../../shared/messages/t.ts';

interface GitState {
  /** Names of the open folders. */
  readonly folders: readonly string[];
  /** The one whose repository is on show; `null`: none is open. */
  readonly folder: string | null;
  /** By folder, as far as the core has told. */
  readonly statuses: ReadonlyMap<string, GitStatus>;
  /** Of the folder on show; `null` until the core has told. */
  readonly status: GitStatus | null;
  readonly message: string;
  readonly amend: boolean;
  readonly signOff: boolean;
  /** What is under way, for people; `null`: nothing is. */
  readonly busy: string | null;
  /** Of what is fetched, pulled or pushed. */
  readonly progress: { readonly phase: string; readonly percent: number | null } | null;
  /** A message is being written by the model. */
  readonly suggesting: boolean;
}

const fresh = (folders: readonly string[] = []): GitState => ({
  folders,
  folder: folders[0] ?? null,
  statuses: new Map(),
  status: null,
  message: '',
  amend: false,
  signOff: false,
  busy: null,
  progress: null,
  suggesting: false,
});

/** The repositories of the open folders. */
export const useGit = create<GitState>(() => fresh());

let syncing: AbortController | null = null;
/** What the message was when git prepared one, so that a later one takes its place and what the user wrote does not. */
let prepared = '';

/** What was written of the next commit of each folder that is not on show. */
const drafts = new Map<string, Pick<GitState, 'message' | 'amend'> & { readonly prepared: string }>();

/** Follow the repositories of the open folders. Call once. */
export function startGit(): void {
  subscribe('git.changes', {}, take, () => undefined);
}

/**
 * Other folders are open, or none. What was told of them before that was known here is asked for again.
 * @param goOn some are the same as before: what was written of their commits stays
 */
export function takeFolders(folders: readonly string[], goOn: boolean): void {
  syncing?.abort();
  const { folder: before, message, amend } = useGit.getState();
  const stays = goOn && before !== null && folders.includes(before);
  if (!stays) {
    prepared = '';
    drafts.clear();
  }
  const now = { ...fresh(folders), ...(stays ? { folder: before, message, amend } : {}) };
  useGit.setState(now);
  // The core begins with the first.
  if (stays) call('git.choose', { folder: before }).then(take, () => undefined);
  const asked = folders.map((folder) => call('git.status', { folder }).then(take, () => undefined));
  void Promise.all(asked).then(() => {
    const { statuses, folder, folders: open } = useGit.getState();
    const found = folders.find((name) => statuses.get(name)?.state === 'repository');
    // The first that has a repository is on show, unless the user has chosen meanwhile.
    if (open === folders && folder === now.folder && statuses.get(folder ?? '')?.state !== 'repository' && found)
      void showFolder(found);
  });
}

/** Show the repository of another folder: what is about no file is about that from now on. */
export async function showFolder(folder: string): Promise<void> {
  const { folder: before, message, amend, statuses } = useGit.getState();
  if (folder === before) return;
  if (before !== null) drafts.set(before, { message, amend, prepared });
  const draft = drafts.get(folder) ?? { message: '', amend: false, prepared: '' };
  prepared = draft.prepared;
  useGit.setState({ folder, status: statuses.get(folder) ?? null, message: draft.message, amend: draft.amend });
  await call('git.choose', { folder }).then(take, notifyError);
}

function take(status: GitStatus): void {
  const { message, folders, folder, statuses } = useGit.getState();
  if (!folders.includes(status.folder)) return;
  const told = { statuses: new Map(statuses).set(status.folder, status) };
  if (status.folder !== folder) {
    useGit.setState(told);
    return;
  }
  const offered = status.state === 'repository' ? (status.preparedMessage ?? '') : '';
  useGit.setState({ ...told, status, ...(message === prepared ? { message: offered } : {}) });
  prepared = offered;
}

/** Whether any of the open folders is in a repository. */
export const hasRepository = (): boolean =>
  [...useGit.getState().statuses.values()].some(({ state }) => state === 'repository');

/** What is changed in all open folders. */
export const allChanges = (statuses: GitState['statuses']): readonly GitChange[] =>
  [...statuses.values()].flatMap((status) => (status.state === 'repository' ? status.changes : []));

/** The repository on show, where there is one. */
export function repository(): GitRepository | null {
  const { status } = useGit.getState();
  return status?.state === 'repository' ? status : null;
}

/** What is changed of a file. */
export function changeOf(path: string | null): GitChange | undefined {
  return allChanges(useGit.getState().statuses).find((each) => each.path === path);
}

const inTurn = createInTurn();
let lastChange: Promise<unknown> = Promise.resolve();

/** Do something that answers with the status; a failure is told. @returns whether it was done */
export function change(busy: string, work: () => Promise<GitStatus>): Promise<boolean> {
  const done = inTurn(async () => {
    useGit.setState({ busy });
    try {
      take(await work());
      return true;
    } catch (error) {
      notifyError(error);
      return false;
    } finally {
      useGit.setState({ busy: null });
    }
  });
  lastChange = done;
  return done;
}

/** What git is told of files that are to be unstaged. */
export const pathsOf = (changes: readonly GitChange[]): string[] =>
  // Of what was renamed, the old name is part of it.
  changes.flatMap(({ path, from, staged }) => (from !== null && staged === 'renamed' ? [path, from] : [path]));

/** What is staged of a file, when it is not just being changed. */
export async function stagedText(path: string): Promise<GitText> {
  await lastChange;
  return call('git.text', { path, version: { of: 'index' } });
}

export const stage = (changes: readonly GitChange[]): Promise<boolean> =>
  change(t('Staging…'), () => call('git.stage', { paths: changes.map(({ path }) => path) }));

export const unstage = (changes: readonly GitChange[]): Promise<boolean> =>
  change(t('Unstaging…'), () => call('git.unstage', { paths: pathsOf(changes) }));

/** Put files back to what is staged, after a question. */
export async function discard(changes: readonly GitChange[]): Promise<void> {
  const [first] = changes;
  if (!first) return;
  const some =
    changes.length === 1 ? `“${visibleText(first.path)}”` : t('{changes} files', { changes: changes.length });
  const added = changes.filter(({ unstaged }) => unstaged === 'untracked').length;
  const kept = changes.length - added;
  const detail = [
    kept > 0 ? t('What was changed since it was staged or committed is lost.') : '',
    added > 0 ? t('Files that git does not know go to the trash.') : '',
  ].join(' ');
  const answer = await ask(t('Discard the changes of {some}?', { some }), detail.trim(), [
    { id: 'discard', label: t('Discard'), danger: true },
  ]);
  if (answer === 'discard')
    await change(t('Discarding…'), () => call('git.discard', { paths: changes.map(({ path }) => path) }));
}

/** Commit what is staged; where nothing is, all that is changed, after a question. */
export async function commit(): Promise<void> {
  const now = repository();
  const { message, amend, signOff } = useGit.getState();
  if (!now) return;
  const staged = now.stagedOutside > 0 || now.changes.some((each) => each.staged !== null);
  let all = false;
  if (!staged && !amend && now.doing === null) {
    const tracked = now.changes.filter(({ unstaged }) => unstaged !== null && unstaged !== 'untracked');
    if (tracked.length === 0) {
      notify('error', new AppError('git-nothing-staged').message);
      return;
    }
    const answer = await ask(
      t('Nothing is staged. Commit all changes?'),
      t('Files that git does not know are left out.'),
      [{ id: 'all', label: t('Commit all') }],
    );
    if (answer !== 'all') return;
    all = true;
  }
  if (await change(t('Committing…'), () => call('git.commit', { message, amend, signOff, all })))
    useGit.setState({ message: '', amend: false });
}

/** Amend the latest commit, or no longer: its message is there to be changed. */
export async function setAmend(amend: boolean): Promise<void> {
  useGit.setState({ amend });
  if (!amend || useGit.getState().message.trim() !== '') return;
  try {
    const { message } = await call('git.lastMessage', {});
    if (useGit.getState().amend) useGit.setState({ message: message ?? '' });
  } catch (error) {
    notifyError(error);
  }
}

export const goOn = (how: 'continue' | 'abort' | 'skip'): Promise<boolean> =>
  change(t('Working…'), () => call('git.goOn', { how }));

export const initialise = (): Promise<boolean> => change(t('Making a repository…'), () => call('git.init', {}));

const NAMES = { fetch: t('Fetching'), pull: t('Pulling'), push: t('Pushing'), publish: t('Publishing') } as const;

/** Fetch, pull or push; {@link cancelSync} ends it. @returns whether it was done */
export function sync(action: GitSync): Promise<boolean> {
  return inTurn(() => syncNow(action));
}

async function syncNow(action: GitSync): Promise<boolean> {
  const stop = new AbortController();
  syncing = stop;
  useGit.setState({ busy: `${NAMES[action.action]}…`, progress: null });
  try {
    await stream(
      'git.sync',
      action,
      (event) => {
        if (event.kind === 'started')
          useGit.setState({
            busy: `${NAMES[action.action]}: ${event.remote}${event.host === null ? '' : t(' at {host}', { host: event.host })}`,
          });
        if (event.kind === 'progress') useGit.setState({ progress: { phase: event.phase, percent: event.percent } });
      },
      stop.signal,
    );
    return true;
  } catch (error) {
    if (!stop.signal.aborted) notifyError(error);
    return false;
  } finally {
    if (syncing === stop) syncing = null;
    useGit.setState({ busy: null, progress: null });
  }
}

export function cancelSync(): void {
  syncing?.abort();
}

export const canCancel = (): boolean => syncing !== null;

/** Pull what is there and push what is here. */
export async function pullAndPush(): Promise<void> {
  const now = repository();
  if (!now) return;
  if (now.upstream === null) {
    const [remote] = now.remotes.includes('origin') ? ['origin'] : now.remotes;
    if (remote === undefined) notify('error', new AppError('git-no-remote').message);
    else await sync({ action: 'publish', remote });
    return;
  }
  if (await sync({ action: 'pull', rebase: false })) {
    const after = await call('git.status', {}).catch(() => null);
    if (after?.state === 'repository' && after.ahead > 0) await sync({ action: 'push', force: false });
  }
}
