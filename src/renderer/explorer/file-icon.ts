import type { FileEntry } from '../../shared/schemas/workspace.ts';

const ICONS: ReadonlyMap<string, string> = new Map([
  ['json', 'json'],
  ['md', 'markdown'],
  ['png', 'file-media'],
  ['svg', 'file-media'],
  ['jpg', 'file-media'],
  ['zip', 'file-zip'],
  ['gz', 'file-zip'],
  ['pdf', 'file-pdf'],
  ['gguf', 'file-binary'],
  ...['ts', 'tsx', 'js', 'mjs', 'py', 'rs', 'go', 'css', 'html'].map((extension) => [extension, 'file-code'] as const),
]);

/** The codicon of a file. */
export function fileIcon(name: string, kind: FileEntry['kind']): string {
  if (kind === 'other') return 'question';
  return ICONS.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'file';
}
