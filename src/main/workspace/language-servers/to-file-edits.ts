import { AppError } from '../../../shared/app-error.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { FileEdits } from '../../../shared/schemas/language.ts';
import type { TextEdit } from '../../../shared/schemas/search.ts';
import type { z } from '../../../shared/schemas/zod.ts';
import { offsetAt, positionAt } from './places.ts';
import type { TextEdit as LspTextEdit, WorkspaceEdit } from './replies.ts';
import { t } from '../../../shared/messages/t.ts';

type LspEdit = z.infer<typeof LspTextEdit>;

/** What of a workspace is needed to say what a server's edits change. */
export interface Files {
  /** Relative to the open folder; `null` for what is not a file in it. Looks through links. */
  readonly pathOf: (uri: string) => Promise<string | null>;
  /** The text that the server was given, or that is on disk; lines end with `\n`. */
  readonly textOf: (path: string) => Promise<string>;
}

/**
 * A server's edits as the editor makes them: with what has to stand where each is made, so that nothing is changed
 * that changed meanwhile. Throws `language-edit-refused` for edits outside of the open folder.
 */
export async function toFileEdits(edit: WorkspaceEdit, files: Files): Promise<FileEdits[]> {
  const all = new Map<string, LspEdit[]>();
  const given = [
    ...Object.entries(edit.changes ?? {}),
    ...(edit.documentChanges ?? []).map(({ textDocument, edits }) => [textDocument.uri, edits] as const),
  ];
  for (const [uri, edits] of given) {
    if (edits.length === 0) continue;
    const path = await files.pathOf(uri);
    if (path === null)
      throw new AppError('language-edit-refused', t('It would change a file outside of the open folder.'));
    all.set(path, [...(all.get(path) ?? []), ...edits]);
  }
  if (all.size > LIMITS.languageFiles)
    throw new AppError('language-edit-refused', t('It would change too many files.'));
  const made: FileEdits[] = [];
  for (const [path, edits] of all) made.push({ path, edits: toTextEdits(await files.textOf(path), edits) });
  return made;
}

/** Edits of one text, in order. */
export function toTextEdits(text: string, edits: readonly LspEdit[]): TextEdit[] {
  if (edits.length > LIMITS.editsPerFile) throw new AppError('language-edit-refused', t('It has too many changes.'));
  return edits
    .map(({ range, newText }) => {
      const from = offsetAt(text, range.start);
      return { from, to: Math.max(from, offsetAt(text, range.end)), newText: newText.replace(/\r\n?/g, '\n') };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, newText }) => {
      const expect = text.slice(from, to);
      if (expect.length > LIMITS.replacementChars || newText.length > LIMITS.replacementChars)
        throw new AppError('language-edit-refused', t('One of its changes is too long.'));
      const [start, end] = [positionAt(text, from), positionAt(text, to)];
      return {
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        expect,
        text: newText,
      };
    });
}
