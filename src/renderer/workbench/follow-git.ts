import type { GitBlame } from '../../shared/schemas/git.ts';
import { call } from '../bridge/bridge.ts';
import { followChangePeeks } from '../editor/changes/change-peek.ts';
import { followChanges, setBase } from '../editor/changes/changed-lines.ts';
import { followConflicts } from '../editor/changes/conflict-actions.ts';
import { followLineNotes } from '../editor/changes/line-note.ts';
import { documentOf, useEditor } from '../editor/editor-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { hasRepository, startGit, takeFolders, useGit } from '../git/git-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { LIMITS } from '../../shared/limits.ts';
import { stageChange, takeBack } from './git-actions.ts';
import { t } from '../../shared/messages/t.ts';

/** Join Git to the editor: marks of changed lines, conflicts, and who wrote a line. Call once. */
export function followGit(): void {
  startGit();
  followChanges();
  followConflicts();
  followChangePeeks({ stage: stageChange, revert: takeBack });
  const notes = followLineNotes(async (path, line) => {
    if (useSettings.getState().view?.values.gitBlameLine !== true || !hasRepository()) return null;
    const commit = (await blameOf(path)).find((run) => line >= run.line && line < run.line + run.lines)?.commit;
    if (commit === undefined) return null;
    if (commit === null) return { text: t('Not committed yet'), hover: t('This line is not committed.') };
    const { author, time, subject, hash } = commit;
    const when = new Date(time * 1000).toLocaleDateString(undefined, { dateStyle: 'medium' });
    return {
      text: `${author.name}, ${when} • ${subject}`.slice(0, 120),
      hover: `${subject}\n${author.name} <${author.email}>, ${when}\n${hash.slice(0, 12)}`,
    };
  });
  useGit.subscribe(({ statuses }, before) => {
    if (statuses === before.statuses) return;
    blamed.clear();
    refreshBases();
    notes.again();
  });
  useEditor.subscribe(({ tabs }, before) => {
    if (tabs !== before.tabs) refreshBases();
  });
  useSettings.subscribe(({ view }, before) => {
    if (view?.values.gitBlameLine !== before.view?.values.gitBlameLine) notes.again();
  });
  useExplorer.subscribe(({ workspace, opened }, before) => {
    if (workspace?.id === before.workspace?.id) return;
    takeFolders(workspace?.folders.map(({ name }) => name) ?? [], opened === before.opened);
  });
}

/** What was told of a text; another one of it is asked about anew. */
const blamed = new Map<string, { readonly version: number; readonly lines: Promise<readonly GitBlame[]> }>();

function blameOf(path: string): Promise<readonly GitBlame[]> {
  const model = documentOf(path)?.model;
  if (!model || model.getValueLength() > LIMITS.gitTextChars) return Promise.resolve([]);
  const version = model.getAlternativeVersionId();
  const known = blamed.get(path);
  if (known?.version === version) return known.lines;
  const lines = call('git.blame', { path, text: model.getValue() });
  blamed.set(path, { version, lines });
  return lines;
}

let asked = 0;

/** Ask what is staged of each open file, which its text is compared with. */
function refreshBases(): void {
  const now = ++asked;
  const known = hasRepository();
  for (const { path, error } of useEditor.getState().tabs) {
    if (!known || error !== null) {
      setBase(path, null);
      continue;
    }
    call('git.text', { path, version: { of: 'index' } }).then(
      (text) => {
        // One that was asked about later knows better.
        if (now === asked) setBase(path, text.kind === 'text' ? text : null);
      },
      () => undefined,
    );
  }
}
