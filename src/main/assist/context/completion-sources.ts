import { asComment } from '../../../shared/language-marks.ts';
import type { ContextPiece } from '../../../privacy/payload.ts';
import type { CompletionHint } from '../../../shared/schemas/chat-and-completion.ts';
import type { CompletionReader } from './completion-reader.ts';
import { importedPieces } from './imported-pieces.ts';

/** Pieces of one kind, the most useful first. Rejects where nothing of it may or can be read. */
type CompletionSource<H extends CompletionHint> = (
  hint: H,
  reader: CompletionReader,
) => Promise<readonly ContextPiece[]>;

type Snippets = Extract<CompletionHint, { items: readonly { text: string }[] }>;

/** Text of places, less those that models may not read. The editor names them with the latest last. */
async function places(
  items: Snippets['items'],
  { readable }: CompletionReader,
  latestFirst: boolean,
): Promise<ContextPiece[]> {
  const { items: allowed } = await readable.permitted(items, (item) => item.path);
  const pieces = allowed.map(({ path, text }) => ({ path, text }));
  return latestFirst ? pieces.reverse() : pieces;
}

/**
 * Every surface from which a completion takes text, besides the file itself. A new kind of hint does
 * not compile without an entry here, and gets at the workspace only through {@link Readable}.
 */
export const COMPLETION_SOURCES: {
  readonly [K in CompletionHint['kind']]: CompletionSource<Extract<CompletionHint, { kind: K }>>;
} = {
  imports: importedPieces,
  similar: ({ items }, reader) => places(items, reader, false),
  views: ({ items }, reader) => places(items, reader, true),
  recentEdits: ({ items }, reader) => places(items, reader, true),
  diagnostics: async ({ path, languageId, items }, { readable }) => {
    await readable.assertReadable(path);
    if (items.length === 0) return [];
    const lines = items.map(({ line, message }) => `Line ${String(line)}: ${message}`);
    return [{ path, text: asComment(lines.join('\n'), languageId) }];
  },
};
