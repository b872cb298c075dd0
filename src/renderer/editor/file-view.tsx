import { toMonacoRange } from './text-range.ts';
import { use, useEffect, useRef } from 'react';
import { baseName } from '../ui/format.ts';
import { compareWithSaved } from './compare-with-saved.ts';
import { applyIndentation, useConventions } from './conventions.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { documentOf, reloadFile, saveFile, useEditor, type Tab } from './editor-store.ts';
import { keepShownViews, registerEditor } from './group-editors.ts';
import { reopenWith } from './file-encoding.ts';
import { groupOf } from './groups.ts';
import { useGroups } from './groups-store.ts';
import { MONACO_THEME, monaco } from './monaco-setup.ts';
import { LARGE_OPTIONS, TEXT_OPTIONS, lookOptions } from './text-options.ts';
import { startVim } from './vim.ts';
import { forgetViewsOf, keepView, viewOf } from './view-states.ts';
import { followViews } from './view-history.ts';
import { t } from '../../shared/messages/t.ts';

/** The last call for the focus that was answered. */
let focusTaken = 0;

function isFocusFree(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || now.closest('.editor-pane') !== null;
}

interface FileViewProps {
  readonly group: string;
  /** The file on screen in the group; `null` while it shows something else. */
  readonly path: string | null;
}

/** The text editor of one group, with what there is to be said of the file in it. */
export function FileView({ group, path }: FileViewProps) {
  const { look, onCursor } = use(EditorContext) as EditorSurroundings;
  const tab = useEditor((s) => s.tabs.find((t) => t.path === path));
  const { active, goTo, focused } = useGroups();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const shown = useRef<string | null>(null);
  const vimStatus = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!host.current) return undefined;
    const created = monaco.editor.create(host.current, TEXT_OPTIONS);
    editor.current = created;
    const told = created.onDidChangeCursorSelection(({ selection }) => {
      if (useGroups.getState().active === group)
        onCursor(selection.positionLineNumber, selection.positionColumn, !selection.isEmpty());
    });
    const views = followViews(created, () => shown.current);
    const unregister = registerEditor(group, { editor: created, shown: () => shown.current });
    return () => {
      if (shown.current !== null) keepView(group, shown.current, created);
      // A group that is only drawn anew shows its files as it did.
      if (!groupOf(useGroups.getState(), group)) forgetViewsOf(group);
      shown.current = null;
      unregister();
      views.dispose();
      told.dispose();
      created.dispose();
      editor.current = null;
    };
  }, [group, onCursor]);

  const large = path !== null && documentOf(path)?.large === true;
  useEffect(() => {
    monaco.editor.setTheme(MONACO_THEME[look.theme]);
    editor.current?.updateOptions({ ...lookOptions(look), ...(large ? LARGE_OPTIONS : {}) });
    applyIndentation();
  }, [look, large]);
  const longest = useConventions((s) => (path === null ? null : (s.files[path]?.maxLineLength ?? null)));
  useEffect(() => {
    editor.current?.updateOptions({ rulers: longest === null ? [] : [longest] });
  }, [longest]);

  const error = tab?.error ?? null;
  /** What is there to be drawn; another text of the same file is another. */
  const model = path === null || error !== null ? undefined : documentOf(path)?.model;
  useEffect(() => {
    const current = editor.current;
    if (!current) return;
    if (shown.current !== null && shown.current !== path) keepView(group, shown.current, current);
    // A group that was split off begins where the other one is.
    if (path !== null && shown.current !== path) keepShownViews(path);
    shown.current = model ? path : null;
    if (current.getModel() === (model ?? null)) return;
    current.setModel(model ?? null);
    const view = model && path !== null ? viewOf(group, path) : null;
    if (view) current.restoreViewState(view);
  }, [group, path, model]);
  const isActive = active === group;
  useEffect(() => {
    const current = editor.current;
    if (!current || !model || !isActive) return;
    const { lineNumber, column } = current.getPosition() ?? { lineNumber: 1, column: 1 };
    onCursor(lineNumber, column, current.getSelection()?.isEmpty() === false);
  }, [isActive, model, onCursor]);
  useEffect(() => {
    if (!editor.current || !model || useGroups.getState().active !== group) return;
    // Another text alone takes the focus from no other part of the window.
    if (focused === focusTaken && !isFocusFree()) return;
    focusTaken = focused;
    takeFocus(editor.current);
  }, [group, model, focused]);
  useEffect(() => {
    if (goTo === null || !isActive) return;
    const range = toMonacoRange(goTo);
    editor.current?.setSelection(range);
    editor.current?.revealRangeInCenterIfOutsideViewport(range);
    useGroups.setState({ goTo: null });
  }, [goTo, isActive]);
  useEffect(() => {
    editor.current?.updateOptions({ readOnly: tab?.readOnly ?? false });
  }, [tab?.readOnly]);

  useEffect(() => {
    const current = editor.current;
    if (!look.vim || !current || !vimStatus.current) return undefined;
    return startVim(current, vimStatus.current, () => {
      if (shown.current !== null) void saveFile(shown.current);
    });
  }, [look.vim, group]);

  return (
    <>
      {tab && tab.disk !== 'same' ? <DiskBanner tab={tab} /> : null}
      {large ? (
        <p className="banner">
          {t(
            'This file is large: it is shown without highlighting, completions, symbols and minimap, so that typing stays quick.',
          )}
        </p>
      ) : null}
      {tab?.readOnly === true ? <p className="banner">{t('This file is read-only.')}</p> : null}
      {tab && error !== null ? (
        <div className="empty" role="alert">
          <h2>{baseName(tab.path)}</h2>
          <p>{error.message}</p>
          {error.code === 'file-in-other-encoding' ? (
            <button type="button" className="button" onClick={() => void reopenWith(tab.path)}>
              {t('Reopen with encoding…')}
            </button>
          ) : null}
        </div>
      ) : null}
      <div ref={host} className="monaco-host" hidden={!tab || error !== null} />
      {look.vim ? (
        <div ref={vimStatus} className="vim-status" role="status" aria-label="Vim" hidden={!tab || error !== null} />
      ) : null}
    </>
  );
}

/** A file that was opened takes the focus, but not from a dialog that was opened meanwhile: what is typed is for that. */
function takeFocus(editor: monaco.editor.ICodeEditor): void {
  if (document.querySelector('[role="dialog"]') === null) editor.focus();
}

function DiskBanner({ tab: { path, disk, dirty } }: { readonly tab: Tab }) {
  const name = baseName(path);
  return disk === 'removed' ? (
    <div className="banner warning" role="alert">
      <span>{t('{name} was removed on disk. Your text is still here.', { name })}</span>
      <button type="button" className="button" onClick={() => void saveFile(path, true)}>
        {t('Save it again')}
      </button>
    </div>
  ) : (
    <div className="banner warning" role="alert">
      <span>
        {dirty
          ? t('{name} changed on disk, and you changed it here.', { name })
          : t('{name} changed on disk.', { name })}
      </span>
      <button type="button" className="button" onClick={() => void compareWithSaved(path)}>
        {t('Compare')}
      </button>
      <button type="button" className="button" onClick={() => void saveFile(path, true)}>
        {t('Overwrite with mine')}
      </button>
      <button type="button" className="button" onClick={() => void reloadFile(path)}>
        {t('Take the one on disk')}
      </button>
    </div>
  );
}
