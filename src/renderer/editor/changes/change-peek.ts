import { monaco } from '../monaco-setup.ts';
import { pathOf } from '../text-uri.ts';
import { activeEditor } from '../group-editors.ts';
import { linesOf, type Lines } from '../text-range.ts';
import { changesOf, onChanges } from './changed-lines.ts';
import { changeAt, isSameChange, type LineChange } from './line-changes.ts';
import { t } from '../../../shared/messages/t.ts';

/** What can be done with a change; the composition root hands it over. */
interface ChangeActions {
  readonly stage: (path: string, change: LineChange) => Promise<void>;
  readonly revert: (path: string, change: LineChange) => Promise<void>;
}
let actions: ChangeActions | null = null;

/** Older lines that are shown at once; the others are scrolled to. */
const SHOWN_LINES = 12;

let open: { readonly path: string; readonly close: () => void } | null = null;

/** Show the older lines of a change below it, where the marks beside lines are clicked. Call once. */
export function followChangePeeks(to: ChangeActions): void {
  actions = to;
  monaco.editor.onDidCreateEditor((created) => {
    const editor = created as monaco.editor.IStandaloneCodeEditor;
    editor.onMouseDown(({ target }) => {
      const model = editor.getModel();
      const { element, position } = target;
      if (!model || !position || element?.classList.contains('change-mark') !== true) return;
      const path = pathOf(model);
      const change = changeAt(changesOf(path)?.changes ?? [], position.lineNumber - 1);
      if (change) peek(editor, path, change);
    });
  });
  // The change that it is about may be another one now.
  onChanges((path) => {
    if (open?.path === path) open.close();
  });
}

/** The change that the cursor is in, with its file. */
export function changeAtCursor(): { readonly path: string; readonly change: LineChange } | null {
  const active = activeEditor();
  const path = active?.shown() ?? null;
  const position = active?.editor.getPosition();
  if (path === null || !position) return null;
  const change = changeAt(changesOf(path)?.changes ?? [], position.lineNumber - 1);
  return change ? { path, change } : null;
}

/** The lines that are selected, or the one of the cursor; counted from 0. */
export function selectedLines(): (Lines & { readonly path: string }) | null {
  const active = activeEditor();
  const path = active?.shown() ?? null;
  const selection = active?.editor.getSelection();
  return path === null || !selection ? null : { path, ...linesOf(selection) };
}

/** Show the change at the cursor. */
export function peekAtCursor(): void {
  const at = changeAtCursor();
  const editor = activeEditor()?.editor;
  if (at && editor) peek(editor, at.path, at.change);
}

/** Go to the next change in the file on screen, or to the one before. */
export function stepChange(step: 1 | -1): void {
  const active = activeEditor();
  const path = active?.shown() ?? null;
  const line = (active?.editor.getPosition()?.lineNumber ?? 1) - 1;
  const changes = path === null ? [] : (changesOf(path)?.changes ?? []);
  const next =
    step === 1
      ? (changes.find(({ start }) => start > line) ?? changes[0])
      : (changes.findLast(({ start, count }) => start + Math.max(1, count) <= line) ?? changes.at(-1));
  if (!active || !next) return;
  const at = Math.max(1, Math.min(next.start + 1, active.editor.getModel()?.getLineCount() ?? 1));
  active.editor.setPosition({ lineNumber: at, column: 1 });
  active.editor.revealLineInCenterIfOutsideViewport(at);
  active.editor.focus();
}

function peek(editor: monaco.editor.IStandaloneCodeEditor, path: string, change: LineChange): void {
  open?.close();
  const all = changesOf(path);
  if (!all) return;
  const old = all.older.slice(change.oldStart, change.oldStart + change.oldCount);
  const at = all.changes.findIndex((each) => isSameChange(each, change)) + 1;
  const lineHeight = editor.getOption(monaco.editor.EditorOption.lineHeight);
  const box = document.createElement('div');
  box.className = 'change-peek';
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', t('Change {at} of {changes}', { at, changes: all.changes.length }));
  const bar = document.createElement('div');
  bar.className = 'change-peek-bar';
  const title = document.createElement('span');
  title.textContent = t('Change {at} of {changes}', { at, changes: all.changes.length });
  bar.append(
    title,
    button('add', t('Stage the change'), () => void actions?.stage(path, change)),
    button('discard', t('Revert the change'), () => {
      close();
      void actions?.revert(path, change);
      editor.focus();
    }),
    button('close', t('Close'), () => {
      close();
      editor.focus();
    }),
  );
  const text = document.createElement('pre');
  // Never as markup: it is what is in a file.
  text.textContent = old.length === 0 ? t('These lines are new.') : old.join('\n');
  text.className = old.length === 0 ? 'muted' : 'older';
  text.tabIndex = 0;
  text.setAttribute('aria-label', t('Lines as they were'));
  box.append(bar, text);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
    editor.focus();
  });

  const height = Math.min(Math.max(old.length, 1), SHOWN_LINES) * lineHeight + 40;
  box.style.height = `${String(height)}px`;
  const { contentLeft, contentWidth } = editor.getLayoutInfo();
  box.style.left = `${String(contentLeft)}px`;
  box.style.width = `${String(contentWidth)}px`;
  const font = editor.getOption(monaco.editor.EditorOption.fontInfo) as { fontFamily: string; fontSize: number };
  text.style.font = `${String(font.fontSize)}px/${String(lineHeight)}px ${font.fontFamily}`;

  let zone = '';
  editor.changeViewZones((zones) => {
    zone = zones.addZone({
      afterLineNumber: change.start + change.count,
      heightInPx: height,
      domNode: document.createElement('div'),
      onDomNodeTop: (top) => {
        box.style.top = `${String(top)}px`;
      },
    });
  });
  const widget: monaco.editor.IOverlayWidget = {
    getId: () => 'codegrex.change-peek',
    getDomNode: () => box,
    getPosition: () => null,
  };
  editor.addOverlayWidget(widget);
  const gone = [editor.onDidChangeModel(close), editor.onDidDispose(forget)];
  const current = { path, close };
  open = current;
  box.querySelector('button')?.focus();

  function forget(): void {
    if (open === current) open = null;
    for (const listener of gone) listener.dispose();
  }
  function close(): void {
    forget();
    editor.removeOverlayWidget(widget);
    editor.changeViewZones((zones) => {
      zones.removeZone(zone);
    });
  }
}

function button(icon: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'icon-button';
  made.title = label;
  made.setAttribute('aria-label', label);
  const drawn = document.createElement('span');
  drawn.className = `codicon codicon-${icon}`;
  drawn.setAttribute('aria-hidden', 'true');
  made.append(drawn);
  made.addEventListener('click', act);
  return made;
}
