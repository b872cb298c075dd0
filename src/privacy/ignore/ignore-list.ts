import { foldAscii, utf8Bytes } from './bytes.ts';
import { compileGlob, literalLength, matchGlob, type Glob, type StepCount } from './glob.ts';

/**
 * The lines of one ignore file, with git's syntax and meaning. Agrees with `git check-ignore` to
 * the line, oddities included (see the conformance test).
 */

/** One rule, ready to be matched. */
export interface IgnoreRule {
  /** As written, without trailing spaces. */
  readonly pattern: string;
  /** From 1. */
  readonly line: number;
  /** Takes back what an earlier rule ignored. */
  readonly negated: boolean;
  /** Written with a trailing slash. */
  readonly folderOnly: boolean;
  /** Whether it is compared with the name alone or with the path below the file's folder. */
  readonly compares: 'name' | 'path';
  readonly matcher: Matcher;
}

/** Something is there to match only if `glob` is `null` and all of the pattern is literal. */
type Matcher =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'ending'; readonly text: string }
  | { readonly kind: 'glob'; readonly prefix: string; readonly glob: Glob };

/** How rules are read. */
export interface IgnoreOptions {
  /** As git's `core.ignorecase`: letters A to Z of either case are the same. */
  readonly ignoreCase: boolean;
  /**
   * Whether `**` directly after literal text counts as after a slash: `foo**` + `/bar` then matches
   * `foo/x/bar` and `foobar`. Git did so by mistake until 2.51. Default true, which hides more.
   */
  readonly widePrefix?: boolean;
}

/** The rules of one file in order. */
export interface IgnoreList {
  readonly rules: readonly IgnoreRule[];
  readonly ignoreCase: boolean;
}

/**
 * Read an ignore file. Never throws; a line that means nothing to git is left out.
 * @param spell another spelling of a line, in which it is to be matched
 */
export function parseIgnoreList(
  text: string,
  options: IgnoreOptions,
  spell: (line: string) => string = (line) => line,
): IgnoreList {
  const rules: IgnoreRule[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const pattern = withoutTrailingSpaces(line.replace(/\r$/, '').replace(/\0.*$/s, ''));
    const rule = parseRule(spell(pattern), options);
    if (rule) rules.push({ pattern, line: index + 1, ...rule });
  }
  return { rules, ignoreCase: options.ignoreCase };
}

/** Git's: only spaces, only those that no backslash keeps; a lone backslash at the end keeps them all. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  let spaces = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === ' ') {
      if (!spaces) end = i;
      spaces = true;
      continue;
    }
    spaces = false;
    if (line[i] === '\\') i++;
  }
  return spaces ? line.slice(0, end) : line;
}

function parseRule(
  pattern: string,
  { ignoreCase, widePrefix = true }: IgnoreOptions,
): Omit<IgnoreRule, 'pattern' | 'line'> | null {
  const negated = pattern.startsWith('!');
  let body = utf8Bytes(negated ? pattern.slice(1) : pattern);
  const folderOnly = body.endsWith('/');
  if (folderOnly) body = body.slice(0, -1);
  const compares = body.includes('/') ? 'path' : 'name';
  if (compares === 'path' && body.startsWith('/')) body = body.slice(1);
  if (body === '') return null;
  const matcher = createMatcher(body, compares, ignoreCase, widePrefix);
  return matcher && { negated, folderOnly, compares, matcher };
}

function createMatcher(
  body: string,
  compares: IgnoreRule['compares'],
  ignoreCase: boolean,
  widePrefix: boolean,
): Matcher | null {
  const fold = ignoreCase ? foldAscii : (text: string): string => text;
  const literal = literalLength(body);
  if (literal === body.length) return { kind: 'literal', text: fold(body) };
  if (compares === 'name') {
    const rest = body.slice(1);
    if (body.startsWith('*') && literalLength(rest) === rest.length) return { kind: 'ending', text: fold(rest) };
  }
  // Git compares the literal beginning of a path by itself, so a letter in it has no case to keep.
  const prefix = compares === 'path' ? body.slice(0, literal) : '';
  const preceded = widePrefix ? '' : prefix.slice(-1);
  const glob = compileGlob(body.slice(prefix.length), ignoreCase, preceded);
  return glob && { kind: 'glob', prefix: fold(prefix), glob };
}

/** Beyond this, a tenth of a second, rules were not written to be matched. Files found in earnest stay far below. */
const MOST_STEPS = 20_000_000;

/**
 * The rule that decides about one path by this file alone, or `null`. The last one wins.
 * `too-long`: `count` has passed what questions may cost.
 * @param path bytes, relative to the file's folder, folded if the list ignores case
 */
export function lastMatch(
  list: IgnoreList,
  path: string,
  isFolder: boolean,
  count: StepCount,
): IgnoreRule | null | 'too-long' {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (let i = list.rules.length - 1; i >= 0; i--) {
    const rule = list.rules[i];
    if (rule === undefined || (rule.folderOnly && !isFolder)) continue;
    if (matches(rule.matcher, rule.compares === 'name' ? name : path, count)) return rule;
    if (count.steps > MOST_STEPS) return 'too-long';
  }
  return null;
}

function matches(matcher: Matcher, text: string, count: StepCount): boolean {
  switch (matcher.kind) {
    case 'literal':
      return text === matcher.text;
    case 'ending':
      return text.endsWith(matcher.text);
    case 'glob':
      return text.startsWith(matcher.prefix) && matchGlob(matcher.glob, text.slice(matcher.prefix.length), count);
  }
}
