/** Files that were on screen, the latest first. In memory only, and of one folder. */
let recent: readonly string[] = [];

const KEPT = 100;

/** A file is on screen. */
export function rememberFile(path: string): void {
  recent = [path, ...recent.filter((p) => p !== path)].slice(0, KEPT);
}

/** Another folder is open. */
export function forgetFiles(): void {
  recent = [];
}

/** The latest first. */
export function recentFiles(): readonly string[] {
  return recent;
}
