import { savedDiff } from './diff-tab.ts';
import { holdFile } from './editor-store.ts';
import { openTab } from './groups-store.ts';

/** Show an open file beside itself as it is on disk. */
export async function compareWithSaved(path: string): Promise<void> {
  await holdFile(path);
  openTab(savedDiff(path));
}
