import { changeAtCursor, peekAtCursor, stepChange } from '../editor/changes/change-peek.ts';
import { changesOf } from '../editor/changes/changed-lines.ts';
import { hasConflict, nextConflict, openMerge } from '../editor/changes/conflict-actions.ts';
import { useEditor } from '../editor/editor-store.ts';
import { currentTab } from '../editor/groups-store.ts';
import {
  addRemote,
  checkOut,
  createBranch,
  deleteBranch,
  mergeBranch,
  removeRemote,
  renameBranch,
  stashAll,
  useStash as takeStash,
} from '../git/git-pickers.ts';
import {
  changeOf,
  commit,
  discard,
  goOn,
  initialise,
  pullAndPush,
  repository,
  showFolder,
  stage,
  sync,
  unstage,
  useGit,
} from '../git/git-store.ts';
import { updateSettings, useSettings } from '../settings/settings-store.ts';
import { pick } from '../ui/pick.tsx';
import type { Command } from './command.ts';
import {
  actOnLines,
  lineActOf,
  openChange,
  openHistory,
  stageChange,
  stageSelection,
  takeBack,
} from './git-actions.ts';
import { t } from '../../shared/messages/t.ts';

const here = (): boolean => repository() !== null;
const active = (): string | null => useEditor.getState().active;
const activeChange = () => changeOf(active());
const hasChanges = (): boolean => (changesOf(active() ?? '')?.changes.length ?? 0) > 0;
const actOnScreen = (): string | undefined => {
  const tab = currentTab();
  return tab === undefined ? undefined : lineActOf(tab)?.act;
};
const onTab = async (): Promise<void> => {
  const tab = currentTab();
  if (tab) await actOnLines(tab);
};
const doing = (): boolean => (repository()?.doing ?? null) !== null;
const hasRemote = (): boolean => (repository()?.remotes.length ?? 0) > 0;
const hasStash = (): boolean => (repository()?.stashes ?? 0) > 0;

const git = (id: string, label: string, run: () => unknown, when = here, keys?: readonly string[]): Command => ({
  id: `git.${id}`,
  label: t('Git: {label}', { label }),
  when,
  run,
  ...(keys === undefined ? {} : { keys }),
});
const onChange = (act: (change: NonNullable<ReturnType<typeof activeChange>>) => unknown) => (): void => {
  const change = activeChange();
  if (change) act(change);
};

