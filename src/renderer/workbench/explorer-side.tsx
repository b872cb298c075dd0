import { useEditor, openFile } from '../editor/editor-store.ts';
import { Explorer } from '../explorer/explorer.tsx';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { newFile, openFolder } from './folder-actions.ts';

/** The file tree, joined to the editor and to what tells why files are kept from models. */
export function ExplorerSide() {
  const activeFile = useEditor((s) => s.active);
  return (
    <Explorer
      activeFile={activeFile}
      onOpenFile={(path, keep) => void openFile(path, { preview: !keep })}
      onOpenFolder={() => void openFolder()}
      onNewFile={() => void newFile()}
      onExplain={(path) => void explainKept(path)}
    />
  );
}
