import type { GitBranch, GitCommit, GitStash } from '../../shared/schemas/git.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { askText } from '../ui/ask-text.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { pick, type Choice } from '../ui/pick.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { change, repository } from './git-store.ts';
import { t } from '../../shared/messages/t.ts';

const KINDS = { local: t('Branches'), remote: t('Remote branches'), tag: t('Tags') } as const;
const NEW = ' new';
const ICONS = { local: 'git-branch', remote: 'cloud', tag: 'tag' } as const;

function when(time: number): string {
  return new Date(time * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function branchChoice({ name, kind, current, subject, time }: GitBranch): Choice {
  return {
    id: `${kind}:${name}`,
    label: name,
    detail: subject,
    icon: current ? 'check' : ICONS[kind],
    note: when(time),
    group: KINDS[kind],
  };
}

async function pickBranch(
  placeholder: string,
  wanted: (branch: GitBranch) => boolean,
  more: readonly Choice[] = [],
): Promise<GitBranch | 'new' | null> {
  let branches: GitBranch[];
  try {
    branches = await call('git.branches', {});
  } catch (error) {
    notifyError(error);
    return null;
  }
  const some = branches.filter(wanted);
  const id = await pick({
    title: t('Branches'),
    placeholder,
    choices: [...more, ...some.map(branchChoice)],
    none: t('No branch of that name.'),
  });
  if (id === NEW) return 'new';
  return some.find(({ kind, name }) => `${kind}:${name}` === id) ?? null;
}

/** Have the user find a branch or tag, and check it out; or make a branch. */
export async function checkOut(): Promise<void> {
  const found = await pickBranch(t('Which branch?'), ({ current }) => !current, [
    { id: NEW, label: t('Create a new branch…'), icon: 'add', group: t('New') },
  ]);
  if (found === 'new') await createBranch();
  else if (found) await change(t('Checking out…'), () => call('git.checkout', { name: found.name, kind: found.kind }));
}

function nameProblem(name: string): string | null {
  if (name.trim() === '') return t('It needs a name.');
  return /[\s~^:?*[\\]|\.\.|^[-/.]|\/$|\.lock$|@\{/.test(name) ? t('A branch cannot have this name.') : null;
}

export async function createBranch(): Promise<void> {
  const name = await askText({
    title: t('Create a branch'),
    label: t('Name'),
    value: '',
    action: t('Create'),
    check: nameProblem,
  });
  if (name !== null) await change(t('Making a branch…'), () => call('git.createBranch', { name, from: null }));
}

/** Name another place that is fetched from and pushed to. Nothing goes there yet. */
export async function addRemote(): Promise<void> {
  const remotes = repository()?.remotes ?? [];
  const url = await askText({
    title: t('Add a remote'),
    label: t('Address'),
    value: '',
    action: t('Next'),
    check: (typed) =>
      typed === ''
        ? t('It needs an address: https://…, ssh://…, user@host:path, or a folder.')
        : /:\/\/[^/@]*:[^/@]*@/.test(typed)
          ? t('Leave the password out: git would keep it in plain text. It is asked of your credential helper.')
          : null,
  });
  if (url === null) return;
  const name = await askText({
    title: t('Name the remote'),
    label: t('Name'),
    value: remotes.length === 0 ? 'origin' : '',
    action: t('Add'),
    check: (typed) =>
      typed === '' ? t('It needs a name.') : remotes.includes(typed) ? t('There is a remote of this name.') : null,
  });
  if (name !== null) await change(t('Adding a remote…'), () => call('git.addRemote', { name, url }));
}

/** Forget a place, and the branches that are known to be there. Nothing changes there. */
export async function removeRemote(): Promise<void> {
  const name = await pick({
    title: t('Remotes'),
    placeholder: t('Which remote is to be removed?'),
    choices: (repository()?.remotes ?? []).map((remote) => ({ id: remote, label: remote, icon: 'cloud' as const })),
    none: t('No remote of that name.'),
  });
  if (name !== null) await change(t('Removing a remote…'), () => call('git.removeRemote', { name }));
}

export async function renameBranch(): Promise<void> {
  const from = repository()?.branch ?? null;
  if (from === null) return;
  const to = await askText({
    title: t('Rename the branch'),
    label: t('Name'),
    value: from,
    action: t('Rename'),
    check: nameProblem,
  });
  if (to !== null && to !== from) await change(t('Renaming…'), () => call('git.renameBranch', { from, to }));
}

/** Delete a branch, after a question where it has commits that are nowhere else. */
export async function deleteBranch(): Promise<void> {
  const found = await pickBranch(
    t('Which branch is to be deleted?'),
    ({ current, kind }) => !current && kind === 'local',
  );
  if (!found || found === 'new') return;
  const { name } = found;
  try {
    await call('git.deleteBranch', { name, force: false });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'git-not-merged') {
      notifyError(error);
      return;
    }
    const answer = await ask(
      t('Delete “{name}” all the same?', { name: visibleText(name) }),
      t('It has commits that are on no other branch.'),
      [{ id: 'delete', label: t('Delete'), danger: true }],
    );
    if (answer === 'delete') await change(t('Deleting…'), () => call('git.deleteBranch', { name, force: true }));
  }
}

export async function mergeBranch(): Promise<void> {
  const found = await pickBranch(
    t('Which branch is to be merged into this one?'),
    ({ current, kind }) => !current && kind !== 'tag',
  );
  if (found && found !== 'new') await change(t('Merging…'), () => call('git.merge', { name: found.name }));
}

/** Put all changes by. */
export async function stashAll(untracked: boolean): Promise<void> {
  const message = await askText({
    title: untracked ? t('Stash all changes, untracked files too') : t('Stash all changes'),
    label: t('Message; it may be empty'),
    value: '',
    action: t('Stash'),
    check: () => null,
  });
  if (message !== null) await change(t('Stashing…'), () => call('git.stash', { message, untracked }));
}

const STASH_WORDS = {
  pop: t('to be applied and dropped'),
  apply: t('to be applied'),
  drop: t('to be dropped'),
} as const;

/** Have the user find a stash, and use it. */
export async function useStash(how: 'apply' | 'pop' | 'drop'): Promise<void> {
  let stashes: GitStash[];
  try {
    stashes = await call('git.stashes', {});
  } catch (error) {
    notifyError(error);
    return;
  }
  const hash = await pick({
    title: t('Stashes'),
    placeholder: t('Which stash is {STASHWORDS}?', { STASHWORDS: STASH_WORDS[how] }),
    choices: stashes.map(({ hash: id, message, time, index }) => ({
      id,
      label: message,
      icon: 'archive',
      note: `${String(index)} · ${when(time)}`,
    })),
    none: stashes.length === 0 ? t('Nothing is stashed.') : t('No stash of that name.'),
  });
  const stash = stashes.find((each) => each.hash === hash);
  if (!stash) return;
  if (how === 'drop') {
    const answer = await ask(
      t('Drop “{message}”?', { message: visibleText(stash.message) }),
      t('What is in it is lost.'),
      [{ id: 'drop', label: t('Drop'), danger: true }],
    );
    if (answer !== 'drop') return;
  }
  await change(t('Working…'), () => call('git.useStash', { hash: stash.hash, how }));
}

const PAGE = 200;
const MORE = ' more';

/** Have the user find a commit, of one file or of the whole repository. */
export async function pickCommit(path: string | null): Promise<GitCommit | null> {
  const commits: GitCommit[] = [];
  for (;;) {
    let page;
    try {
      page = await call('git.log', { path, skip: commits.length, count: PAGE });
    } catch (error) {
      notifyError(error);
      return null;
    }
    commits.push(...page.commits);
    const id = await pick({
      title: path === null ? t('Commits') : t('History of the file'),
      placeholder: t('Which commit?'),
      choices: [
        ...commits.map(({ hash, subject, author, time, refs }): Choice => ({
          id: hash,
          label: subject === '' ? hash.slice(0, 8) : subject,
          detail: [hash.slice(0, 8), ...refs].join(' '),
          icon: 'git-commit',
          note: `${author.name}, ${when(time)}`,
        })),
        ...(page.more ? [{ id: MORE, label: t('Show older ones…'), icon: 'history' }] : []),
      ],
      none: commits.length === 0 ? t('There are no commits.') : t('No commit of that name.'),
    });
    if (id !== MORE) return commits.find(({ hash }) => hash === id) ?? null;
  }
}

/** Have the user find a file of a commit. */
export async function pickFileOf(commit: GitCommit): Promise<{ path: string; from: string | null } | null> {
  try {
    const files = await call('git.commitFiles', { hash: commit.hash });
    if (files.length === 0) notify('info', t('This commit changed nothing in this folder.'));
    if (files.length === 0) return null;
    const path = await pick({
      title: t('Files of the commit'),
      placeholder: commit.subject,
      choices: files.map(({ path: id, staged }) => ({ id, label: id, note: staged ?? '', icon: 'file' })),
      none: t('No file of that name.'),
    });
    return files.find((file) => file.path === path) ?? null;
  } catch (error) {
    notifyError(error);
    return null;
  }
}
