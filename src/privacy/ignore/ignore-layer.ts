import { foldAscii, isAscii, utf8Bytes } from './bytes.ts';
import type { StepCount } from './glob.ts';
import { lastMatch, parseIgnoreList, type IgnoreList, type IgnoreOptions, type IgnoreRule } from './ignore-list.ts';
import { msg } from '../said.ts';

/** One ignore file, compiled: as written, and as a person reads it. */
export interface RuleText {
  readonly exact: IgnoreList;
  /** With composed letters, and without case where case is ignored. Compiled when first asked for. */
  readonly alike: () => IgnoreList;
}

/** Compile the text of an ignore file. Never throws. */
export function compileRules(text: string, options: IgnoreOptions): RuleText {
  let alike: IgnoreList | undefined;
  return {
    exact: parseIgnoreList(text, options),
    alike: () => (alike ??= parseIgnoreList(text, options, (line) => asRead(line, options.ignoreCase))),
  };
}

/** Rules and where they stand. */
export interface RuleSource {
  /** For people: `.codegrexignore`, `src/.codegrexignore`, `built-in rules`. */
  readonly file: string;
  /** Folder the patterns are relative to, relative to the workspace root with `/`; `''` for the root. */
  readonly base: string;
  /** `null` when there are rules that could not be read: everything below the folder is ignored. */
  readonly rules: RuleText | null;
  /** Why they could not be read, as the end of a sentence that begins with `file`. */
  readonly unread?: string;
  /** Whether the line of a rule says anything to people. Default true. */
  readonly numbered?: boolean;
}

/** What one layer says of a path: the rule that decided, or the source that could not be read. */
export interface LayerDecision {
  readonly ignored: boolean;
  readonly source: RuleSource;
  readonly rule: IgnoreRule | null;
}

/** Sources that git's precedence holds among: a later one overrides an earlier one. */
export interface IgnoreLayer {
  /**
   * @param path relative to the workspace root, with `/`
   * @returns `null` when no rule says anything
   */
  decide(path: string, isFolder: boolean): LayerDecision | null;
}

/**
 * Combine sources as git combines `.gitignore` files: of the rules that match a path the last one
 * decides, a deeper file's after a shallower one's, and nothing below an ignored folder is taken
 * back.
 * @param sources each folder's after those of its parents
 */
export function createGitLayer(sources: readonly RuleSource[]): IgnoreLayer {
  return createReading(
    sources,
    (rules) => rules.exact,
    (path) => path,
  );
}

/**
 * As {@link createGitLayer}, and a path with letters outside ASCII is also ignored when it would be
 * after composing letters and accents in path and rules (NFC), and folding case if the source does:
 * two spellings that look the same are not to differ here, and some disks hold them to be one file.
 */
export function createIgnoreLayer(sources: readonly RuleSource[]): IgnoreLayer {
  const exact = createGitLayer(sources);
  const alike = createReading(sources, (rules) => rules.alike(), asRead);
  return {
    decide: (path, isFolder) => {
      const decision = exact.decide(path, isFolder);
      if (decision?.ignored || isAscii(path)) return decision;
      const second = alike.decide(path, isFolder);
      return second?.ignored ? second : decision;
    },
  };
}

/** What each question may cost in the long run, two milliseconds: a workspace has thousands of files. */
const USUAL_STEPS = 400_000;

function createReading(
  sources: readonly RuleSource[],
  listOf: (rules: RuleText) => IgnoreList,
  spell: (path: string, ignoreCase: boolean) => string,
): IgnoreLayer {
  const placed = sources.map((source) => ({ source, base: spell(source.base, false) }));
  const closed = placed.filter(({ source }) => source.rules === null);
  const count: StepCount = { steps: 0 };
  /** The folder asked about last: its entries are asked about one after the other. */
  let known: { folder: string; decision: LayerDecision | null } | undefined;

  function folderDecision(folder: string): LayerDecision | null {
    if (known?.folder === folder) return known.decision;
    let decision: LayerDecision | null = null;
    for (let end = nextEnd(folder, 0); end <= folder.length; end = nextEnd(folder, end + 1)) {
      decision = match(folder.slice(0, end), true);
      if (decision?.ignored) break;
    }
    decision = decision?.ignored ? decision : null;
    known = { folder, decision };
    return decision;
  }

  /** By the sources of the folders that the path is in; those folders are not ignored themselves. */
  function match(path: string, isFolder: boolean): LayerDecision | null {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const unread = closed.find(({ base }) => isAtOrBelow(parent, base));
    if (unread) return { ignored: true, source: unread.source, rule: null };
    for (let i = placed.length - 1; i >= 0; i--) {
      const at = placed[i];
      if (at === undefined || !isAtOrBelow(parent, at.base)) continue;
      const { source, base } = at;
      if (source.rules === null) continue;
      const list = listOf(source.rules);
      const below = utf8Bytes(spell(base === '' ? path : path.slice(base.length + 1), list.ignoreCase));
      const rule = lastMatch(list, list.ignoreCase ? foldAscii(below) : below, isFolder, count);
      if (rule === 'too-long') {
        // As good as unread, from now on: the next path would take as long.
        const unread = { ...source, rules: null, unread: msg('has wildcards that take too long to match') };
        closed.push({ source: unread, base });
        return { ignored: true, source: unread, rule: null };
      }
      if (rule) return { ignored: !rule.negated, source, rule };
    }
    return null;
  }

  return {
    decide: (path, isFolder) => {
      count.steps = Math.max(0, count.steps - USUAL_STEPS);
      const spelled = spell(path, false);
      if (spelled === '') {
        const unread = closed.find(({ base }) => base === '');
        return unread ? { ignored: true, source: unread.source, rule: null } : null;
      }
      const slash = spelled.lastIndexOf('/');
      return (slash < 0 ? null : folderDecision(spelled.slice(0, slash))) ?? match(spelled, isFolder);
    },
  };
}

/** The end of the path's part that begins at `start`; beyond the end when there is none. */
function nextEnd(path: string, start: number): number {
  if (start > path.length || path === '') return path.length + 1;
  const slash = path.indexOf('/', start);
  return slash < 0 ? path.length : slash;
}

function isAtOrBelow(folder: string, base: string): boolean {
  return base === '' || folder === base || (folder.startsWith(base) && folder[base.length] === '/');
}

function asRead(text: string, ignoreCase: boolean): string {
  const composed = text.normalize('NFC');
  return ignoreCase ? composed.toLowerCase() : composed;
}
