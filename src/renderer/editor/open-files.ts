import { isWithin, movedPath } from '../ui/format.ts';
import type { OpenFiles } from '../ui/open-files.ts';
import { moveText, refreshKept, useEditor } from './editor-store.ts';
import { keepShownViews } from './group-editors.ts';
import { followMoves } from './groups-store.ts';
import { moveViews } from './view-states.ts';

/** The open files for the explorer: they follow what is moved. */
export const openFiles: OpenFiles = {
  unsavedWithin: (folder) =>
    useEditor
      .getState()
      .tabs.filter(({ path, dirty }) => dirty && isWithin(folder, path))
      .map(({ path }) => path),
  moved: (from, to) => {
    moveOpenFiles((path) => movedPath(path, from, to));
  },
};

/** Files have other paths now, under which they go on. Of those that swap their paths, none may be one of another. */
export function moveOpenFiles(moved: (path: string) => string): void {
  const moves = useEditor.getState().tabs.map(({ path }) => ({ path, next: moved(path) }));
  // Where the path of one becomes that of another, the other goes first.
  const grow = moves.some(({ path, next }) => next.length > path.length) ? -1 : 1;
  moves.sort((a, b) => grow * (a.path.length - b.path.length));
  for (const { path, next } of moves) {
    if (next === path) continue;
    keepShownViews(path);
    moveViews(path, next);
    moveText(path, next);
  }
  followMoves(moved);
  // Other rules may hold there.
  void refreshKept();
}
