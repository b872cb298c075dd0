import { monaco } from './monaco-setup.ts';
import type { Snippet } from './read-snippets.ts';

let all: readonly Snippet[] = [];

/** Offer these from now on. */
export function setSnippets(snippets: readonly Snippet[]): void {
  all = snippets;
}

/** Offer the user's snippets while typing. Call once. */
export function provideSnippets(): void {
  monaco.languages.registerCompletionItemProvider('*', {
    provideCompletionItems: (model, position) => {
      if (model.uri.scheme !== 'file') return { suggestions: [] };
      const language = model.getLanguageId();
      const word = model.getWordUntilPosition(position);
      const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
      const suggestions = all
        .filter(({ languages }) => languages === null || languages.includes(language))
        .flatMap(({ name, prefixes, body, description }) =>
          prefixes.map((prefix): monaco.languages.CompletionItem => {
            // A prefix may have signs in it, which are no part of a word.
            const begun = longestBegin(line, prefix);
            const start = begun > 0 ? position.column - begun : word.startColumn;
            return {
              label: { label: prefix, description: name },
              kind: monaco.languages.CompletionItemKind.Snippet,
              insertText: body,
              insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
              detail: name,
              documentation: [description, body].filter((part) => part !== '').join('\n\n'),
              range: new monaco.Range(position.lineNumber, start, position.lineNumber, position.column),
            };
          }),
        );
      return { suggestions };
    },
  });
}

/** How many characters of a prefix a line ends with. */
function longestBegin(line: string, prefix: string): number {
  for (let size = Math.min(prefix.length, line.length); size > 0; size--)
    if (line.endsWith(prefix.slice(0, size))) return size;
  return 0;
}
