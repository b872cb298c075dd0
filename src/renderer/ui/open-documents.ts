import type { TextEdit } from '../../shared/schemas/search.ts';

/** The texts of open files, as other features may know and change them; the composition root hands it to them. */
export interface OpenDocuments {
  /** Files whose text is not saved. */
  unsaved(): readonly string[];
  /** Lines end with `\n`; `null` for a file that is not open. */
  text(path: string): string | null;
  /**
   * Change an open file, all or nothing, as one step that can be undone there. Throws `path-not-permitted` for one that
   * is read-only.
   * @returns what takes it back; `null` if one of the edits expects another text than is there
   */
  edit(path: string, edits: readonly TextEdit[]): readonly TextEdit[] | null;
  /** @returns whether it is saved; if not the user has been told */
  save(path: string): Promise<boolean>;
  /** Told of each change of an open file's text; returns what ends that. */
  onEdit(edited: (path: string) => void): () => void;
}
