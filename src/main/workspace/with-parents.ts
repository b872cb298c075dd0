/** Folders, those that files lie in, and all above them up to the root, which is `''`. */
export function withParents(folders: Iterable<string>, files: Iterable<string>): Set<string> {
  const all = new Set<string>(['']);
  const add = (folder: string): void => {
    for (let at = folder; at !== '' && at !== '.' && !all.has(at); at = parentOf(at)) all.add(at);
  };
  for (const folder of folders) add(folder);
  for (const file of files) add(parentOf(file));
  return all;
}

/** The folder of a file and all above it, the nearest first, up to the root, which is `''`. */
export function foldersAbove(path: string): string[] {
  const folders = [parentOf(path)];
  for (let at = folders[0] ?? ''; at !== ''; folders.push(at)) at = parentOf(at);
  return folders;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
