import { escapeRegex } from '../../../shared/escape-regex.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { SearchQuery } from '../../../shared/schemas/search.ts';

/** Version control's own files, which are nobody's text. */
const NEVER = ['.git', '.svn', '.hg', 'CVS', '.DS_Store'];
/** Left out with what ignore files name: packages are other people's text. */
const BY_DEFAULT = ['node_modules', 'bower_components'];

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
  const clean = pattern.trim().replaceAll('\\', '/').replace(/\/+$/, '');
  if (clean === '' || clean === '.') return [];
  const rooted = /^\.?\/(.+)$/.exec(clean)?.[1];
  if (rooted !== undefined) return [`/${rooted}`, `/${rooted}/**`];
  const anywhere = clean.startsWith('**/') ? clean : `**/${clean}`;
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
