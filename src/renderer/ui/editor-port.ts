/** What other features may know of and ask from the editor; the workbench hands it to them. */
export interface EditorPort {
  /** The file on screen, relative to the workspace; `null` when there is none. */
  activeFile(): string | null;
  /** The selected text with its lines, counted from 1; `null` when nothing is selected. */
  selection(): {
    readonly path: string;
    readonly startLine: number;
    readonly endLine: number;
    readonly text: string;
  } | null;
  /** Where the user edited last, oldest first. */
  recentEdits(): readonly { readonly path: string; readonly startLine: number; readonly text: string }[];
  /** What is marked in the file on screen. */
  problems(): readonly { readonly line: number; readonly message: string }[];
  /** Insert at the cursor, replacing the selection; one undo takes it back. False without an editor. */
  insert(text: string): boolean;
  /** Run one of the editor's own actions by id, e.g. `actions.find`. */
  runAction(id: string): void;
  focus(): void;
}
