import { useExplorer } from '../explorer/explorer-store.ts';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { SearchView } from '../search/search-view.tsx';
import { ask } from '../ui/ask.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { openMatch } from './open-search.ts';
import { previewReplace } from './replace-preview.tsx';

/** The search, joined to the editor and to what tells why files are kept from models. */
export function SearchSide() {
  const ready = useExplorer((s) => s.workspace !== null);
  return (
    <SearchView
      ready={ready}
      onOpen={openMatch}
      onPreview={(file) => {
        previewReplace(file.path);
      }}
      onExplain={(path) => void explainKept(path)}
      onConfirm={confirmReplace}
    />
  );
}

async function confirmReplace(matches: number, files: number, replacement: string): Promise<boolean> {
  const what = `${String(matches)} ${matches === 1 ? 'match' : 'matches'} in ${String(files)} ${files === 1 ? 'file' : 'files'}`;
  const by = replacement === '' ? 'nothing' : `“${visibleText(replacement).slice(0, 200)}”`;
  const choice = await ask(
    `Replace ${what}?`,
    `They are replaced by ${by}. Files that are not open are written at once. Undo takes all of it back.`,
    [{ id: 'replace', label: 'Replace' }],
  );
  return choice === 'replace';
}
