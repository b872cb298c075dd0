import { Count } from './basics.ts';
import { TextRange } from './search.ts';
import { z } from './zod.ts';

export const SymbolKind = z.enum([
  'class',
  'constant',
  'constructor',
  'enum',
  'field',
  'function',
  'interface',
  'method',
  'module',
  'struct',
  'type',
  'variable',
]);

/** Something that a file declares: where all of it stands, and its name. */
export const CodeSymbol = TextRange.extend({
  name: z.string(),
  kind: SymbolKind,
  /** How deep within others; those that it is in come before. */
  level: Count,
  nameLine: z.number().int().positive(),
  nameColumn: z.number().int().positive(),
});

export type SymbolKind = z.infer<typeof SymbolKind>;

export type CodeSymbol = z.infer<typeof CodeSymbol>;
