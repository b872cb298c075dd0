import { reveal } from '../explorer/explorer-store.ts';
import { showView } from './layout-store.ts';

/** Show a file in the tree, with the tree on show. */
export async function revealInExplorer(path: string): Promise<void> {
  showView('side', 'explorer');
  await reveal([path]);
}
