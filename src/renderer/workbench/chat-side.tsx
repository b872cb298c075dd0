import { call } from '../bridge/bridge.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { useEditor } from '../editor/editor-store.ts';
import { FirstRun } from '../models/first-run.tsx';
import { useModels } from '../models/models-store.ts';
import { updateSettings } from '../settings/settings-store.ts';
import { ask } from '../ui/ask.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { addGguf } from './folder-actions.ts';
import { seek, showOverlay, useWorkbench } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';

/** The chat, joined to the editor, the models and quick open. */
export function ChatSide() {
  const editor = useWorkbench((s) => s.editor);
  const hasSelection = useWorkbench((s) => s.cursor?.selected ?? false);
  const activeFile = useEditor((s) => (s.tabs.find((t) => t.path === s.active)?.error === null ? s.active : null));
  const view = useModels((s) => s.view);
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
      firstRun={
        <FirstRun
          onAddGguf={addGguf}
          onModels={() => {
            showOverlay('models');
          }}
        />
      }
    />
  );
}

/** Links in answers are a model's words: the user sees where they lead before anything opens. */
async function openLink(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) return;
  const choice = await ask('Open this link in your browser?', url, [{ id: 'open', label: 'Open link' }]);
  if (choice === null) return;
  if (useCore.getState().info?.host === 'browser') window.open(url, '_blank', 'noopener,noreferrer');
  else await call('app.openLink', { url }).catch(notifyError);
}
