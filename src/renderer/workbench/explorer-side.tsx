import { useEditor, openFile } from '../editor/editor-store.ts';
import { Explorer } from '../explorer/explorer.tsx';
import type { Decorate } from '../explorer/tree-row.tsx';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { useSettings } from '../settings/settings-store.ts';
import { openFolder } from './folder-actions.ts';
import { searchInFolders } from './open-search.ts';
import { useCore } from './workspace-sync.ts';

/** What is known of files besides their names; there is nothing that tells. */
const PLAIN: Decorate = () => null;

/** The file tree, joined to the editor, the search, and what tells why files are kept from models. */
export function ExplorerSide() {
  const activeFile = useEditor((s) => s.active);
  const autoReveal = useSettings((s) => s.view?.values.explorerAutoReveal ?? true);
  const platform = useCore((s) => s.info?.platform ?? 'linux');
  return (
    <Explorer
      activeFile={activeFile}
      autoReveal={autoReveal}
      platform={platform}
      decorate={PLAIN}
      onOpenFile={(path, keep) => void openFile(path, { preview: !keep, stay: !keep })}
      onOpenAside={(path) => void openFile(path, { beside: true })}
      onFindIn={searchInFolders}
      onOpenFolder={() => void openFolder()}
      onExplain={(path) => void explainKept(path)}
    />
  );
}
