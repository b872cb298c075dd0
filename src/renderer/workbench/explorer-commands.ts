import { useEditor } from '../editor/editor-store.ts';
import { collapseAll, reloadAll, useExplorer } from '../explorer/explorer-store.ts';
import { beginNew, redoFileAction, undoFileAction } from '../explorer/file-actions.ts';
import { canRedo, canUndo } from '../explorer/file-history.ts';
import { folderAround } from '../explorer/open-folders.ts';
import type { Command } from './command.ts';
import { showView } from './layout-store.ts';
import { revealInExplorer } from './reveal.ts';
import { t } from '../../shared/messages/t.ts';

const hasFolder = (): boolean => useExplorer.getState().workspace !== null;

/** What is done in the explorer, wherever the focus is. */
export const EXPLORER_COMMANDS: readonly Command[] = [
  {
    id: 'newFolder',
    label: t('New folder'),
    when: hasFolder,
    run: () => {
      showView('side', 'explorer');
      return beginNew(folderAround(useEditor.getState().active), 'folder');
    },
  },
  {
    id: 'revealActive',
    label: t('Show the file on screen in the explorer'),
    when: () => useEditor.getState().active !== null,
    run: () => revealInExplorer(useEditor.getState().active ?? ''),
  },
  { id: 'collapseFolders', label: t('Collapse all folders of the explorer'), when: hasFolder, run: collapseAll },
  { id: 'refreshExplorer', label: t('Refresh the explorer'), when: hasFolder, run: reloadAll },
  { id: 'undoFiles', label: t('Undo the last change of files in the explorer'), when: canUndo, run: undoFileAction },
  { id: 'redoFiles', label: t('Do the last undone change of files again'), when: canRedo, run: redoFileAction },
];