/** What is done with the repository of the open folder. */
export const GIT_COMMANDS: readonly Command[] = [
  git('init', t('Initialise repository'), initialise, () => useGit.getState().status?.state === 'no-repository'),
  git(
    'chooseFolder',
    t('Choose the folder on show…'),
    async () => {
      const chosen = await pick({
        title: t('Folders of the window'),
        placeholder: t('Whose repository is on show?'),
        choices: useGit.getState().folders.map((name) => ({ id: name, label: name, icon: 'repo' as const })),
        none: t('No folder of that name.'),
      });
      if (chosen !== null) await showFolder(chosen);
    },
    () => useGit.getState().folders.length > 1,
  ),
  git('commit', t('Commit'), commit),
  git(
    'stageFile',
    t('Stage the file on screen'),
    onChange((c) => stage([c])),
    () => activeChange() !== undefined,
  ),
  git(
    'unstageFile',
    t('Unstage the file on screen'),
    onChange((c) => unstage([c])),
    () => activeChange()?.staged != null,
  ),
  git(
    'discardFile',
    t('Discard the changes of the file on screen'),
    onChange((c) => discard([c])),
    () => activeChange()?.unstaged != null,
  ),
  git('stageAll', t('Stage all changes'), () => stage(repository()?.changes.filter((c) => c.unstaged !== null) ?? [])),
  git('unstageAll', t('Unstage all changes'), () =>
    unstage(repository()?.changes.filter((c) => c.staged !== null) ?? []),
  ),
  git(
    'openChanges',
    t('Open the changes of the file on screen'),
    onChange((c) => openChange(c, c.unstaged === null ? 'staged' : 'unstaged', true)),
    () => activeChange() !== undefined,
  ),
  git(
    'stageChange',
    t('Stage the change at the cursor'),
    () => {
      const at = changeAtCursor();
      if (at) void stageChange(at.path, at.change);
    },
    () => changeAtCursor() !== null,
  ),
  git(
    'stageLines',
    t('Stage the selected lines'),
    () => (actOnScreen() === 'stage' ? onTab() : stageSelection()),
    () => hasChanges() || actOnScreen() === 'stage',
  ),
  git('unstageLines', t('Unstage the selected lines'), onTab, () => actOnScreen() === 'unstage'),
  git(
    'revertChange',
    t('Revert the change at the cursor'),
    () => {
      const at = changeAtCursor();
      if (at) void takeBack(at.path, at.change);
    },
    () => changeAtCursor() !== null,
  ),
  git('peekChange', t('Show the change at the cursor'), peekAtCursor, () => changeAtCursor() !== null),
  git(
    'nextChange',
    t('Go to the next change'),
    () => {
      stepChange(1);
    },
    hasChanges,
    ['Alt+F5'],
  ),
  git(
    'previousChange',
    t('Go to the previous change'),
    () => {
      stepChange(-1);
    },
    hasChanges,
    ['Shift+Alt+F5'],
  ),
  git('mergeEditor', t('Open the merge editor'), openMerge, hasConflict),
  git('nextConflict', t('Go to the next conflict'), nextConflict, hasConflict),
  git('checkout', t('Check out…'), checkOut),
  git('createBranch', t('Create branch…'), createBranch),
  git('renameBranch', t('Rename branch…'), renameBranch, () => (repository()?.branch ?? null) !== null),
  git('deleteBranch', t('Delete branch…'), deleteBranch),
  git('addRemote', t('Add remote…'), addRemote),
  git('removeRemote', t('Remove remote…'), removeRemote, () => (repository()?.remotes.length ?? 0) > 0),
  git('merge', t('Merge branch…'), mergeBranch),
  git('continue', t('Continue what is under way'), () => goOn('continue'), doing),
  git('abort', t('Abort what is under way'), () => goOn('abort'), doing),
  git('stash', t('Stash'), () => stashAll(false)),
  git('stashAll', t('Stash, untracked files too'), () => stashAll(true)),
  git('stashPop', t('Pop stash…'), () => takeStash('pop'), hasStash),
  git('stashApply', t('Apply stash…'), () => takeStash('apply'), hasStash),
  git('stashDrop', t('Drop stash…'), () => takeStash('drop'), hasStash),
  git('fetch', t('Fetch'), () => sync({ action: 'fetch' }), hasRemote),
  git('pull', t('Pull'), () => sync({ action: 'pull', rebase: false }), hasRemote),
  git('pullRebase', t('Pull (rebase)'), () => sync({ action: 'pull', rebase: true }), hasRemote),
  git('push', t('Push'), () => sync({ action: 'push', force: false }), hasRemote),
  git('pushForce', t('Push (force with lease)'), () => sync({ action: 'push', force: true }), hasRemote),
  git('sync', t('Pull and push'), pullAndPush, hasRemote),
  git('log', t('Show the history…'), () => openHistory(null)),
  git(
    'fileHistory',
    t('Show the history of the file on screen…'),
    () => openHistory(active()),
    () => here() && active() !== null,
  ),
  git('blame', t('Show who wrote the cursor’s line, or no longer'), () =>
    updateSettings({ gitBlameLine: useSettings.getState().view?.values.gitBlameLine !== true }),
  ),
];

/** What of this is possible now, to choose from. */
export async function showGitMore(): Promise<void> {
  const some = GIT_COMMANDS.filter(({ when }) => when?.() !== false);
  const id = await pick({
    title: t('Git'),
    placeholder: t('What is to be done?'),
    choices: some.map((command) => ({ id: command.id, label: command.label.replace(/^Git: /, '') })),
    none: t('Nothing of that name.'),
  });
  some.find((command) => command.id === id)?.run();
}
