/** What the explorer asks and tells of the files that are open; the composition root hands it over. */
export interface OpenFiles {
  /** Files with unsaved text that have this path or lie in it. */
  unsavedWithin(path: string): readonly string[];
  /** A file or folder has another path now. */
  moved(from: string, to: string): void;
}
