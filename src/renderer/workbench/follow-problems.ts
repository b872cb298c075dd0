import { call, subscribe } from '../bridge/bridge.ts';
import { startLanguageClient, takeLanguageEvent } from '../editor/language/language-client.ts';
import { openAgain } from '../editor/language/sync-texts.ts';
import { dropTexts } from '../editor/language/located-texts.ts';
import { followMarks, showProblems } from '../editor/language/show-problems.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { forgetProblems, foundIn, setProblems } from '../problems/problems-store.ts';

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
    if (workspace?.root === before.workspace?.root) return;
    forgetProblems();
    dropTexts();
  });
}

/** Start a language server anew. */
export async function restartServer(id: string): Promise<void> {
  await call('language.restart', { id });
}
