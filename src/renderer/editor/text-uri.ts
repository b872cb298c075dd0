import { monaco } from './monaco-setup.ts';

/** What Monaco knows the text of a file by. @param path relative to the open folder */
export function uriOf(path: string): monaco.Uri {
  return monaco.Uri.file(`/${path}`);
}

/** The file that a text is of, relative to the open folder. */
export function pathOf({ uri }: Pick<monaco.editor.ITextModel, 'uri'>): string {
  return uri.path.slice(1);
}
