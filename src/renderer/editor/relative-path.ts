import { parentOf } from '../ui/format.ts';

/**
 * The file of the folder that a link in another file of it leads to; `null` for one that leads anywhere else: to a
 * server, to another program, out of the folder.
 * @param root the path of the folder, where several are open
 */
export function relativePath(from: string, link: string, root = ''): string | null {
  // A scheme, or a host: `//example.com`, and `\\` where the system reads it so.
  if (/^[a-z][a-z0-9+.-]*:/i.test(link) || /^[/\\]{2}/.test(link)) return null;
  let path: string;
  try {
    path = decodeURIComponent(link.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (path === '' || path.includes('\0') || path.includes('\\')) return null;
  // From the root of the folder, as sites and most programs read it.
  const within = from.slice(root === '' ? 0 : root.length + 1);
  const parts = path.startsWith('/') ? [] : parentOf(within).split('/').filter(Boolean);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  if (parts.length === 0) return null;
  return [...(root === '' ? [] : [root]), ...parts].join('/');
}
