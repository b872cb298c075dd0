import { BUILT_IN_RULES } from './ignore/built-in-rules.ts';
import {
  compileRules,
  createIgnoreLayer,
  type IgnoreLayer,
  type LayerDecision,
  type RuleSource,
} from './ignore/ignore-layer.ts';
import type { IgnoreOptions } from './ignore/ignore-list.ts';
import { RULE_SOURCE, type IgnoreSettings } from './ignore/ignore-settings.ts';
import { msg } from './said.ts';

/**
 * Which paths are kept from models.
 *
 * Rules stand in layers, and a path is kept from models when **any** layer ignores it:
 *
 * 1. the `.codegrexignore` files of the workspace;
 * 2. each further kind of ignore file that the user has honoured (`.aiexclude`, `.gitignore` …);
 * 3. the built-in rules, then the user's own rules from the settings.
 *
 * Within one layer git's precedence holds: the last matching rule decides, a deeper file's before a
 * shallower one's, and nothing below an ignored folder can be taken back. So a user's `!.npmrc` opens
 * what a built-in rule closed, being later in the same layer, while no `!` of a file in a repository
 * reaches beyond its own layer: a repository can close, never open.
 */

/** Why a path is kept from models, or that it is not. */
export interface PathVerdict {
  readonly ignored: boolean;
  /** The rule that decided, as written; `null` when none did or the rules could not be read. */
  readonly pattern: string | null;
  /** Where the rule stands: a file relative to the workspace root, `built-in rules` or `your settings`. */
  readonly source: string | null;
  /** From 1: line of the file, or place in the user's list. */
  readonly line: number | null;
  /** Why the rules of `source` could not be read, when that is what decided. */
  readonly unread: string | null;
}

/** Compiled rules of one workspace, for paths in certain folders. */
export interface PathRules {
  /** @param path relative to the workspace root, with `/`, no `.` or `..` parts; a trailing `/` marks a folder */
  explain(path: string): PathVerdict;
}

const BUILT_IN: RuleSource = {
  file: RULE_SOURCE.builtIn,
  base: '',
  // A secret file is one however its name is spelled.
  rules: compileRules(BUILT_IN_RULES.join('\n'), { ignoreCase: true }),
  numbered: false,
};

/**
 * The rules that hold in every folder: built-in ones and the user's.
 * @param within the last names of the path that leads to the workspace root, root included, with
 *   `/`. Built-in rules hold for these too, so that opening `~/.ssh` or `~/.aws` as a workspace opens
 *   nothing; of the user's rules only those that take back do.
 */
export function createStandingRules(
  userRules: IgnoreSettings['rules'],
  options: IgnoreOptions,
  within: string,
): IgnoreLayer {
  const user = (lines: readonly string[] | null): RuleSource => ({
    file: RULE_SOURCE.settings,
    base: '',
    rules: lines && compileRules(lines.join('\n'), options),
  });
  const below = createIgnoreLayer([BUILT_IN, user(userRules)]);
  // A line left empty keeps the others' numbers.
  const openings = (userRules ?? []).map((line) => (line.startsWith('!') ? line : ''));
  const around = createIgnoreLayer([BUILT_IN, user(openings)]);
  return {
    decide: (path, isFolder) => {
      const decision = below.decide(path, isFolder);
      if (decision?.ignored || within === '') return decision;
      const outer = around.decide(path === '' ? within : `${within}/${path}`, path === '' || isFolder);
      return outer?.ignored ? outer : decision;
    },
  };
}

/** @param layers the workspace's, one for each kind of ignore file, and the standing rules */
export function createPathRules(layers: readonly IgnoreLayer[]): PathRules {
  return {
    explain: (path) => {
      const isFolder = path.endsWith('/');
      const clean = isFolder ? path.slice(0, -1) : path;
      let opened: LayerDecision | null = null;
      for (const layer of layers) {
        const decision = layer.decide(clean, isFolder);
        if (decision?.ignored) return toVerdict(decision);
        opened ??= decision;
      }
      return opened ? toVerdict(opened) : NOT_MENTIONED;
    },
  };
}

const NOT_MENTIONED: PathVerdict = { ignored: false, pattern: null, source: null, line: null, unread: null };

function toVerdict({ ignored, source, rule }: LayerDecision): PathVerdict {
  return {
    ignored,
    pattern: rule?.pattern ?? null,
    source: source.file,
    line: source.numbered === false ? null : (rule?.line ?? null),
    unread: rule ? null : (source.unread ?? msg('cannot be read')),
  };
}
