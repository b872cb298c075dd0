import type { GitChange, GitVersion } from '../../shared/schemas/git.ts';
import { call } from '../bridge/bridge.ts';
import { askBeside } from '../chat/chat-store.ts';
import { baseOf, changesOf, revertChange, setBase } from '../editor/changes/changed-lines.ts';
import { selectedLines } from '../editor/changes/change-peek.ts';
import {
  isSameChange,
  lineChanges,
  withChange,
  withLines,
  withoutLines,
  type LineChange,
} from '../editor/changes/line-changes.ts';
import { DiffParams, diffTab, type DiffLineAct, type DiffSide } from '../editor/diff-tab.ts';
import { holdFile, openFile } from '../editor/editor-store.ts';
import type { GroupTab } from '../editor/groups.ts';
import { dropTabs, openTab, useGroups } from '../editor/groups-store.ts';
import { linesInDiff } from '../editor/shown-diffs.ts';
import type { ChangeSide } from '../git/changes-list.tsx';
import { change as changeGit, changeOf, pathsOf, repository, stagedText, useGit } from '../git/git-store.ts';
import { pickCommit, pickFileOf } from '../git/git-pickers.ts';
import { baseName } from '../ui/format.ts';
import { notify, notifyError } from '../ui/notifications.tsx';
import { AppError } from '../../shared/app-error.ts';
import { t } from '../../shared/messages/t.ts';

interface GitSide {
  readonly side: DiffSide;
  /** What git calls this text; `null`: there is none. */
  readonly blob: string | null;
}

/** A file as a version has it, as a side of a comparison; nothing where it is not there. */
async function sideOf(path: string, version: GitVersion): Promise<GitSide | null> {
  const text = await call('git.text', { path, version });
  if (text.kind === 'text') return { side: { from: 'text', path, text: text.text }, blob: text.blob };
  if (text.kind === 'none') return { side: { from: 'text', path, text: '' }, blob: null };
  notify(
    'info',
    text.kind === 'binary' ? t('It is no text, so there is nothing to compare.') : t('It is too large to compare.'),
  );
  return null;
}

function show(title: string, left: DiffSide, right: DiffSide, keep: boolean, git?: DiffLineAct): void {
  const tab = diffTab({ title, left, right, ...(git === undefined ? {} : { git }) });
  const state = [left, right].map((side) => (side.from === 'text' ? side.text : '')).join('\0');
  // Another state of the file is another comparison.
  openTab({ ...tab, id: `${tab.id}:${String(hashOf(state))}` }, { preview: !keep });
}

/** Tells texts apart, as far as that matters for a tab. */
function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Show what is changed in a file beside what it was. A file in conflict is opened, where it is resolved. */
export async function openChange(change: GitChange, side: ChangeSide, keep: boolean): Promise<void> {
  const { path, from, unstaged } = change;
  try {
    if (side === 'conflict' || unstaged === 'untracked') {
      await openFile(path, { preview: !keep });
      return;
    }
    const name = baseName(path);
    if (side === 'staged') {
      const [left, right] = await Promise.all([sideOf(from ?? path, { of: 'head' }), sideOf(path, { of: 'index' })]);
      if (!left || !right) return;
      const { blob } = right;
      const git = blob === null ? undefined : ({ act: 'unstage', blob } as const);
      show(t('{name} (Index)', { name }), left.side, right.side, keep, git);
      return;
    }
    const left = await sideOf(path, { of: 'index' });
    if (!left) return;
    if (unstaged === 'deleted')
      show(t('{name} (Deleted)', { name }), left.side, { from: 'text', path, text: '' }, keep);
    else {
      await holdFile(path);
      show(t('{name} (Working Tree)', { name }), left.side, { from: 'open', path }, keep, {
        act: 'stage',
        blob: left.blob,
      });
    }
  } catch (error) {
    notifyError(error);
  }
}

/** Have the user find a commit, and show what it did to a file. @param path of one file; `null`: of all */
export async function openHistory(path: string | null): Promise<void> {
  const commit = await pickCommit(path);
  if (!commit) return;
  const file = path === null ? await pickFileOf(commit) : { path: commit.path ?? path, from: null };
  if (!file) return;
  const { hash } = commit;
  try {
    const [left, right] = await Promise.all([
      sideOf(file.from ?? file.path, { of: 'parent', hash }),
      sideOf(file.path, { of: 'commit', hash }),
    ]);
    if (left && right) show(`${baseName(file.path)} (${hash.slice(0, 8)})`, left.side, right.side, true);
  } catch (error) {
    notifyError(error);
  }
}

/** Stage one change of a file, as its text is now. */
export async function stageChange(path: string, change: LineChange): Promise<void> {
  const now = changesOf(path);
  if (now) await stageText(path, withChange(now.older, now.lines, change));
}

