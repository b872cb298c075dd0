import { useExplorer } from '../explorer/explorer-store.ts';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { SearchView } from '../search/search-view.tsx';
import { ask } from '../ui/ask.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { openMatch } from './open-search.ts';
import { previewReplace } from './replace-preview.tsx';
import { t } from '../../shared/messages/t.ts';
import { matchesInFiles } from '../search/matches-in-files.ts';

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
  const what = matchesInFiles(matches, files);
  const by = replacement === '' ? 'nothing' : `“${visibleText(replacement).slice(0, 200)}”`;
  const choice = await ask(
    t('Replace {what}?', { what }),
    t('They are replaced by {by}. Files that are not open are written at once. Undo takes all of it back.', { by }),
    [{ id: 'replace', label: t('Replace') }],
  );
  return choice === 'replace';
}
