import { escapeRegex } from '../../shared/escape-regex.ts';
import { openFileAt } from '../editor/editor-store.ts';
import { changeFields, stepMatch, useSearch, type ResultFile, type ResultMatch } from '../search/search-store.ts';
import { showView } from './layout-store.ts';
import { useWorkbench } from './workbench-store.ts';

/** Show the search with the cursor in it, for what is selected if that is on one line. */
export function showSearch(replacing: boolean): void {
  const selected = useWorkbench.getState().editor?.selection()?.text ?? '';
  showView('side', 'search');
  if (replacing) useSearch.setState({ replacing });
  const { regex, text } = useSearch.getState().fields;
  const next = regex ? escapeRegex(selected) : selected;
  if (next !== '' && next !== text && !next.includes('\n')) changeFields({ text: next });
  requestAnimationFrame(() => {
    const query = document.querySelector<HTMLTextAreaElement>('.search .query');
    query?.focus();
    query?.select();
  });
}

/** Show the search for what lies in these folders; `''` is the open one. */
export function searchInFolders(folders: readonly string[]): void {
  const include = folders.includes('') ? '' : folders.map((folder) => `./${globOf(folder)}`).join(', ');
  useSearch.setState({ filtering: true });
  changeFields({ include });
  showSearch(false);
}

/** A path as a glob that matches nothing else; but for a comma, which would end it. */
function globOf(path: string): string {
  return path.replace(/[[\]{}*?]/g, '[$&]').replaceAll(',', '?');
}

/** Show a match in its file. */
export function openMatch({ path }: ResultFile, match: ResultMatch): void {
  useSearch.setState({ current: match.id });
  const { line, column, endLine, endColumn } = match;
  void openFileAt(path, { line, column, endLine, endColumn }, { preview: true });
}

export const hasResults = (): boolean => useSearch.getState().files.length > 0;

/** Show the next match, or the one before. */
export function openResult(step: 1 | -1): void {
  const next = stepMatch(step);
  if (next) openMatch(next.file, next.match);
}
