import { useEffect, useRef, useState } from 'react';
import type { EditorPort } from '../ui/editor-port.ts';
import { baseName } from '../ui/format.ts';
import { Modal } from '../ui/modal.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { call } from '../bridge/bridge.ts';
import { documentOf, reloadFile, saveFile, useEditor, type Tab } from './editor-store.ts';
import { recentEdits } from './edit-history.ts';
import { followViews } from './view-history.ts';
import { MONACO_THEME, monaco } from './monaco-setup.ts';
import { TabBar } from './tab-bar.tsx';

/** How the editor looks; from the settings. */
export interface EditorLook {
  readonly theme: keyof typeof MONACO_THEME;
  readonly fontSize: number;
  readonly tabSize: number;
  readonly wordWrap: boolean;
  /** Show the list of suggestions at every letter; without, at `.` and the like, and when asked for. */
  readonly listWhileTyping: boolean;
}

interface EditorPaneProps {
  readonly look: EditorLook;
  /** Gives other features what they may ask of the editor. */
  readonly onReady: (port: EditorPort) => void;
  /** Called with the cursor, and when the selection starts or ends. */
  readonly onCursor: (line: number, column: number, selected: boolean) => void;
  /** Tell which rule keeps a file from models. */
  readonly onExplain: (path: string) => void;
}

/** Tabs and one Monaco editor that shows the active one. */
export function EditorPane({ look, onReady, onCursor, onExplain }: EditorPaneProps) {
  const { tabs, active, goTo } = useEditor();
  const tab = tabs.find((t) => t.path === active);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const shown = useRef<string | null>(null);
  const [comparing, setComparing] = useState<string | null>(null);

  useEffect(() => {
    if (!host.current) return undefined;
    const created = monaco.editor.create(host.current, {
      model: null,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      fontFamily: 'var(--mono)',
      inlineSuggest: { enabled: true },
      accessibilitySupport: 'auto',
      ariaLabel: 'Text editor',
      padding: { top: 8 },
      renderLineHighlight: 'line',
      smoothScrolling: true,
      // Words of the file alone are noise beside a model's completions.
      wordBasedSuggestions: 'off',
      fixedOverflowWidgets: true,
    });
    editor.current = created;
    const told = created.onDidChangeCursorSelection(({ selection }) => {
      onCursor(selection.positionLineNumber, selection.positionColumn, !selection.isEmpty());
    });
    const views = followViews(created, () => shown.current);
    onReady(portOf(created, () => shown.current));
    return () => {
      views.dispose();
      told.dispose();
      created.dispose();
      editor.current = null;
    };
  }, [onReady, onCursor]);

  useEffect(() => {
    monaco.editor.setTheme(MONACO_THEME[look.theme]);
    editor.current?.updateOptions({
      fontSize: look.fontSize,
      tabSize: look.tabSize,
      wordWrap: look.wordWrap ? 'on' : 'off',
      // Monaco's own way, to wait for ghost text, gives it up after 750 ms; many a model takes longer.
      quickSuggestions: look.listWhileTyping ? { other: 'on', comments: 'off', strings: 'off' } : false,
    });
  }, [look]);

  const error = tab?.error ?? null;
  useEffect(() => {
    const current = editor.current;
    if (!current) return;
    const before = shown.current === null ? undefined : documentOf(shown.current);
    if (before && !before.model.isDisposed()) before.view = current.saveViewState();
    const next = active === null || error !== null ? undefined : documentOf(active);
    shown.current = next ? active : null;
    current.setModel(next?.model ?? null);
    if (next?.view) current.restoreViewState(next.view);
    if (next) {
      takeFocus(current);
      const { lineNumber, column } = current.getPosition() ?? { lineNumber: 1, column: 1 };
      onCursor(lineNumber, column, current.getSelection()?.isEmpty() === false);
    }
  }, [active, error, onCursor]);
  useEffect(() => {
    if (goTo === null) return;
    const range = new monaco.Range(goTo.line, goTo.column, goTo.endLine, goTo.endColumn);
    editor.current?.setSelection(range);
    editor.current?.revealRangeInCenterIfOutsideViewport(range);
    if (editor.current) takeFocus(editor.current);
    useEditor.setState({ goTo: null });
  }, [goTo]);
  useEffect(() => {
    editor.current?.updateOptions({ readOnly: tab?.readOnly ?? false });
  }, [tab?.readOnly]);

  return (
    <section className="editor-pane" aria-label="Editor">
      <TabBar onExplain={onExplain} />
      {tab && tab.disk !== 'same' ? (
        <DiskBanner
          tab={tab}
          onCompare={() => {
            setComparing(tab.path);
          }}
        />
      ) : null}
      {tab?.readOnly === true ? <p className="banner">This file is read-only.</p> : null}
      {tab && error !== null ? (
        <div className="empty" role="alert">
          <h2>{baseName(tab.path)}</h2>
          <p>{error}</p>
        </div>
      ) : null}
      <div ref={host} className="monaco-host" hidden={!tab || error !== null} />
      {comparing === null ? null : (
        <Compare
          path={comparing}
          onClose={() => {
            setComparing(null);
          }}
        />
      )}
    </section>
  );
}

