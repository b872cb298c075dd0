import * as monaco from 'monaco-editor';
import CssWorker from 'monaco-editor/language/css/css.worker.js?worker';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker.js?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker.js?worker';
import TsWorker from 'monaco-editor/language/typescript/ts.worker.js?worker';

/** Monaco with its workers from our own bundle, and our themes. Imported once, before any editor. */
globalThis.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => {
    switch (label) {
      case 'json':
        return new JsonWorker();
      case 'css':
      case 'scss':
      case 'less':
        return new CssWorker();
      case 'html':
      case 'handlebars':
      case 'razor':
        return new HtmlWorker();
      case 'typescript':
      case 'javascript':
        return new TsWorker();
      default:
        return new EditorWorker();
    }
  },
};

// One file at a time knows nothing of the project: what it could not resolve is not an error.
for (const defaults of [monaco.typescript.typescriptDefaults, monaco.typescript.javascriptDefaults]) {
  defaults.setDiagnosticsOptions({ noSemanticValidation: true, noSuggestionDiagnostics: true });
  // The language server knows the whole project, and this would say the same a second time, or less. It cannot be
  // turned on again, once a file of the language was open; symbols are there without a server too.
  defaults.setModeConfiguration({
    completionItems: false,
    hovers: false,
    documentSymbols: true,
    definitions: false,
    references: false,
    documentHighlights: false,
    rename: false,
    diagnostics: true,
    documentRangeFormattingEdits: false,
    signatureHelp: false,
    onTypeFormattingEdits: true,
    codeActions: false,
    inlayHints: false,
  });
  defaults.setCompilerOptions({
    ...defaults.getCompilerOptions(),
    allowNonTsExtensions: true,
    jsx: monaco.typescript.JsxEmit.Preserve,
    target: monaco.typescript.ScriptTarget.ESNext,
  });
}

// Monaco has a key for the next word of a completion, Ctrl+Right, and none for the next line.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.DownArrow,
  command: 'editor.action.inlineSuggest.acceptNextLine',
  when: 'inlineSuggestionVisible && !editorReadonly',
});

monaco.editor.defineTheme('codegrex-light', {
  base: 'vs',
  inherit: true,
  rules: [],
  colors: {
    'editor.background': '#ffffff',
    'editorGutter.background': '#ffffff',
    'editorGhostText.foreground': '#6b7675',
    ...marginOfNextEdit('#14655f', '#d3e6e2', '#10403c'),
  },
});
monaco.editor.defineTheme('codegrex-dark', {
  base: 'vs-dark',
  inherit: true,
  // Monaco's own colours for these are too dark to read on our grey.
  rules: [
    { token: 'comment', foreground: '74a05f' },
    { token: 'regexp', foreground: 'c27fa6' },
  ],
  colors: {
    'editor.background': '#1b1f20',
    'editorGutter.background': '#1b1f20',
    'editorGhostText.foreground': '#7f8b8a',
    ...marginOfNextEdit('#5fcbbc', '#1f403d', '#d8f5f0'),
  },
});

/** Monaco's own colours for the mark of a next edit are of another house, and the number in it can hardly be read. */
function marginOfNextEdit(border: string, background: string, foreground: string): Record<string, string> {
  const kinds = ['primary', 'secondary', 'successful'].flatMap((kind) => [
    [`inlineEdit.gutterIndicator.${kind}Border`, border],
    [`inlineEdit.gutterIndicator.${kind}Background`, background],
    [`inlineEdit.gutterIndicator.${kind}Foreground`, foreground],
  ]);
  return Object.fromEntries(kinds) as Record<string, string>;
}

const BASES = { light: 'vs', dark: 'vs-dark', 'hc-light': 'hc-light', 'hc-dark': 'hc-black' } as const;

/** Make the theme `custom` what the user imported. One that is in use changes at once. */
export function defineCustomTheme(theme: {
  readonly base: keyof typeof BASES;
  readonly colors: Readonly<Record<string, string>>;
  readonly rules: readonly { readonly token: string; readonly foreground?: string; readonly fontStyle?: string }[];
}): void {
  monaco.editor.defineTheme('codegrex-custom', {
    base: BASES[theme.base],
    inherit: true,
    rules: [...theme.rules],
    colors: { ...theme.colors },
  });
}
defineCustomTheme({ base: 'dark', colors: {}, rules: [] });

/** Theme names of the app and Monaco's for them. */
export const MONACO_THEME = {
  light: 'codegrex-light',
  dark: 'codegrex-dark',
  'hc-light': 'hc-light',
  'hc-dark': 'hc-black',
  custom: 'codegrex-custom',
} as const;

export { monaco };
