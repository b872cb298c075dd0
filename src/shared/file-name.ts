import { t } from './messages/t.ts';
/** The systems that names have to suit. */
export type Platform = 'linux' | 'darwin' | 'win32';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Device names of Windows, with whatever extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** What the file systems in use take: bytes, on Windows and macOS UTF-16 units. */
const LONGEST = 255;

/**
 * Why a file or folder cannot be named so, for people; `null` if it can. Whether the name is taken is another question.
 * @param name one part of a path
 */
export function nameProblem(name: string, platform: Platform): string | null {
  if (name.trim() === '') return t('A name is needed.');
  if (name === '.' || name === '..') return t('{name} is reserved for the system.', { name });
  if (name.includes('/')) return t('A name cannot have a slash.');
  if (CONTROL.test(name)) return t('A name cannot have control characters.');
  const length = platform === 'linux' ? utf8Length(name) : name.length;
  if (length > LONGEST)
    return t('The name is too long: {length} of at most {LONGEST} characters.', { length, LONGEST });
  if (platform !== 'win32') return null;
  if (/[\\:*?"<>|]/.test(name)) return t('On Windows a name cannot have any of \\ : * ? " < > |');
  if (/[. ]$/.test(name)) return t('On Windows a name cannot end with a dot or a space.');
  if (WINDOWS_DEVICE.test(name)) return t('{name} is reserved for the system.', { name });
  return null;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** The same for a path of names, as `src/new/file.ts`; a slash at its end stands for a folder. */
export function pathProblem(path: string, platform: Platform): string | null {
  const parts = (platform === 'win32' ? path.replaceAll('\\', '/') : path).split('/');
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const problem = nameProblem(part, platform);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * The name of another copy: `a.txt`, `a copy.txt`, `a copy 2.txt`.
 * @param folder whether it is a folder's, which has no extension
 */
export function copyName(name: string, folder: boolean): string {
  const dot = folder ? -1 : name.lastIndexOf('.');
  const [stem, extension] = dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  const copy = /^(.+ copy)(?: (\d{1,6}))?$/.exec(stem);
  if (!copy) return `${stem} copy${extension}`;
  return `${copy[1] ?? ''} ${String(Number(copy[2] ?? '1') + 1)}${extension}`;
}
