import { watch } from 'chokidar';

/**
 * Follow a file that need not exist, which is edited by hand too: told once each change is written whole. A file that
 * cannot be followed is told of no more, and what the app writes itself still applies.
 */
export function watchFile(file: string, changed: () => void): { readonly close: () => Promise<void> } {
  const watcher = watch(file, { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 } });
  watcher.on('all', changed);
  watcher.on('error', () => undefined);
  return watcher;
}
