import type { TextRange } from '../../shared/schemas/search.ts';
import type { monaco } from './monaco-setup.ts';
import { toMonacoRange } from './text-range.ts';

/** A symbol as it stands in a flat list: those that it is in come before. */
export interface LevelSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: monaco.languages.SymbolKind;
  /** How deep within others. */
  readonly level: number;
  readonly range: TextRange;
  readonly nameRange: TextRange;
}

/** Symbols within those that they are in, as Monaco has them. */
export function nestSymbols(symbols: readonly LevelSymbol[]): monaco.languages.DocumentSymbol[] {
  const roots: monaco.languages.DocumentSymbol[] = [];
  /** Those that the next one may be in, by level. */
  const open: monaco.languages.DocumentSymbol[] = [];
  for (const { name, detail, kind, level, range, nameRange } of symbols) {
    const symbol: monaco.languages.DocumentSymbol = {
      name,
      detail,
      kind,
      tags: [],
      range: toMonacoRange(range),
      selectionRange: toMonacoRange(nameRange),
      children: [],
    };
    open.length = Math.min(open.length, level);
    (open.at(-1)?.children ?? roots).push(symbol);
    open.push(symbol);
  }
  return roots;
}