/** A file that was opened takes the focus, but not from a dialog that was opened meanwhile: what is typed is for that. */
function takeFocus(editor: monaco.editor.ICodeEditor): void {
  if (document.querySelector('[role="dialog"]') === null) editor.focus();
}

function DiskBanner({ tab: { path, disk, dirty }, onCompare }: { readonly tab: Tab; readonly onCompare: () => void }) {
  const name = baseName(path);
  return disk === 'removed' ? (
    <div className="banner warning" role="alert">
      <span>{name} was removed on disk. Your text is still here.</span>
      <button type="button" className="button" onClick={() => void saveFile(path, true)}>
        Save it again
      </button>
    </div>
  ) : (
    <div className="banner warning" role="alert">
      <span>{dirty ? `${name} changed on disk, and you changed it here.` : `${name} changed on disk.`}</span>
      <button type="button" className="button" onClick={onCompare}>
        Compare
      </button>
      <button type="button" className="button" onClick={() => void saveFile(path, true)}>
        Overwrite with mine
      </button>
      <button type="button" className="button" onClick={() => void reloadFile(path)}>
        Take the one on disk
      </button>
    </div>
  );
}

/** What is on disk beside what is on screen. */
function Compare({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  return (
    <Modal
      wide
      title={`${baseName(path)}: on disk and here`}
      description="Left: the file on disk. Right: your text."
      onClose={onClose}
    >
      <Differences path={path} />
    </Modal>
  );
}

/** Within the dialog, whose content is there only some time after the dialog. */
function Differences({ path }: { readonly path: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const mine = documentOf(path)?.model;
    const onDisk = monaco.editor.createModel('', mine?.getLanguageId());
    const diff = monaco.editor.createDiffEditor(host.current, {
      readOnly: true,
      automaticLayout: true,
      originalEditable: false,
      // The dialog says which side is which.
      useInlineViewWhenSpaceIsLimited: false,
    });
    diff.setModel(mine ? { original: onDisk, modified: mine } : null);
    call('files.read', { path }).then((file) => {
      onDisk.setValue(file.text);
    }, notifyError);
    return () => {
      diff.dispose();
      onDisk.dispose();
    };
  }, [path]);
  return <div ref={host} className="compare" />;
}

function portOf(editor: monaco.editor.IStandaloneCodeEditor, shown: () => string | null): EditorPort {
  return {
    activeFile: shown,
    selection: () => {
      const path = shown();
      const selection = editor.getSelection();
      const model = editor.getModel();
      if (path === null || !selection || !model || selection.isEmpty()) return null;
      const { startLineNumber: startLine, endLineNumber: endLine } = selection;
      return { path, startLine, endLine, text: model.getValueInRange(selection) };
    },
    recentEdits,
    problems: () => {
      const resource = editor.getModel()?.uri;
      if (!resource) return [];
      return monaco.editor
        .getModelMarkers({ resource, take: 200 })
        .filter((m) => m.severity >= monaco.MarkerSeverity.Warning)
        .map((m) => ({ line: m.startLineNumber, message: m.message.slice(0, 2000) }));
    },
    insert: (text) => {
      const selection = editor.getSelection();
      if (shown() === null || !selection) return false;
      editor.pushUndoStop();
      editor.executeEdits('chat', [{ range: selection, text, forceMoveMarkers: true }]);
      editor.pushUndoStop();
      editor.focus();
      return true;
    },
    runAction: (id) => {
      editor.focus();
      void editor.getAction(id)?.run();
    },
    focus: () => {
      editor.focus();
    },
  };
}
