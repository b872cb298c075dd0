import { useEffect, useMemo } from 'react';
import { PreviewDialog } from '../chat/preview-dialog.tsx';
import { EditorPane } from '../editor/editor-pane.tsx';
import { nothingToLose } from '../editor/backups.ts';
import type { EditorSurroundings } from '../editor/editor-context.ts';
import { autoSaveFile, openFileAt, useEditor } from '../editor/editor-store.ts';
import { setSaveOptions } from '../editor/save-options.ts';
import { endRecentWalk, useGroups } from '../editor/groups-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { absolutePath, rootAround } from '../explorer/open-folders.ts';
import { ModelsDialog } from '../models/models-dialog.tsx';
import { FolderMode } from '../privacy/folder-mode.tsx';
import { approveProvider, setPreview, usePolicy } from '../privacy/policy-store.ts';
import { TrustBanner } from '../privacy/trust-banner.tsx';
import { VerifyOfflineDialog } from '../privacy/verify-offline-dialog.tsx';
import { explainKept, WhyKeptDialog } from '../privacy/why-kept-dialog.tsx';
import { PrivacyDialog } from '../settings/privacy-dialog.tsx';
import { updateSettings, useSettings } from '../settings/settings-store.ts';
import { Questions } from '../ui/ask.tsx';
import { TextQuestions } from '../ui/ask-text.tsx';
import { Picks } from '../ui/pick.tsx';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import type { Settings as SettingsValues } from '../../shared/schemas/settings.ts';
import type { EditorPort } from '../ui/editor-port.ts';
import { Icon } from '../ui/icon.tsx';
import { Notifications } from '../ui/notifications.tsx';
import { ActivityBar } from './activity-bar.tsx';
import { commandOf } from './commands.ts';
import { CompletionsDialog } from './completions-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import { addGguf } from './folder-actions.ts';
import { revealInExplorer } from './reveal.ts';
import { holds } from './key-context.ts';
import { useKeybindings } from './key-store.ts';
import { matches, strokeOf } from './keybindings.ts';
import { EraseReportDialog, eraseEverything } from './erase-everything.tsx';
import { ImportPreview } from './import-preview.tsx';
import { openLink } from './open-link.ts';
import { PathPicker, pickFolderToWriteTo } from './path-picker.tsx';
import { Places } from './places.tsx';
import { QuickOpen } from './quick-open.tsx';
import { ReplacePreview } from './replace-preview.tsx';
import { StatusBar } from './status-bar.tsx';
import { useCompletesHere, useCompletions } from './use-completions.ts';
import { useCore } from './workspace-sync.ts';
import { tabActions } from './tab-actions.ts';
import { TAB_KINDS } from './tab-kinds.ts';
import { useTheme } from './theme.ts';
import { Welcome } from './welcome.tsx';
import { showOverlay, useWorkbench } from './workbench-store.ts';

/** The window: composes the features, which do not know each other. */
export function Workbench() {
  const overlay = useWorkbench((s) => s.overlay);
  const zen = useWorkbench((s) => s.zen);
  useKeys();
  useUnsavedGuard();
  useCompletions();

  return (
    <div className={`workbench${zen ? ' zen' : ''}`}>
      <Notices />
      <Trust />
      <div className="main-row">
        {zen ? null : <ActivityBar />}
        <Places>
          <Centre />
        </Places>
      </div>
      <StatusBar />
      {overlay === 'palette' ? <CommandPalette /> : null}
      {overlay === 'verify-offline' ? <VerifyOfflineDialog onClose={closeOverlay} /> : null}
      {overlay === 'quick-open' ? <QuickOpen /> : null}
      {overlay === 'completions' ? <CompletionsDialog onClose={closeOverlay} /> : null}
      {overlay === 'models' ? <Models /> : null}
      {overlay === 'privacy' ? <Privacy /> : null}
      <ReplacePreview />
      <ImportPreview />
      <WhyKept />
      <PreviewDialog />
      <PathPicker />
      <TextQuestions />
      <Picks />
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
        showOverlay('privacy');
      }}
    />
  );
}

