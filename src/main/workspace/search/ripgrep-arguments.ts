import { escapeRegex } from '../../../shared/escape-regex.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { SearchQuery } from '../../../shared/schemas/search.ts';
import { isUtf16, type TextEncoding } from '../../../shared/text-encodings.ts';

/** Version control's own files, which are nobody's text. */
const NEVER = ['.git', '.svn', '.hg', 'CVS', '.DS_Store'];
/** Left out with what ignore files name: packages are other people's text. */
const BY_DEFAULT = ['node_modules', 'bower_components'];

/**
 * A query about several folders, as it is within one of them: a pattern that begins with the folder's name begins at
 * its root.
 * @returns `null` if it looks for nothing there
 */
export function queryWithin(query: SearchQuery, name: string): SearchQuery | null {
  const include = query.include.map((pattern) => patternWithin(pattern, name));
  const exclude = query.exclude.map((pattern) => patternWithin(pattern, name));
  const whole = include.length === 0 || include.includes('all');
  const some = include.filter((each) => each !== 'all').flat();
  if (exclude.includes('all') || (!whole && some.length === 0)) return null;
  return { ...query, include: whole ? [] : some, exclude: exclude.filter((each) => each !== 'all').flat() };
}

function patternWithin(pattern: string, name: string): 'all' | readonly string[] {
  const { path, rooted } = parsePattern(pattern);
  const [first = '', ...rest] = path.split('/');
  const isFolder = first.replace(/\[(.)\]/g, '$1') === name || (rooted && /^\*+$/.test(first));
  if (!isFolder) return rooted ? [] : [pattern];
  if (rest.length === 0) return 'all';
  return [`./${rest.join('/')}`, ...(rooted ? [] : [pattern])];
}

/** A pattern without what surrounds it, and whether it begins at the root. */
function parsePattern(pattern: string): { readonly path: string; readonly rooted: boolean } {
  const clean = pattern.trim().replaceAll('\\', '/').replace(/\/+$/, '');
  const rooted = /^\.?\/(.+)$/.exec(clean)?.[1];
  return { path: rooted ?? clean, rooted: rooted !== undefined };
}

/** Where to look, as ripgrep's options. Links are not followed, which is its default. */
export function scopeArguments({ include, exclude, useIgnoreFiles }: SearchQuery): string[] {
  const never = useIgnoreFiles ? [...NEVER, ...BY_DEFAULT] : NEVER;
  return [
    '--no-config',
    '--hidden',
    '--no-require-git',
    '--no-messages',
    '--path-separator=/',
    ...(useIgnoreFiles ? [] : ['--no-ignore']),
    ...include.flatMap(globsOf).map((glob) => `--glob=${glob}`),
    ...never.map((name) => `--glob=!**/${name}`),
    ...exclude.flatMap(globsOf).map((glob) => `--glob=!${glob}`),
  ];
}

/** The encodings that ripgrep does not know. */
const UNKNOWN: ReadonlySet<TextEncoding> = new Set(['cp437', 'cp850', 'cp852']);

/**
 * In which of a workspace's encodings to look for something besides UTF-8: ripgrep finds what is ASCII in files of all
 * that write it as it is, and of those with a byte order mark whatever it is.
 */
export function encodingsToSearch({ text, regex }: SearchQuery, all: readonly TextEncoding[]): TextEncoding[] {
  const ascii = !regex && Buffer.byteLength(text) === text.length;
  return all.filter((encoding) => !UNKNOWN.has(encoding) && (!ascii || isUtf16(encoding)));
}

/** What to look for, as ripgrep's options; the text itself stands behind `--`, so that it is no option. */
export function patternArguments(query: SearchQuery): string[] {
  const { regex, matchCase, wholeWord } = query;
  const multiline = query.text.includes('\n') || (regex && /\\n|\\r/.test(query.text));
  // The two regex engines of ripgrep write Unicode differently from each other; this form is known to both.
  const written = regex ? query.text.replace(/\\u\{?([0-9a-fA-F]{4,6})\}?/g, '\\x{$1}') : query.text;
  const pattern = multiline ? withAnyLineEnd(regex ? written : escapeRegex(query.text)) : written;
  return [
    '--json',
    matchCase ? '--case-sensitive' : '--ignore-case',
    ...(wholeWord ? ['--word-regexp'] : []),
    ...(multiline ? ['--multiline'] : []),
    ...(multiline || regex ? ['--crlf', '--engine=auto'] : ['--fixed-strings']),
    `--max-filesize=${String(LIMITS.textFileBytes)}`,
    '--',
    pattern,
    '.',
  ];
}

/**
 * A pattern as users write it, as git's ignore files do: a name means what is called so in any folder and all that
 * lies in it; `./` begins at the root.
 */
function globsOf(pattern: string): string[] {
  const { path, rooted } = parsePattern(pattern);
  if (path === '' || path === '.') return [];
  if (rooted) return [`/${path}`, `/${path}/**`];
  const anywhere = path.startsWith('**/') ? path : `**/${path}`;
  return [anywhere, `${anywhere}/**`];
}

/** A regex whose line ends match those of any file. Within `[ ]` they stay, as there they name one character. */
function withAnyLineEnd(pattern: string): string {
  let [made, inClass, after] = ['', false, ''];
  for (const [part] of pattern.matchAll(/\\?[\s\S]/g)) {
    if (part === '[') inClass = true;
    if (part === ']') inClass = false;
    const end = part === '\n' || part === '\\n';
    made += end && !inClass && after !== '\r' && after !== '\\r' ? '\\r?\\n' : part;
    after = part;
  }
  return made;
}
