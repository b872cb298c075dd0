import type { Span } from '../../../src/privacy/redaction/detector-notes.ts';
import { compileRules, type RuleLayer, type UserRules } from '../../../src/privacy/redaction/user-rules.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { grows } from '../growth-of-time.ts';
import { promised, type Target } from '../target.ts';
import { mutated, oddText } from '../texts.ts';
import { tell } from '../../../src/shared/messages/tell.ts';

interface Ruled {
  readonly pattern: string;
  readonly label: string;
  /** What the pattern's texts are made of, again and again. */
  readonly unit: string;
}

const CANARY = 'canary-[0-9]+';
const ATOMS = [
  'a',
  'b',
  'ab',
  '.',
  '\\w',
  '\\d',
  '[a-z]',
  '[^b]',
  '[ab]',
  '\\s',
  '\\pL',
  '\\x{1F511}',
  'é',
  '\\b',
  '^',
  '$',
  '\\n',
];
const REFUSED = ['(a)\\1', '(?=a)', '(?!b)', '(?<=a)', '(?<!b)', '(?>a)', 'a++', '\\k<x>', '(?R)', '\\Z', '\\C'];
const BROKEN = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '*',
  '+',
  '?',
  '\\',
  '(?',
  '(?P<',
  '[z-a]',
  '[[:foo:]]',
  '{2,1}',
  'a{1001}',
];
const REPEATS = ['*', '+', '?', '*?', '+?', '{2}', '{2,5}', '{0,9}', '{3,}', '{0,200}', '{1,1000}'];
/** Short enough to be done in no time, long enough to tell lines from curves. */
const LENGTH = 500;
/** Long enough that work is cut off, where it is. */
const LENGTHS = [4000, 16_000, 64_000];
const SUSPICIOUS_MS = 0.5;

/** Patterns of any shape: refused with a reason, or run in time that grows with the text. */
export function userRulesTarget(
  compile: (layers: readonly RuleLayer[]) => UserRules = compileRules,
  lengths = LENGTHS,
): Target {
  return {
    name: 'user-rules',
    share: 3,
    prepare: (r) => {
      const ruled = makeRuled(r);
      return {
        characters: LENGTH + ruled.pattern.length,
        questions: 20,
        input: ruled,
        check: () => {
          checkRuled(compile, ruled, lengths);
        },
      };
    },
  };
}

function makeRuled(r: Random): Ruled {
  const kind = r.int(20);
  const made = kind < 2 ? oddText(r, r.int(20)) : kind === 2 ? farSighted(r) : expression(r, 3);
  const pattern = r.int(6) === 0 ? mutated(r, made) : r.int(100) === 0 ? made.repeat(1 + r.int(40)) : made;
  const unit = r.pick([
    'a',
    'ab',
    'aab ',
    'a1',
    'a\n',
    'x',
    '🔑a',
    'é',
    '\ud800a',
    'a@b ',
    'ba',
    pattern.slice(0, 8) || 'a',
  ]);
  return { pattern, label: r.pick(['CUSTOM', 'own id', '', oddText(r, 5), 'x'.repeat(40)]), unit };
}

/** Looks as far as the end for each of its matches. */
function farSighted(r: Random): string {
  const [first, last] = [r.pick(ATOMS), r.pick(['b', 'z', 'zz', '[xyz]'])];
  return r.pick([
    `${first}(?:.*${last})?`,
    `(?s:${first}.*${last}|${first})`,
    `${first}[^${last.charAt(0)}]*${last}|${first}`,
    `(?P<value>${first})(?:(?:a+a+)+${last})?`,
  ]);
}

function expression(r: Random, depth: number): string {
  let made = '';
  for (let i = 1 + r.int(4); i > 0; i--) {
    const kind = r.int(24);
    if (kind === 0) made += r.pick(REFUSED);
    else if (kind === 1) made += r.pick(BROKEN);
    else if (kind < 12 || depth === 0) made += r.pick(ATOMS);
    else made += `${r.pick(['(', '(?:', '(?:', '(?P<value>', '(?i:', '(?s:'])}${expression(r, depth - 1)})`;
    if (r.int(2) === 0) made += r.pick(REPEATS);
    if (r.int(6) === 0) made += '|';
  }
  return made;
}

function checkRuled(
  compile: (layers: readonly RuleLayer[]) => UserRules,
  { pattern, label, unit }: Ruled,
  lengths: readonly number[],
): void {
  const rules = compile([
    { source: 'mine', authority: 'user', patterns: [{ pattern, label }, { pattern: CANARY }] },
    { source: 'mine too', authority: 'user', allow: [`/${pattern}/`] },
  ]);
  const its = compile([{ source: 'its', authority: 'workspace', allow: [pattern, `/${pattern}/`] }]);
  promised('a workspace lets nothing through', its.problems.length === 2 && !its.allows(pattern) && !its.allows(unit));
  const [refused, ...others] = rules.problems.filter(({ source }) => source === 'mine');
  promised(
    'a refused pattern comes with its reason',
    others.length === 0 && (refused === undefined || tell(refused.reason).length > 10),
  );
  promised('asking whether a value may stay has an answer', typeof rules.allows(unit) === 'boolean');
  const text = `canary-17 ${repeatTo(unit, LENGTH)}`;
  const spans: Span[] = [];
  let canary = false;
  const began = performance.now();
  rules.find(text, ({ start, end }, { label: said }) => {
    if (said === 'CUSTOM' && text.slice(start, end) === 'canary-17') canary = true;
    spans.push({ start, end });
    promised('labels are fit for placeholders', /^[A-Z]+(?:_[A-Z]+)*$/.test(said) && said.length <= 26, () => said);
  });
  const ms = performance.now() - began;
  promised('a refused pattern leaves the others in force', refused === undefined || canary);
  promised(
    'spans are within the text and not empty',
    spans.every(({ start, end }) => start >= 0 && end > start && end <= text.length),
  );
  if (refused !== undefined || ms < SUSPICIOUS_MS) return;
  const growth = grows((length) => {
    rules.find(repeatTo(unit, length), () => undefined);
  }, lengths);
  promised('time grows with the text', growth === null, () => String(growth));
}

function repeatTo(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