function Privacy() {
  const open = useExplorer((s) => s.workspace !== null);
  return (
    <PrivacyDialog
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

// Each is the same for as long as the window is there: another one would draw the editors anew.
const onCursor = (line: number, column: number, selected: boolean): void => {
  useWorkbench.setState({ cursor: { line, column, selected } });
};
const onLink = (url: string): void => void openLink(url);
const onReveal = (path: string): void => void revealInExplorer(path);
const onReady = (editor: EditorPort): void => {
  useWorkbench.setState({ editor });
};

function Centre() {
  const empty = useGroups((s) => s.groups.length === 1 && s.groups[0]?.tabs.length === 0);
  const values = useSettings((s) => s.view?.values) ?? DEFAULT_SETTINGS;
  const listWhileTyping = !useCompletesHere();
  const theme = useTheme(values.theme);
  useSaving(values);
  const surroundings = useMemo(
    (): EditorSurroundings => ({
      look: {
        theme,
        fontSize: values.editorFontSize,
        fontFamily: values.editorFontFamily,
        tabSize: values.editorTabSize,
        vim: values.keybindingPreset === 'vim',
        insertSpaces: values.editorInsertSpaces,
        lineNumbers: values.editorLineNumbers,
        renderWhitespace: values.editorRenderWhitespace,
        cursorStyle: values.editorCursorStyle,
        wordWrap: values.editorWordWrap,
        minimap: values.editorMinimap,
        stickyScroll: values.editorStickyScroll,
        listWhileTyping,
      },
      kinds: TAB_KINDS,
      onCursor,
      onExplain: explain,
      onReveal,
      rootOf: rootAround,
      absolute: absolutePath,
      actionsOf: tabActions,
      onLink,
    }),
    [theme, values, listWhileTyping],
  );
  return (
    <>
      {empty ? <Welcome /> : null}
      <EditorPane surroundings={surroundings} onReady={onReady} />
    </>
  );
}

/** What the settings say of saving, and saving where the focus leaves a file or the window. */
function useSaving(values: SettingsValues): void {
  const { editorFormatOnSave: format, editorTrimTrailingWhitespace: trim } = values;
  const { editorAutoSave: autoSave, editorAutoSaveDelayMs: delayMs } = values;
  useEffect(() => {
    setSaveOptions({ format, trim, autoSave, delayMs });
    if (autoSave !== 'onFocusChange') return undefined;
    const onBlur = (): void => {
      for (const { path, dirty, disk } of useEditor.getState().tabs)
        if (dirty && disk === 'same') void autoSaveFile(path);
    };
    window.addEventListener('blur', onBlur);
    const stop = useEditor.subscribe((now, before) => {
      if (now.active !== before.active) onBlur();
    });
    return () => {
      window.removeEventListener('blur', onBlur);
      stop();
    };
  }, [format, trim, autoSave, delayMs]);
}

function Trust() {
  const workspace = useExplorer((s) => s.workspace);
  return <TrustBanner workspace={workspace?.id ?? null} several={(workspace?.folders.length ?? 0) > 1} />;
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
    /** The first of two strokes, until the second. */
    let held: KeyboardEvent | null = null;
    let replaying = false;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (replaying) return;
      // A dialog has its own keys, and what it lies over is not to change under it.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      // A part of the window may have another use for a key while it has the focus.
      const part = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-own-keys]') : null;
      if (part?.dataset['ownKeys']?.split(' ').some((k) => matches(event, k)) === true) return;
      const target = event.target instanceof Element ? event.target : null;
      // A field that has keys recorded takes them all.
      if (target?.closest('[data-all-keys]')) return;
      const bindings = useKeybindings.getState().bindings.filter((b) => holds(b.when, target));
      const stroke = strokeOf(
        event,
        bindings.map(({ key }) => key),
      );
      if (stroke === null) return;
      if (stroke === 'failed' && held && event.target instanceof Element && event.target.closest('.monaco-editor')) {
        // Monaco has commands of two strokes of its own, as Ctrl+K Ctrl+C.
        replaying = true;
        held.target?.dispatchEvent(new KeyboardEvent('keydown', held));
        replaying = false;
        held = null;
        return;
      }
      held = stroke === 'begun' ? event : null;
      const binding = typeof stroke === 'object' ? stroke.binding : null;
      // The user's own rules come last, and the last one wins.
      const bound =
        bindings.findLast(({ key, source }) => key === binding && source === 'user') ??
        bindings.find(({ key }) => key === binding);
      const command = bound && commandOf(bound.command);
      const run = command?.when?.() === false ? null : command?.run;
      if (run === null && command?.yields === true) return;
      event.preventDefault();
      event.stopPropagation();
      void run?.();
    };
    // Ctrl+Tab goes on to older tabs for as long as Ctrl, or Alt, is held.
    const onKeyUp = ({ key }: KeyboardEvent): void => {
      if (key === 'Control' || key === 'Alt') endRecentWalk();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('keyup', onKeyUp, { capture: true });
    window.addEventListener('blur', endRecentWalk);
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('keyup', onKeyUp, { capture: true });
      window.removeEventListener('blur', endRecentWalk);
    };
  }, []);
}

/** Leaving with unsaved text asks first, where the text is not kept. */
function useUnsavedGuard(): void {
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      if (!nothingToLose()) event.preventDefault();
    };
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, []);
}
