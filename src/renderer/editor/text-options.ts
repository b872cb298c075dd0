import type { monaco } from './monaco-setup.ts';
import type { EditorLook } from './editor-context.ts';
import { t } from '../../shared/messages/t.ts';

/** What every editor of a file's text begins with. */
export const TEXT_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  scrollBeyondLastLine: false,
  fontFamily: 'var(--mono)',
  inlineSuggest: { enabled: true },
  accessibilitySupport: 'auto',
  ariaLabel: t('Text editor'),
  padding: { top: 8 },
  renderLineHighlight: 'line',
  // Words of the file alone are noise beside a model's completions.
  wordBasedSuggestions: 'off',
  // Types and names that are not in the text show while Ctrl+Alt is held, so that a line is what it says.
  inlayHints: { enabled: 'offUnlessPressed' },
  fixedOverflowWidgets: true,
  // A tab that is dragged over a text is to go to its group, and a file is not to become text.
  dropIntoEditor: { enabled: false },
};

/** What follows from the settings. */
export function lookOptions(look: EditorLook): monaco.editor.IEditorOptions & monaco.editor.IGlobalEditorOptions {
  return {
    fontSize: look.fontSize,
    fontFamily: look.fontFamily === '' ? 'var(--mono)' : look.fontFamily,
    tabSize: look.tabSize,
    insertSpaces: look.insertSpaces,
    lineNumbers: look.lineNumbers,
    renderWhitespace: look.renderWhitespace,
    cursorStyle: look.cursorStyle,
    wordWrap: look.wordWrap ? 'on' : 'off',
    folding: true,
    occurrencesHighlight: 'singleFile',
    minimap: { enabled: look.minimap },
    stickyScroll: { enabled: look.stickyScroll },
    // Monaco's own way, to wait for ghost text, gives it up after 750 ms; many a model takes longer.
    quickSuggestions: look.listWhileTyping ? { other: 'on', comments: 'off', strings: 'off' } : false,
  };
}

/** What a large text is shown with in place of the settings. */
export const LARGE_OPTIONS: monaco.editor.IEditorOptions = {
  minimap: { enabled: false },
  stickyScroll: { enabled: false },
  quickSuggestions: false,
  wordWrap: 'off',
  folding: false,
  occurrencesHighlight: 'off',
};
