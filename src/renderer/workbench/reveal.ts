import { reveal, useExplorer } from '../explorer/explorer-store.ts';
import { showView } from './layout-store.ts';

/** Show a file in the tree, with the tree on show. */
export async function revealInExplorer(path: string): Promise<void> {
  showView('side', 'explorer');
  await reveal(path);
}

/** A path as the system writes it. */
export function absolutePath(path: string): string {
  const root = useExplorer.getState().workspace?.root ?? '';
  const windows = /^[a-z]:\\/i.test(root) || root.startsWith('\\\\');
  const separator = windows ? '\\' : '/';
  const within = windows ? path.replaceAll('/', separator) : path;
  return root.endsWith(separator) ? `${root}${within}` : `${root}${separator}${within}`;
}
