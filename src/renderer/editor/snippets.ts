import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { z } from '../../shared/schemas/zod.ts';
import { monaco } from './monaco-setup.ts';

/** A snippet of the user's. */
export interface Snippet {
  readonly name: string;
  readonly prefixes: readonly string[];
  /** With tab stops, placeholders, choices and variables as VS Code has them. */
  readonly body: string;
  readonly description: string;
  /** Ids of languages; `null`: all. */
  readonly languages: readonly string[] | null;
}

const Lines = z.union([z.string(), z.array(z.string()).max(10_000)]);
const Entry = z.object({
  prefix: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)]),
  body: Lines,
  description: Lines.optional(),
  scope: z.string().optional(),
});

/** What a file of snippets says, as far as it can be used; no text makes this throw. @returns problems in words */
export function readSnippets(text: string): { readonly snippets: Snippet[]; readonly problems: string[] } {
  if (text.trim() === '') return { snippets: [], problems: [] };
  const errors: ParseError[] = [];
  let held: unknown;
  try {
    held = parse(text, errors, { allowTrailingComma: true });
  } catch {
    return { snippets: [], problems: ['It is nested deeper than can be read.'] };
  }
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    return { snippets: [], problems: [`Line ${String(line)}: ${printParseErrorCode(error.error)}.`] };
  }
  if (typeof held !== 'object' || held === null || Array.isArray(held))
    return { snippets: [], problems: ['It is not an object with a snippet for each name.'] };
  const problems: string[] = [];
  const snippets = Object.entries(held).flatMap(([name, value]): Snippet[] => {
    const parsed = Entry.safeParse(value);
    if (!parsed.success) {
      problems.push(`“${name.slice(0, 80)}” needs a prefix and a body.`);
      return [];
    }
    const { prefix, body, description = '', scope } = parsed.data;
    const languages =
      scope
        ?.split(',')
        .map((id) => id.trim())
        .filter((id) => id !== '') ?? [];
    return [
      {
        name,
        prefixes: [prefix].flat(),
        body: [body].flat().join('\n'),
        description: [description].flat().join(' '),
        languages: languages.length === 0 ? null : languages,
      },
    ];
  });
  return { snippets, problems };
}

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
