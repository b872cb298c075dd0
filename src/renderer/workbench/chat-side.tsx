import { ChatPanel } from '../chat/chat-panel.tsx';
import { useEditor } from '../editor/editor-store.ts';
import { FirstRun } from '../models/first-run.tsx';
import { useModels } from '../models/models-store.ts';
import { updateSettings } from '../settings/settings-store.ts';
import { addGguf } from './folder-actions.ts';
import { openLink } from './open-link.ts';
import { seek, showOverlay, useWorkbench } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';

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
