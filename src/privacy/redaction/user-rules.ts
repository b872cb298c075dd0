import { RE2JS, RE2JSException } from 're2js';
import { fake } from './detector.ts';
import type { DetectorNotes, Span } from './detector-notes.ts';
import { findAll } from './find-all.ts';
import { MAX_LABEL } from './placeholders.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import { said, type Said } from '../said.ts';

/** Rules of one layer, as read from settings; plain data. */
export interface RuleLayer {
  /** For people, e.g. `your settings` or `.codegrex/policy.json`. */
  readonly source: string;
  /** Only the user lets values through; a file that comes with a repository, or an organisation, adds patterns. */
  readonly authority: 'user' | 'workspace' | 'organisation';
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

/** `allow`: a value that stays. `pattern`: something more to redact. */
export type RuleKind = 'allow' | 'pattern';

/** A rule that is not in force, and why. */
export interface RuleProblem {
  readonly source: string;
  readonly kind: RuleKind;
  readonly rule: string;
  readonly reason: Said;
}

/** Which rule found something. */
export interface RuleOrigin {
  readonly source: string;
  readonly pattern: string;
}

export interface UserRules {
  /** Whether the user lets a value stay. */
  readonly allows: (value: string) => boolean;
  readonly find: (text: string, found: (span: Span, notes: DetectorNotes, origin: RuleOrigin) => void) => void;
  readonly problems: readonly RuleProblem[];
}

const TOO_LARGE = said('The pattern is too large: repeat counts multiply');

interface Pattern {
  readonly regex: RE2JS;
  /** What of a match is redacted. */
  readonly group: number;
}

/**
 * Compiles the rules of all layers. Patterns run on RE2's algorithm, in time linear in the text
 * whatever the pattern is (see {@link findAll}); what RE2 cannot run so, such as back-references and
 * look-around, is refused with the reason. One refused rule leaves the others in force, and no layer
 * takes anything from another.
 */
export function compileRules(layers: readonly RuleLayer[]): UserRules {
  const problems: RuleProblem[] = [];
  const exact = new Set<string>();
  const allowed: RE2JS[] = [];
  const patterns: (Pattern & { readonly notes: DetectorNotes; readonly origin: RuleOrigin })[] = [];

  for (const { source, authority, allow = [], patterns: more = [] } of layers) {
    const refuse = (kind: RuleKind, rule: string, reason: Said): void => {
      problems.push({ source, kind, rule, reason });
    };
    for (const rule of allow) {
      if (authority !== 'user') {
        refuse('allow', rule, said('Only you can let values through, and this rule is not yours'));
        continue;
      }
      const compiled = compileAllow(rule);
      if (isRefusal(compiled)) refuse('allow', rule, compiled);
      else if (compiled === null) exact.add(rule);
      else allowed.push(compiled);
    }
    let room: number = RULE_LIMITS.layerProgram;
    more.forEach(({ pattern, label }, index) => {
      const compiled = noRoom(index, room) ?? compileAdded(pattern);
      if (isRefusal(compiled)) {
        // It took its time all the same.
        if (compiled === TOO_LARGE) room -= 2 * RULE_LIMITS.program;
        refuse('pattern', pattern, compiled);
        return;
      }
      // Classes of letters compile to little, and take long.
      room -= Math.max(compiled.regex.programSize(), pattern.length);
      patterns.push({ ...compiled, notes: notesOf(source, label), origin: { source, pattern } });
    });
  }

  return {
    problems,
    allows: (value) => exact.has(value) || allowed.some((regex) => regex.matches(value)),
    find: (text, found) => {
      for (const { regex, group, notes, origin } of patterns) {
        findAll(regex, group, text, (span) => {
          found(span, notes, origin);
        });
      }
    },
  };
}

/** Why a layer's pattern at a place in its list is not even looked at. */
function noRoom(index: number, room: number): Said | null {
  if (index >= RULE_LIMITS.patterns)
    return said('There are more than {most} patterns', { most: String(RULE_LIMITS.patterns) });
  return room <= 0 ? said('The patterns before it are too large together') : null;
}

/** Why a rule of the user's would be refused, for people; `null` if it can be used. */
export function problemOf(kind: RuleKind, rule: string): Said | null {
  const compiled = kind === 'allow' ? compileAllow(rule) : compileAdded(rule);
  return isRefusal(compiled) ? compiled : null;
}

/** The compiled pattern, or for people why it is refused. */
export function compilePattern(pattern: string): RE2JS | Said {
  const { patternChars, program } = RULE_LIMITS;
  if (pattern.length > patternChars)
    return said('The pattern is longer than {most} characters', { most: String(patternChars) });
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > program ? TOO_LARGE : compiled;
  } catch (error) {
    if (!(error instanceof RE2JSException)) return said('The pattern cannot be read');
    if (/\(\?<?[=!]/.test(pattern)) return said('Look-ahead and look-behind cannot run in linear time');
    if (/\\[1-9]|\\k</.test(pattern)) return said('Back-references cannot run in linear time');
    if (/\(\?>|[*+?}]\+/.test(pattern)) return said('Atomic groups and possessive repeats are not supported');
    return said('The pattern cannot be read: {why}', { why: error.message.replace(/^error parsing regexp: /, '') });
  }
}

const isRefusal = (compiled: RE2JS | Pattern | Said | null): compiled is Said =>
  compiled !== null && 'message' in compiled;

/** `null`: the rule is a value as it stands. */
function compileAllow(rule: string): RE2JS | Said | null {
  if (rule === '') return said('The rule is empty');
  const pattern = /^\/(.+)\/$/s.exec(rule)?.[1];
  if (pattern === undefined) return null;
  const compiled = compilePattern(pattern);
  if (isRefusal(compiled)) return compiled;
  const any = unlikeValues().some((values) => values.every((value) => compiled.matches(value)));
  return any ? said('The pattern matches any value, so it would let everything through') : compiled;
}

function compileAdded(pattern: string): Pattern | Said {
  const regex = compilePattern(pattern);
  if (isRefusal(regex)) return regex;
  if (regex.matches('') || regex.matcher('').find()) {
    return said('The pattern matches nothing at all, so it would match everywhere');
  }
  const compiled = { regex, group: regex.namedGroups()['value'] ?? 0 };
  let covered = 0;
  findAll(compiled.regex, compiled.group, ORDINARY_TEXT, ({ start, end }) => {
    covered += ORDINARY_TEXT.slice(start, end).replace(/\s/g, '').length;
  });
  if (covered * 2 > ORDINARY_TEXT.replace(/\s/g, '').length) {
    return said('The pattern matches everything, or nearly: most of any text would be replaced');
  }
  return compiled;
}

/** Prose, code and data, with nothing in it that anybody would want redacted. */
const ORDINARY_TEXT = `The parser reads one line at a time, and answers with what it found.
export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const { price, count } of items) sum += price * count; // In cents.
  return sum;
}
{ "name": "sample", "version": "1.4.0", "private": true, "files": ["dist/", "README.md"] }
SELECT id, title FROM notes WHERE updated > 20 ORDER BY title;
`;

/** Values as unlike each other as can be, by length. What matches all of one length matches any value. */
function unlikeValues(): readonly (readonly string[])[] {
  return [10, 40, 400].map((length) => [
    fake('alnum', length),
    fake('digits', length),
    `j.${fake('hex', length - 9)}@b.test`,
    `${fake('alnum', length - 4)}#!&/`,
    '10.1.'.repeat(length).slice(0, length - 1) + '7',
  ]);
}

function notesOf(source: string, label = ''): DetectorNotes {
  const words = label
    .toUpperCase()
    .replace(/[^A-Z]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, MAX_LABEL)
    .replace(/_$/, '');
  // A placeholder within a placeholder could not be told from one.
  const fit = words !== '' && !words.includes('REDACTED');
  return { id: 'user-pattern', label: fit ? words : 'CUSTOM', kind: 'secret', source, examples: () => [] };
}
