import { useExplorer } from '../explorer/explorer-store.ts';
import { openFile } from '../editor/editor-store.ts';
import { GitView } from '../git/git-view.tsx';
import { checkOut } from '../git/git-pickers.ts';
import { useModels } from '../models/models-store.ts';
import { setTrust } from '../privacy/policy-store.ts';
import { openChange, stopSuggesting, suggestMessage } from './git-actions.ts';
import { showGitMore } from './git-commands.ts';

/** Source Control, joined to the editor and the model. */
export function GitSide() {
  const open = useExplorer((s) => s.workspace !== null);
  const model = useModels((s) => s.view?.chatModel ?? null);
  return (
    <GitView
      open={open}
      onOpen={(change, side, keep) => void openChange(change, side, keep)}
      onOpenFile={(path) => void openFile(path)}
      onBranches={() => void checkOut()}
      onTrust={() => void setTrust(true)}
      onSuggest={model === null ? null : () => void suggestMessage()}
      onStopSuggesting={stopSuggesting}
      onMore={() => void showGitMore()}
    />
  );
}
