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
    const moved = (path: string): string => movedPath(path, from, to);
    for (const { path } of useEditor.getState().tabs) {
      const next = moved(path);
      if (next === path) continue;
      keepShownViews(path);
      moveViews(path, next);
      moveText(path, next);
    }
    followMoves(moved);
    // Other rules may hold there.
    void refreshKept();
  },
};
