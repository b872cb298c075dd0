import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { useEditor } from '../editor/editor-store.ts';
import { FirstRun } from '../models/first-run.tsx';
import { useModels } from '../models/models-store.ts';
import { usePolicy } from '../privacy/policy-store.ts';
import { updateSettings } from '../settings/settings-store.ts';
import { tabOf, useTerminals } from '../terminal/terminal-store.ts';
import { addGguf } from './folder-actions.ts';
import { openLink } from './open-link.ts';
import { seek, showOverlay, useWorkbench } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

/** What the terminal in use printed goes along only where the user shares that. */
function terminalOutput(): ContextChip | string {
  if (usePolicy.getState().view?.terminalCapture !== true)
    return t(
      'What terminals print is not shared in this folder. Select some of it and choose “Ask chat about the selection”, or run “Share what terminals print”.',
    );
  const tab = tabOf(useTerminals.getState().active);
  return tab ? { kind: 'terminalOutput', terminal: tab.id, name: tab.name } : t('No terminal is open.');
}

/** The chat, joined to the editor, the models and quick open. */
export function ChatSide() {
  const editor = useWorkbench((s) => s.editor);
  const hasSelection = useWorkbench((s) => s.cursor?.selected ?? false);
  const activeFile = useEditor((s) => (s.tabs.find((t) => t.path === s.active)?.error === null ? s.active : null));
  const view = useModels((s) => s.view);
  const platform = useCore((s) => s.info?.platform ?? null);
  return (
    <ChatPanel
      editor={editor}
      activeFile={activeFile}
      hasSelection={hasSelection}
      models={view?.models ?? []}
      model={view?.chatModel ?? null}
      onModel={(chatModel) => void updateSettings({ chatModel })}
      onLink={(url) => void openLink(url)}
      onPick={seek}
      terminalOutput={terminalOutput}
      firstRun={
        <FirstRun
          platform={platform}
          onLink={(url) => void openLink(url)}
          onAddGguf={addGguf}
          onModels={() => {
            showOverlay('models');
          }}
        />
      }
    />
  );
}
