import { useCallback, useEffect, useMemo } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { call } from '../bridge/bridge.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { EditorPane } from '../editor/editor-pane.tsx';
import { openFile, openFileAt, useEditor } from '../editor/editor-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { Explorer } from '../explorer/explorer.tsx';
import { FirstRun } from '../models/first-run.tsx';
import { ModelsDialog } from '../models/models-dialog.tsx';
import { useModels } from '../models/models-store.ts';
import { LedgerPanel } from '../privacy/ledger-panel.tsx';
import { FolderMode } from '../privacy/folder-mode.tsx';
import { approveProvider, setPreview, usePolicy } from '../privacy/policy-store.ts';
import { TrustBanner } from '../privacy/trust-banner.tsx';
import { VerifyOfflineDialog } from '../privacy/verify-offline-dialog.tsx';
import { explainKept, WhyKeptDialog } from '../privacy/why-kept-dialog.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { updateSettings, useSettings } from '../settings/settings-store.ts';
import { ask, Questions } from '../ui/ask.tsx';
import { TextQuestions } from '../ui/ask-text.tsx';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import type { EditorPort } from '../ui/editor-port.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { notifyError, Notifications } from '../ui/notifications.tsx';
import { COMMANDS, addGguf, newFile, openFolder } from './commands.ts';
import { CompletionsDialog } from './completions-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import { matches } from './keybindings.ts';
import { EraseReportDialog, eraseEverything } from './erase-everything.tsx';
import { PathPicker, pickPath } from './path-picker.tsx';
import { QuickOpen } from './quick-open.tsx';
import { StatusBar } from './status-bar.tsx';
import { useCompletesHere, useCompletions } from './use-completions.ts';
import { useTheme } from './theme.ts';
import { Welcome } from './welcome.tsx';
import { seek, showOverlay, toggle, useWorkbench } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';

/** The window: composes the features, which do not know each other. */
export function Workbench() {
  const { explorer, chat, ledger, overlay } = useWorkbench();
  useKeys();
  useUnsavedGuard();
  useCompletions();

  return (
    <div className="workbench">
      <Notices />
      <Trust />
      <div className="main-row">
        <ActivityBar />
        <Group orientation="vertical" className="panels">
          <Panel id="upper" minSize={160}>
            <Group orientation="horizontal" className="panels">
              {explorer ? (
                <>
                  <Panel
                    id="explorer"
                    defaultSize={260}
                    minSize={160}
                    maxSize="50"
                    groupResizeBehavior="preserve-pixel-size"
                  >
                    <ExplorerSide />
                  </Panel>
                  <Separator className="separator" aria-label="Width of the explorer" />
                </>
              ) : null}
              <Panel id="centre" minSize={280}>
                <main className="centre">
                  <Centre />
                </main>
              </Panel>
              {chat ? (
                <>
                  <Separator className="separator" aria-label="Width of the chat" />
                  <Panel
                    id="chat"
                    defaultSize={380}
                    minSize={260}
                    maxSize="60"
                    groupResizeBehavior="preserve-pixel-size"
                  >
                    <ChatSide />
                  </Panel>
                </>
              ) : null}
            </Group>
          </Panel>
          {ledger ? (
            <>
              <Separator className="separator horizontal" aria-label="Height of the panel" />
              <Panel id="ledger" defaultSize={280} minSize={120} groupResizeBehavior="preserve-pixel-size">
                <LedgerPanel
                  onPickFolder={pickFolderToWriteTo}
                  onClose={() => {
                    toggle('ledger');
                  }}
                />
              </Panel>
            </>
          ) : null}
        </Group>
      </div>
      <StatusBar />
      {overlay === 'palette' ? <CommandPalette /> : null}
      {overlay === 'verify-offline' ? <VerifyOfflineDialog onClose={closeOverlay} /> : null}
      {overlay === 'quick-open' ? <QuickOpen /> : null}
      {overlay === 'completions' ? <CompletionsDialog onClose={closeOverlay} /> : null}
      {overlay === 'models' ? <Models /> : null}
      {overlay === 'settings' ? <Settings /> : null}
      <WhyKept />
      <PathPicker />
      <TextQuestions />
      <EraseReportDialog />
      <Questions />
      <Notifications />
    </div>
  );
}

const closeOverlay = (): void => {
  showOverlay(null);
};

function Models() {
  const values = useSettings((s) => s.view?.values ?? null);
  const policy = usePolicy((s) => s.view);
  const open = useExplorer((s) => s.workspace !== null);
  const platform = useCore((s) => s.info?.platform ?? null);
  const approvals = open && policy ? { approved: policy.approvedProviders, previewOff: policy.previewOff } : null;
  return (
    <ModelsDialog
      values={values}
      ggufFiles={values?.ggufFiles ?? []}
      approvals={approvals}
      mode={policy?.mode ?? null}
      platform={platform}
      onLink={(url) => void openLink(url)}
      onApprove={(id, approved) => void approveProvider(id, approved)}
      onPreview={(id, on) => void setPreview(id, on)}
      onAddGguf={addGguf}
      onSettings={updateSettings}
      onClose={closeOverlay}
    />
  );
}

