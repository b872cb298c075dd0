import { nestSymbols, type LevelSymbol } from './nest-symbols.ts';
import { pathOf } from './text-uri.ts';
import { signalOf } from './signal-of.ts';
import { ILanguageFeaturesService } from 'monaco-editor/editor/common/services/languageFeatures.js';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices.js';
import type { CodeSymbol, SymbolKind } from '../../shared/schemas/symbols.ts';
import { LIMITS } from '../../shared/limits.ts';
import { call } from '../bridge/bridge.ts';
import { documentOf, useEditor } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';

/** A symbol of the file on screen, those within others after them. */
export interface FileSymbol {
  readonly name: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly level: number;
  /** Where its name is, from 1. */
  readonly line: number;
  readonly column: number;
  /** The last line of all that belongs to it. */
  readonly endLine: number;
}

/** What of Monaco's registry is used. */
interface Registry {
  readonly documentSymbolProvider: {
    ordered(model: monaco.editor.ITextModel): readonly monaco.languages.DocumentSymbolProvider[];
  };
}

/** Languages that Monaco knows no symbols of, and the core reads. */
const READ_BY_CORE = ['python', 'go', 'rust', 'java', 'c', 'cpp'];

const KINDS: Readonly<Record<SymbolKind, monaco.languages.SymbolKind>> = {
  class: monaco.languages.SymbolKind.Class,
  constant: monaco.languages.SymbolKind.Constant,
  constructor: monaco.languages.SymbolKind.Constructor,
  enum: monaco.languages.SymbolKind.Enum,
  field: monaco.languages.SymbolKind.Field,
  function: monaco.languages.SymbolKind.Function,
  interface: monaco.languages.SymbolKind.Interface,
  method: monaco.languages.SymbolKind.Method,
  module: monaco.languages.SymbolKind.Module,
  struct: monaco.languages.SymbolKind.Struct,
  type: monaco.languages.SymbolKind.Interface,
  variable: monaco.languages.SymbolKind.Variable,
};

/** Let Monaco have the symbols that the core finds: its outline, and what sticks to the top while scrolling, use them. Call once. */
export function provideSymbols(): void {
  monaco.languages.registerDocumentSymbolProvider(READ_BY_CORE, {
    displayName: 'Syntax tree',
    provideDocumentSymbols: async (model, token) => {
      const text = model.getValue();
      if (text.length > LIMITS.codeSymbolsChars) return [];
      const signal = signalOf(token);
      const request = { path: pathOf(model), languageId: model.getLanguageId(), text };
      return nestSymbols((await call('code.symbols', request, signal).catch(() => [])).map(leveled));
    },
  });
}

function leveled({ name, kind, level, nameLine, nameColumn, ...range }: CodeSymbol): LevelSymbol {
  const nameRange = { line: nameLine, column: nameColumn, endLine: nameLine, endColumn: nameColumn };
  return { name, detail: '', kind: KINDS[kind], level, range, nameRange };
}

/** The symbols of the file on screen; `null` where nobody knows any of its language, or there is no file. */
export async function symbolsOfActive(): Promise<readonly FileSymbol[] | null> {
  const { active } = useEditor.getState();
  return active === null ? null : symbolsOf(active);
}

/** The symbols of an open file; `null` where nobody knows any of its language. */
export async function symbolsOf(path: string): Promise<readonly FileSymbol[] | null> {
  const model = documentOf(path)?.model;
  if (!model) return null;
  const { documentSymbolProvider } = StandaloneServices.get(ILanguageFeaturesService) as Registry;
  const source = new monaco.CancellationTokenSource();
  for (const provider of documentSymbolProvider.ordered(model)) {
    const found = await provider.provideDocumentSymbols(model, source.token);
    if (found) return flat(found, 0);
  }
  return null;
}

function flat(symbols: readonly monaco.languages.DocumentSymbol[], level: number): FileSymbol[] {
  return [...symbols]
    .sort((a, b) => monaco.Range.compareRangesUsingStarts(a.range, b.range))
    .flatMap(({ name, kind, range, selectionRange, children }) => [
      {
        name,
        icon: iconOfSymbol(kind),
        level,
        line: selectionRange.startLineNumber,
        column: selectionRange.startColumn,
        endLine: range.endLineNumber,
      },
      ...flat(children ?? [], level + 1),
    ]);
}

/** The codicon of a kind of symbol, as Monaco numbers them: `EnumMember` is drawn as `symbol-enum-member`. */
export function iconOfSymbol(kind: monaco.languages.SymbolKind): string {
  const name = (monaco.languages.SymbolKind as Readonly<Record<number, string | undefined>>)[kind] ?? 'Variable';
  return `symbol-${name.replace(/(?<=.)(?=[A-Z])/g, '-').toLowerCase()}`;
}
