import { toMonacoRange } from '../text-range.ts';
import type { FileEdits, LanguageSuggestion } from '../../../shared/schemas/language.ts';
import { monaco } from '../monaco-setup.ts';

const { CompletionItemKind, CompletionItemInsertTextRule, CompletionItemTag, SymbolKind } = monaco.languages;

const KINDS: Readonly<Record<string, monaco.languages.CompletionItemKind>> = {
  text: CompletionItemKind.Text,
  method: CompletionItemKind.Method,
  function: CompletionItemKind.Function,
  constructor: CompletionItemKind.Constructor,
  field: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  class: CompletionItemKind.Class,
  interface: CompletionItemKind.Interface,
  module: CompletionItemKind.Module,
  property: CompletionItemKind.Property,
  unit: CompletionItemKind.Unit,
  value: CompletionItemKind.Value,
  enum: CompletionItemKind.Enum,
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  color: CompletionItemKind.Color,
  file: CompletionItemKind.File,
  reference: CompletionItemKind.Reference,
  folder: CompletionItemKind.Folder,
  enumMember: CompletionItemKind.EnumMember,
  constant: CompletionItemKind.Constant,
  struct: CompletionItemKind.Struct,
  event: CompletionItemKind.Event,
  operator: CompletionItemKind.Operator,
  typeParameter: CompletionItemKind.TypeParameter,
};

/** Markdown of a server: no commands, no HTML. */
export function markdown(value: string): monaco.IMarkdownString {
  return { value, isTrusted: false, supportHtml: false, supportThemeIcons: false };
}

/** @param word what is replaced where the server does not say */
export function toMonacoSuggestion(
  item: LanguageSuggestion,
  word: monaco.IRange,
): monaco.languages.CompletionItem & { token: string | null } {
  return {
    label: { label: item.label, detail: item.detail, description: item.description },
    kind: KINDS[item.kind] ?? CompletionItemKind.Text,
    insertText: item.insertText,
    range: item.range === null ? word : toMonacoRange(item.range),
    sortText: item.sortText,
    filterText: item.filterText,
    preselect: item.preselect,
    commitCharacters: [...item.commitCharacters],
    additionalTextEdits: item.also.map(({ text, ...range }) => ({ range: toMonacoRange(range), text })),
    ...(item.documentation === '' ? {} : { documentation: markdown(item.documentation) }),
    ...(item.snippet ? { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(item.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    token: item.token,
  };
}

const SYMBOL_KINDS: ReadonlyMap<number, monaco.languages.SymbolKind> = new Map(
  Object.values(SymbolKind).flatMap((kind) => (typeof kind === 'string' ? [] : [[kind, kind] as const])),
);

/** LSP counts kinds of symbols from 1, Monaco from 0. */
export function toSymbolKind(kind: number): monaco.languages.SymbolKind {
  return SYMBOL_KINDS.get(kind - 1) ?? SymbolKind.Variable;
}

/** The edits of one file, for Monaco. */
export function toMonacoEdits({ edits }: FileEdits): monaco.languages.TextEdit[] {
  return edits.map((edit) => ({ range: toMonacoRange(edit), text: edit.text }));
}