const explain = (path: string): void => void explainKept(path);

function WhyKept() {
  return (
    <WhyKeptDialog
      onOpenRule={(file, line) => void openFileAt(file, line ?? 1)}
      onOpenSettings={() => {
        showOverlay('settings');
      }}
    />
  );
}

const NO_MODELS: readonly ModelInfo[] = [];
const pickFolderToWriteTo = (): Promise<string | null> => pickPath('folder', 'Choose a folder to write to');

function Settings() {
  const open = useExplorer((s) => s.workspace !== null);
  const models = useModels((s) => s.view?.models);
  return (
    <SettingsDialog
      models={models ?? NO_MODELS}
      folder={open ? <FolderMode /> : null}
      onPickFolder={pickFolderToWriteTo}
      onEraseEverything={() => {
        closeOverlay();
        void eraseEverything();
      }}
      onClose={closeOverlay}
    />
  );
}

function ActivityBar() {
  const { explorer, chat, ledger } = useWorkbench();
  return (
    <nav className="activity-bar" aria-label="Views">
      <IconButton
        icon="files"
        label="Explorer"
        aria-pressed={explorer}
        onClick={() => {
          toggle('explorer');
        }}
      />
      <IconButton
        icon="comment-discussion"
        label="Chat"
        aria-pressed={chat}
        onClick={() => {
          toggle('chat');
        }}
      />
      <IconButton
        icon="shield"
        label="What left this machine"
        aria-pressed={ledger}
        onClick={() => {
          toggle('ledger');
        }}
      />
      <span className="spacer" />
      <IconButton
        icon="chip"
        label="Models"
        onClick={() => {
          showOverlay('models');
        }}
      />
      <IconButton
        icon="settings-gear"
        label="Settings"
        onClick={() => {
          showOverlay('settings');
        }}
      />
    </nav>
  );
}

function ExplorerSide() {
  const activeFile = useEditor((s) => s.active);
  return (
    <Explorer
      activeFile={activeFile}
      onOpenFile={(path) => void openFile(path)}
      onOpenFolder={() => void openFolder()}
      onNewFile={() => void newFile()}
      onExplain={explain}
    />
  );
}

function Centre() {
  const empty = useEditor((s) => s.tabs.length === 0);
  const values = useSettings((s) => s.view?.values);
  const listWhileTyping = !useCompletesHere();
  const theme = useTheme(values?.theme ?? 'system');
  const look = useMemo(
    () => ({
      theme,
      fontSize: values?.editorFontSize ?? 14,
      tabSize: values?.editorTabSize ?? 4,
      wordWrap: values?.editorWordWrap ?? false,
      listWhileTyping,
    }),
    [theme, values, listWhileTyping],
  );
  const onReady = useCallback((editor: EditorPort) => {
    useWorkbench.setState({ editor });
  }, []);
  const onCursor = useCallback((line: number, column: number, selected: boolean) => {
    useWorkbench.setState({ cursor: { line, column, selected } });
  }, []);
  return (
    <>
      {empty ? <Welcome /> : null}
      <EditorPane look={look} onReady={onReady} onCursor={onCursor} onExplain={explain} />
    </>
  );
}

function ChatSide() {
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

/** The user sees where a link leads before anything opens: those in answers are a model's words. */
async function openLink(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) return;
  const choice = await ask('Open this link in your browser?', url, [{ id: 'open', label: 'Open link' }]);
  if (choice === null) return;
  if (useCore.getState().info?.host === 'browser') window.open(url, '_blank', 'noopener,noreferrer');
  else await call('app.openLink', { url }).catch(notifyError);
}

function Trust() {
  return <TrustBanner folder={useExplorer((s) => s.workspace?.root ?? null)} />;
}

/** What could not be read, above everything: the strictest reading applies meanwhile. */
function Notices() {
  const settings = useSettings((s) => s.view?.notices);
  const policy = usePolicy((s) => s.view?.notices);
  const texts = [...(settings ?? []).map(({ file, message }) => `${message} (${file})`), ...(policy ?? [])];
  if (texts.length === 0) return null;
  return (
    <div className="notices" role="alert">
      {texts.map((text) => (
        <p key={text}>
          <Icon name="warning" /> {text}
        </p>
      ))}
    </div>
  );
}

/** Our keys come before the editor's and the browser's. */
function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // A dialog has its own keys, and what it lies over is not to change under it.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      for (const { keys, when, run } of COMMANDS) {
        if (keys?.some((k) => matches(event, k)) !== true) continue;
        event.preventDefault();
        event.stopPropagation();
        if (when?.() !== false) void run();
        return;
      }
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);
}

/** Leaving with unsaved text asks first. */
function useUnsavedGuard(): void {
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      if (useEditor.getState().tabs.some((t) => t.dirty)) event.preventDefault();
    };
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, []);
}