/** Take one change of a file back, unless it is staged by now: what it was compared with may be older than that. */
export async function takeBack(path: string, change: LineChange): Promise<void> {
  try {
    const staged = await stagedText(path);
    setBase(path, staged.kind === 'text' ? staged : null);
  } catch (error) {
    notifyError(error);
    return;
  }
  const now = changesOf(path)?.changes ?? [];
  if (now.some((each) => isSameChange(each, change))) revertChange(path, change);
  else notifyError(new AppError('git-changed-since'));
}

/** Stage those of the selected lines that are changed. */
export async function stageSelection(): Promise<void> {
  const at = selectedLines();
  const now = at === null ? null : changesOf(at.path);
  if (at && now) await stageText(at.path, withLines(now.older, now.lines, now.changes, at.first, at.last));
}

/** What can be done with lines of a comparison's right side; `null` for most. */
export function lineActOf({ kind, params }: GroupTab): DiffLineAct | null {
  return kind === 'diff' ? (DiffParams.safeParse(params).data?.git ?? null) : null;
}

/** Stage, or unstage, those of the lines selected in a comparison that are changed. */
export async function actOnLines(tab: GroupTab): Promise<void> {
  const { path } = tab;
  const act = lineActOf(tab);
  const at = linesInDiff(tab.id);
  if (path === null || act === null || at === null) return;
  const { older, lines, first, last } = at;
  const changes = lineChanges(older, lines);
  const staging = act.act === 'stage';
  const next = (staging ? withLines : withoutLines)(older, lines, changes, first, last);
  if (isSame(next, staging ? older : lines)) {
    notify('info', t('None of the selected lines is changed.'));
    return;
  }
  const all = changeOf(path);
  // A file of which nothing is left to be committed may be one that no commit has.
  const done =
    !staging && all && isSame(next, older)
      ? await unstageAs(all, act.blob)
      : await stageText(path, next, act.blob, staging ? t('Staging…') : t('Unstaging…'));
  if (!done) return;
  // What was compared is another by now.
  const change = changeOf(path);
  const side = staging ? 'unstaged' : 'staged';
  if (change?.[side] != null) await openChange(change, side, !tab.preview);
  for (const { id } of useGroups.getState().groups) dropTabs(id, new Set([tab.id]));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

/** Unstage a file of which this is staged. */
function unstageAs(file: GitChange, expected: string | null): Promise<boolean> {
  return changeGit(t('Unstaging…'), async () => {
    const staged = await call('git.text', { path: file.path, version: { of: 'index' } });
    if ((staged.kind === 'text' ? staged.blob : null) !== expected) throw new AppError('git-changed-since');
    return call('git.unstage', { paths: pathsOf([file]) });
  });
}

function stageText(
  path: string,
  lines: readonly string[],
  expected: string | null | undefined = baseOf(path)?.blob,
  busy = t('Staging…'),
): Promise<boolean> {
  if (expected === undefined) return Promise.resolve(false);
  return changeGit(busy, () => call('git.stageText', { path, text: lines.join('\n'), expected }));
}

const QUESTION = [
  'Write a Git commit message for the changes below.',
  'First line: what they do, in the imperative, at most 72 characters, without a full stop.',
  'If it needs saying, an empty line and then why, in lines of at most 72 characters.',
  'Follow the style of the recent commits. Answer with the message alone, without quotes or a code fence.',
].join(' ');

let suggesting: AbortController | null = null;

/** Have the chat's model write the commit message, from what is staged or, if nothing is, from all changes. */
export async function suggestMessage(): Promise<void> {
  const now = repository();
  if (!now || suggesting) return;
  const before = useGit.getState().message;
  const staged = now.changes.some((each) => each.staged !== null);
  const stop = new AbortController();
  suggesting = stop;
  useGit.setState({ suggesting: true });
  try {
    const folder = useGit.getState().folders.length > 1 ? { folder: now.folder } : {};
    const context = [
      { kind: staged ? ('staged' as const) : ('changes' as const), ...folder },
      { kind: 'commits' as const, ...folder },
    ];
    const text = await askBeside(
      QUESTION,
      now.head === null ? context.slice(0, 1) : context,
      (message) => {
        useGit.setState({ message: bare(message) });
      },
      stop.signal,
    );
    if (bare(text) === '') useGit.setState({ message: before });
  } catch (error) {
    useGit.setState({ message: before });
    if (!stop.signal.aborted) notifyError(error);
  } finally {
    suggesting = null;
    useGit.setState({ suggesting: false });
  }
}

export function stopSuggesting(): void {
  suggesting?.abort();
}

/** Small models put a fence around all that they write. */
function bare(text: string): string {
  return text
    .replace(/^\s*```[a-z]*\n?/, '')
    .replace(/\n?```\s*$/, '')
    .trim();
}
