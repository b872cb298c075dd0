import type { FileEntry } from '../../shared/schemas/workspace.ts';

/** What is known of one folder. */
export interface FolderState {
  readonly entries: readonly FileEntry[];
  /** How many more it has than are shown. */
  readonly leftOut: number;
  readonly error: string | null;
}

/** What is being given a name: a new file or folder in a folder, or one that is there. */
export type Naming =
  { readonly what: 'file' | 'folder'; readonly folder: string } | { readonly what: 'rename'; readonly path: string };
