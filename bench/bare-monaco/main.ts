import * as monaco from 'monaco-editor';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import CssWorker from 'monaco-editor/language/css/css.worker.js?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker.js?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker.js?worker';
import TsWorker from 'monaco-editor/language/typescript/ts.worker.js?worker';

/**
 * Monaco alone, as what we build on and measure ourselves against: one editor with one file. Asked with
 * `?file=NAME`, and `&generate=URL&model=NAME#PAUSE` for completions straight from an Ollama server, PAUSE ms after a key.
 */
const WORKERS: Readonly<Record<string, new () => Worker>> = {
  json: JsonWorker,
  css: CssWorker,
  html: HtmlWorker,
  typescript: TsWorker,
  javascript: TsWorker,
};
globalThis.MonacoEnvironment = { getWorker: (_id, label) => new (WORKERS[label] ?? EditorWorker)() };

const asked = new URLSearchParams(location.search);
const file = asked.get('file') ?? '';
const text = await (await fetch(`./project/${file}`)).text();
const element = document.getElementById('editor');
if (!element) throw new Error('The page has no place for the editor.');
const editor = monaco.editor.create(element, {
  model: monaco.editor.createModel(text, undefined, monaco.Uri.file(`/${file}`)),
  automaticLayout: true,
  minimap: { enabled: false },
  wordBasedSuggestions: 'off',
});
editor.focus();

const url = asked.get('generate');
if (url !== null) {
  monaco.languages.registerInlineCompletionsProvider(
    { pattern: '**' },
    {
      get debounceDelayMs() {
        return Number(location.hash.slice(1));
      },
      provideInlineCompletions: async (model, position) => {
        const offset = model.getOffsetAt(position);
        const all = model.getValue();
        const body = {
          model: asked.get('model'),
          prompt: all.slice(0, offset),
          suffix: all.slice(offset),
          stream: true,
          options: { stop: ['\n'] },
        };
        const answer = await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text();
        const insertText = answer
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { response: string }).response)
          .join('');
        const { lineNumber, column } = position;
        return { items: [{ insertText, range: new monaco.Range(lineNumber, column, lineNumber, column) }] };
      },
      disposeInlineCompletions: () => undefined,
    },
  );
}
