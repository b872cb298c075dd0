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

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
