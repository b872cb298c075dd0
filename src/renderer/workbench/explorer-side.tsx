import type { GitChange } from '../../shared/schemas/git.ts';
import { useEditor, openFile } from '../editor/editor-store.ts';
import { Explorer } from '../explorer/explorer.tsx';
import type { Decorate } from '../explorer/tree-row.tsx';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { looksByPath } from '../git/change-look.ts';
import { allChanges, useGit } from '../git/git-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { addFolder, openFolder, removeFolder } from './folder-actions.ts';
import { searchInFolders } from './open-search.ts';
import { useCore } from './workspace-sync.ts';

/** How files look by their state in Git. */
function decorationsBy(changes: readonly GitChange[]): Decorate {
  const { files, folders } = looksByPath(changes);
  return (path, kind) => {
    const look = (kind === 'folder' ? folders : files).get(path);
    return look
      ? { badge: look.letter === '' ? null : look.letter, label: look.label, className: look.className }
      : null;
  };
}

/** The file tree, joined to the editor, the search, and what tells why files are kept from models. */
export function ExplorerSide() {
  const activeFile = useEditor((s) => s.active);
  const autoReveal = useSettings((s) => s.view?.values.explorerAutoReveal ?? true);
  const statuses = useGit((s) => s.statuses);
  const decorate = decorationsBy(allChanges(statuses));
  const platform = useCore((s) => s.info?.platform ?? 'linux');
  return (
    <Explorer
      activeFile={activeFile}
      autoReveal={autoReveal}
      platform={platform}
      decorate={decorate}
      onOpenFile={(path, keep) => void openFile(path, { preview: !keep, stay: !keep })}
      onOpenAside={(path) => void openFile(path, { beside: true })}
      onFindIn={searchInFolders}
      onOpenFolder={() => void openFolder()}
      onAddFolder={() => void addFolder()}
      onRemoveFolder={(name) => void removeFolder(name)}
      onExplain={(path) => void explainKept(path)}
    />
  );
}
