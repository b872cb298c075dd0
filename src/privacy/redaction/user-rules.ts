import { RE2JS, RE2JSException } from 're2js';
import type { DetectorNotes, Span } from './detector-notes.ts';
import { MAX_LABEL } from './placeholders.ts';

/** Rules of one layer, as read from settings; plain data. */
export interface RuleLayer {
  /** For people, e.g. `your settings` or `.codegrex/settings.json`. */
  readonly source: string;
  /** A workspace's own file comes with the repository: it may add patterns, and allow nothing. */
  readonly authority: 'user' | 'workspace';
  /** Values that stay: exact, or `/pattern/` for the whole value. */
  readonly allow?: readonly string[];
  readonly patterns?: readonly UserPattern[];
}

/** Something more to redact. */
export interface UserPattern {
  /** RE2 syntax; a group named `value` is what is redacted, else the whole match. */
  readonly pattern: string;
  /** Part of the placeholder; made fit for it. `CUSTOM` unless given. */
  readonly label?: string;
}

/** A rule that is not in force, and why. */
export interface RuleProblem {
  readonly source: string;
  readonly rule: string;
  readonly reason: string;
}

export interface UserRules {
  /** Whether the user lets a value stay. */
  allows(value: string): boolean;
  find(text: string, found: (span: Span, notes: DetectorNotes) => void): void;
  readonly problems: readonly RuleProblem[];
}

/** Longest pattern; the automaton grows with it. */
const MAX_PATTERN = 1000;
const MAX_PATTERNS = 100;
/** Instructions of the compiled pattern: what a pattern costs at each character, at worst. */
const MAX_PROGRAM = 2000;

/**
 * Compiles the rules of all layers. Patterns run on RE2's algorithm, in time linear in the text
 * whatever the pattern is; what RE2 cannot run so, such as back-references and look-around, is
 * refused with the reason. One refused rule leaves the others in force.
 */
export function compileRules(layers: readonly RuleLayer[]): UserRules {
  const problems: RuleProblem[] = [];
  const exact = new Set<string>();
  const allowed: RE2JS[] = [];
  const patterns: { readonly regex: RE2JS; readonly group: number; readonly notes: DetectorNotes }[] = [];

  for (const { source, authority, allow = [], patterns: more = [] } of layers) {
    const refuse = (rule: string, reason: string): void => {
      problems.push({ source, rule, reason });
    };
    for (const rule of allow) {
      if (authority === 'workspace') {
        refuse(rule, 'A workspace can add patterns, but cannot let values through');
        continue;
      }
      const pattern = /^\/(.+)\/$/s.exec(rule)?.[1];
      if (pattern === undefined) {
        if (rule !== '') exact.add(rule);
        continue;
      }
      const compiled = compilePattern(pattern);
      if (typeof compiled === 'string') refuse(rule, compiled);
      else allowed.push(compiled);
    }
    for (const { pattern, label } of more) {
      if (patterns.length >= MAX_PATTERNS) {
        refuse(pattern, `There are more than ${String(MAX_PATTERNS)} patterns`);
        continue;
      }
      const compiled = compilePattern(pattern);
      if (typeof compiled === 'string') {
        refuse(pattern, compiled);
        continue;
      }
      if (compiled.matches('') || compiled.matcher('').find()) {
        refuse(pattern, 'The pattern matches nothing at all, so it would match everywhere');
        continue;
      }
      const group = compiled.namedGroups()['value'] ?? 0;
      patterns.push({ regex: compiled, group, notes: notesOf(source, label) });
    }
  }

  return {
    problems,
    allows: (value) => exact.has(value) || allowed.some((regex) => regex.matches(value)),
    find: (text, found) => {
      for (const { regex, group, notes } of patterns) {
        const matcher = regex.matcher(text);
        while (matcher.find()) {
          const start = matcher.start(group);
          const end = matcher.end(group);
          if (start >= 0 && end > start) found({ start, end }, notes);
        }
      }
    },
  };
}

/** The compiled pattern, or for people why it is refused. */
export function compilePattern(pattern: string): RE2JS | string {
  if (pattern.length > MAX_PATTERN) return `The pattern is longer than ${String(MAX_PATTERN)} characters`;
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > MAX_PROGRAM ? 'The pattern is too large: repeat counts multiply' : compiled;
  } catch (error) {
    if (!(error instanceof RE2JSException)) return 'The pattern cannot be read';
    if (/\(\?<?[=!]/.test(pattern)) return 'Look-ahead and look-behind cannot run in linear time';
    if (/\\[1-9]|\\k</.test(pattern)) return 'Back-references cannot run in linear time';
    if (/\(\?>|[*+?}]\+/.test(pattern)) return 'Atomic groups and possessive repeats are not supported';
    return `The pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}`;
  }
}

function notesOf(source: string, label = 'CUSTOM'): DetectorNotes {
  const words = label
    .toUpperCase()
    .replace(/[^A-Z]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MAX_LABEL)
    .replace(/_+$/, '');
  return { id: 'user-pattern', label: words === '' ? 'CUSTOM' : words, kind: 'secret', source, examples: () => [] };
}
