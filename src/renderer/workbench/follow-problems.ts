import { call, subscribe } from '../bridge/bridge.ts';
import { startLanguageClient, takeLanguageEvent } from '../editor/language/language-client.ts';
import { openAgain } from '../editor/language/sync-texts.ts';
import { dropTexts } from '../editor/language/located-texts.ts';
import { followMarks, showProblems } from '../editor/language/show-problems.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { forgetProblems, foundBy, foundIn, setProblems, type FileProblems } from '../problems/problems-store.ts';

/** Whose findings those of Monaco's own languages are. */
const EDITOR = 'editor';

/** Join the editor to the language servers, and what they find to the list of problems. Call once. */
export function startLanguages(): void {
  startLanguageClient();
  followMarks({
    found: (path, problems) => {
      setProblems(EDITOR, path, problems);
    },
    known: (path) => foundIn(path).filter(([owner]) => owner !== EDITOR),
  });
  subscribe(
    'language.changes',
    {},
    (event) => {
      if (event.kind === 'problems') {
        setProblems(event.server, event.path, event.problems);
        showProblems(event.server, event.path, event.problems);
      } else takeLanguageEvent(event);
    },
    openAgain,
  );
  useExplorer.subscribe(({ workspace }, before) => {
    if (workspace?.id === before.workspace?.id) return;
    forgetProblems();
    dropTexts();
  });
}

/** What a task found wrong with files; `null`: what it found does not count any more. */
export function takeTaskProblems(task: string, files: readonly FileProblems[] | null): void {
  const owner = `task:${task}`;
  for (const { path, problems } of files ?? foundBy(owner).map((path) => ({ path, problems: [] }))) {
    setProblems(owner, path, problems);
    showProblems(owner, path, problems);
  }
}

/** Start a language server anew. */
export async function restartServer(id: string): Promise<void> {
  await call('language.restart', { id });
}
