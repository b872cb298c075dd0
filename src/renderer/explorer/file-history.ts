/** What was done to files and can be taken back. */
export type FileAction =
  | { readonly kind: 'move'; readonly pairs: readonly (readonly [from: string, to: string])[] }
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly what: 'file' | 'folder';
      /** The folders that were made for it, the outermost first. */
      readonly folders: readonly string[];
    }
  | { readonly kind: 'copy'; readonly paths: readonly string[] };

/** As much as anybody takes back step by step. */
const KEPT = 100;

let done: FileAction[] = [];
let undone: FileAction[] = [];

/** Remember what was done; what was taken back before cannot be done again any more. */
export function remember(action: FileAction): void {
  done = [...done.slice(1 - KEPT), action];
  undone = [];
}

/** Whether there is something to take back, or to do again. */
export const canUndo = (): boolean => done.length > 0;
export const canRedo = (): boolean => undone.length > 0;

/** The latest action, to be taken back. */
export function takeUndo(): FileAction | null {
  return done.pop() ?? null;
}

/** The action that was taken back last, to be done again. */
export function takeRedo(): FileAction | null {
  return undone.pop() ?? null;
}

/** It was taken back. */
export function rememberUndone(action: FileAction): void {
  undone = [...undone, action];
}

/** It was done again. */
export function rememberRedone(action: FileAction): void {
  done = [...done, action];
}

/** Another folder was opened. */
export function forgetActions(): void {
  done = [];
  undone = [];
}
