import { msg } from '../said.ts';

/** The file name of our ignore rules; gitignore syntax. */
export const IGNORE_FILE = '.codegrexignore';

/** Other tools' ignore files that a user may have honoured; each can only add. */
export const OTHER_IGNORE_FILES = ['.gitignore', '.aiexclude', '.cursorignore', '.aiignore'] as const;
export type OtherIgnoreFile = (typeof OTHER_IGNORE_FILES)[number];

/** What a verdict names where no file of the workspace holds the rule. */
export const RULE_SOURCE = { builtIn: msg('built-in rules'), settings: msg('your settings') } as const;

/** What the user's settings say about ignoring. */
export interface IgnoreSettings {
  /** The user's rules, one line each; `null` when they could not be read, which keeps every path from models. */
  readonly rules: readonly string[] | null;
  readonly honour: readonly OtherIgnoreFile[];
}

/**
 * Where the user said nothing. Files that other AI tools go by count: whoever wrote one meant to keep
 * files from models. `.gitignore` does not: it mostly names what is built or fetched, which models may
 * well read, and what is secret in it the built-in rules know.
 */
export const DEFAULT_IGNORE: IgnoreSettings = { rules: [], honour: ['.aiexclude', '.cursorignore', '.aiignore'] };

/** Where the user's settings cannot be read: the strictest reading. */
export const UNREADABLE_IGNORE: IgnoreSettings = { rules: null, honour: OTHER_IGNORE_FILES };

/** The names of all files that hold rules under these settings, ours first. */
export function ignoreFileNames(settings: IgnoreSettings): readonly string[] {
  return [IGNORE_FILE, ...settings.honour];
}
