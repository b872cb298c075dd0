import { resolve } from 'node:path';
import type { Conventions } from '../../../shared/schemas/conventions.ts';
import type { TextEncoding } from '../../../shared/text-encodings.ts';
import type { UsualEncoding } from '../text-encoding.ts';
import { foldersAbove } from '../with-parents.ts';

/** What `.editorconfig` files may say of a file. */
export interface EditorConfig {
  readonly conventions: Omit<Conventions, 'formatter'>;
  /** Of files that are not UTF-8 and have no byte order mark, and of new ones; `null`: they do not say. */
  readonly encoding: UsualEncoding | null;
}

/** Name of the files, see https://spec.editorconfig.org. */
export const EDITOR_CONFIG = '.editorconfig';

type Library = typeof import('editorconfig');

/** A file larger than this is none that somebody wrote. */
const FILE_CHARS = 64 * 1024;
/** Alternatives in braces, of all sections together: each becomes an expression of its own. */
const ALTERNATIVES = 2000;
/** With more, matching one name may take seconds. */
const STARS = 3;

/**
 * What the `.editorconfig` files of a folder say of one of its files.
 * @param path relative to the folder, with `/`
 * @param read the text of a file of the folder; `null` if there is none that can be read
 */
export async function editorConfigOf(
  path: string,
  read: (path: string) => Promise<string | null>,
): Promise<EditorConfig> {
  const files: { name: string; contents: Buffer }[] = [];
  let refused: string | null = null;
  let library: Library | null = null;
  // From the file up, as the first that calls itself the root is the last that is asked.
  for (const folder of foldersAbove(path)) {
    const name = folder === '' ? EDITOR_CONFIG : `${folder}/${EDITOR_CONFIG}`;
    const text = await read(name);
    if (text === null) continue;
    // Most folders have none, and are open sooner without it.
    library ??= await import('editorconfig');
    const contents = text.length > FILE_CHARS ? null : harmless(library, text);
    if (contents === null) refused ??= name;
    else {
      files.push({ name, contents: Buffer.from(contents.text) });
      if (contents.root) break;
    }
  }
  // What is to follow it reads files by itself, and would read them outside of the folder.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const said = library?.parseFromFilesSync(
    resolve(ROOT, path),
    files.map(({ name, contents }) => ({ name: resolve(ROOT, name), contents })),
    { unset: true },
  );
  return {
    conventions: { ...toConventions(said ?? {}), sources: files.map(({ name }) => name), refused },
    encoding: CHARSETS.get(said?.charset) ?? null,
  };
}

/** A folder on disk. */
interface Folder {
  readonly read: (path: string) => Promise<{ readonly text: string }>;
}

/** The same, of a folder on disk. */
export function editorConfigIn(folder: Folder, path: string): Promise<EditorConfig> {
  return editorConfigOf(path, (name) => textIn(folder, name));
}

async function textIn(folder: Folder, name: string): Promise<string | null> {
  try {
    return (await folder.read(name)).text;
  } catch {
    // Most folders have none, and one that cannot be read says nothing.
    return null;
  }
}

/** The encodings that the `.editorconfig` at a folder's root speaks of, of whichever files. */
export async function encodingsNamedIn(folder: Folder): Promise<TextEncoding[]> {
  const text = (await textIn(folder, EDITOR_CONFIG)) ?? '';
  const named = text.slice(0, FILE_CHARS).matchAll(/^\s*charset\s*=\s*([\w-]+)/gim);
  return Array.from(named, ([, name]) => CHARSETS.get(name?.toLowerCase())?.encoding ?? 'utf-8');
}

/** Where the folder is does not matter, and may have signs in its name that patterns have. */
const ROOT = '/';

/** The same, as it was read; `null` if the patterns of it would take long to match. */
function harmless({ parseBuffer }: Library, text: string): { readonly text: string; readonly root: boolean } | null {
  const sections = parseBuffer(Buffer.from(text));
  let alternatives = 0;
  for (const [glob] of sections) {
    if (glob === null) continue;
    alternatives += alternativesOf(glob);
    if (alternatives > ALTERNATIVES || starsOf(glob) > STARS || /[?*+@!]\(/.test(glob)) return null;
  }
  const [, preamble = {}] = sections[0] ?? [];
  const root = Object.entries(preamble).some(
    ([key, value]) => key.toLowerCase() === 'root' && value.toLowerCase() === 'true',
  );
  const written = sections.map(([glob, body]) =>
    [...(glob === null ? [] : [`[${glob}]`]), ...Object.entries(body).map(([key, value]) => `${key} = ${value}`)].join(
      '\n',
    ),
  );
  return { text: written.join('\n'), root };
}

/** At least as many as a pattern's braces make of it. */
function alternativesOf(glob: string): number {
  const groups = glob.split('{').length - 1;
  const ranges = Array.from(glob.matchAll(/(-?\d+)\.\.(-?\d+)/g), ([, from, to]) =>
    Math.abs(Number(to) - Number(from)),
  );
  const choices = glob.split(',').length + ranges.reduce((all, one) => all + one, 0);
  return Math.max(1, choices ** groups);
}

/** The most that one alternative of a pattern has; two together count twice, as they match folders too. */
function starsOf(glob: string): number {
  const stars = (part: string): number => part.split('*').length - 1;
  const groups = [...glob.matchAll(/\{([^{}]*)\}/g)];
  const inGroups = groups.map(([, inner = '']) => Math.max(...inner.split(',').map(stars)));
  return stars(glob.replaceAll(/\{[^{}]*\}/g, '')) + inGroups.reduce((all, one) => all + one, 0);
}

/** By what the files call them. */
const CHARSETS: ReadonlyMap<unknown, UsualEncoding> = new Map([
  ['utf-8', { encoding: 'utf-8', bom: false }],
  ['utf-8-bom', { encoding: 'utf-8', bom: true }],
  ['latin1', { encoding: 'iso-8859-1', bom: false }],
  ['utf-16le', { encoding: 'utf-16le', bom: true }],
  ['utf-16be', { encoding: 'utf-16be', bom: true }],
]);

function toConventions(
  said: Readonly<Record<string, unknown>>,
): Omit<Conventions, 'formatter' | 'refused' | 'sources'> {
  const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
  const number = (value: unknown, most: number): number | null =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most ? value : null;
  const style = said['indent_style'];
  return {
    insertSpaces: style === 'space' ? true : style === 'tab' ? false : null,
    indentSize: number(said['indent_size'], 16),
    tabSize: number(said['tab_width'], 16),
    eol: said['end_of_line'] === 'lf' ? '\n' : said['end_of_line'] === 'crlf' ? '\r\n' : null,
    trimTrailingWhitespace: flag(said['trim_trailing_whitespace']),
    finalNewline: flag(said['insert_final_newline']),
    maxLineLength: number(said['max_line_length'], 1000),
  };
}
