import { call, subscribe } from '../bridge/bridge.ts';
import { startLanguageClient, takeLanguageEvent } from '../editor/language/language-client.ts';
import { openAgain } from '../editor/language/sync-texts.ts';
import { dropTexts } from '../editor/language/located-texts.ts';
import { onEditorProblems, showProblems } from '../editor/language/show-problems.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { forgetProblems, setProblems } from '../problems/problems-store.ts';

/** Join the editor to the language servers, and what they find to the list of problems. Call once. */
export function startLanguages(): void {
  startLanguageClient();
  onEditorProblems((path, problems) => {
    setProblems('editor', path, problems);
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
