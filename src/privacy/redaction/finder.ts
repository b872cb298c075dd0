import type { DetectorNotes, Span } from './detector-notes.ts';
import { personalFamilies, SECRET_FAMILIES } from './detectors.ts';
import { createKnownValues, KNOWN_VALUE, type KnownValue } from './known-values.ts';
import { createDeepScanner, settle, type DetectorOptions, type Match, type Scanner } from './scan.ts';
import { compileRules, type RuleLayer, type RuleOrigin, type UserRules } from './user-rules.ts';

/** Something to redact. Plain data, so that a worker can send it; never the value. */
export interface Found extends Span {
  /** The detector's id. */
  readonly type: string;
  /** The detector's label. */
  readonly label: string;
  readonly kind: DetectorNotes['kind'];
  /** The rule that found it; not for built-in detectors and known values. */
  readonly rule?: RuleOrigin;
  /** Where several finds became one span: each of them. */
  readonly within?: readonly Found[];
}

/** Finds what is to be redacted: spans in order that do not overlap. */
export type Finder = (text: string) => readonly Found[];

/** What to look for. Plain data, so that a worker can be given it. */
export interface FinderOptions extends Partial<DetectorOptions> {
  /** Values that are found in any encoding, whatever rules allow. */
  readonly knownValues?: readonly KnownValue[];
  /** Of the user and of the workspace. */
  readonly rules?: readonly RuleLayer[];
}

const scanners = new Map<string, Scanner>();
const KNOWN_RANK = -2;

/** Scanners are built once for each choice of options: the index over all literals takes its time. */
function scannerFor(options: DetectorOptions): Scanner {
  const key = `${String(options.privateAddresses)} ${String(options.leaveTestCards)}`;
  const known = scanners.get(key);
  if (known !== undefined) return known;
  const made = createDeepScanner(
    SECRET_FAMILIES.flatMap((family) => family.detectors),
    personalFamilies(options).flatMap((family) => family.detectors),
  );
  scanners.set(key, made);
  return made;
}

/** Finds with the built-in detectors, the user's rules and the known values. Holds no state between texts. */
export function createFinder(options: FinderOptions = {}): Finder {
  const { knownValues = [], rules = [], privateAddresses = false, leaveTestCards = false } = options;
  const scan = scannerFor({ privateAddresses, leaveTestCards });
  const known = createKnownValues(knownValues);
  const own = rules.length === 0 ? null : compileRules(rules);

  return (text) => {
    const scanned = scan(text);
    const matches: Match[] =
      own === null ? [...scanned] : scanned.filter((match) => !own.allows(text.slice(match.start, match.end)));
    known.find(text, ({ start, end }, label) => {
      matches.push({ start, end, detector: { ...KNOWN_VALUE, label }, rank: KNOWN_RANK });
    });
    const found = (matches.length === 0 ? [] : settle(matches)).map(
      ({ start, end, detector: { id, label, kind } }): Found => ({ start, end, type: id, label, kind }),
    );
    return own === null ? found : widen(found, addedBy(own, text));
  };
}

function addedBy(rules: UserRules, text: string): readonly Found[] {
  const added: Found[] = [];
  rules.find(text, ({ start, end }, { id, label, kind }, rule) => {
    if (!rules.allows(text.slice(start, end))) added.push({ start, end, type: id, label, kind, rule });
  });
  return added;
}

/**
 * Adds what rules found: all that either covers is covered, so a rule never takes from what was
 * found without it. Where they overlap, the span bears the rule's name, as its writer knows best what
 * it is; a known value keeps its own.
 */
function widen(found: readonly Found[], added: readonly Found[]): readonly Found[] {
  if (added.length === 0) return found;
  const sorted = [...added, ...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const groups: { end: number; readonly members: Found[] }[] = [];
  for (const match of sorted) {
    const last = groups.at(-1);
    if (last === undefined || match.start >= last.end) groups.push({ end: match.end, members: [match] });
    else {
      last.end = Math.max(last.end, match.end);
      last.members.push(match);
    }
  }
  return groups.map(({ end, members }) => {
    const [first] = members as [Found];
    if (members.length === 1) return first;
    const { type, label, kind, rule } = members.reduce((a, b) => (namesSpan(b) > namesSpan(a) ? b : a));
    return { start: first.start, end, type, label, kind, ...(rule && { rule }), within: members };
  });
}

/** Who names a span that several found: the higher. */
function namesSpan({ type, rule }: Found): number {
  return type === KNOWN_VALUE.id ? 2 : rule === undefined ? 0 : 1;
}
