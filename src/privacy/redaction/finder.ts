import type { DetectorNotes, Span } from './detector-notes.ts';
import { personalFamilies, SECRET_FAMILIES } from './detectors.ts';
import { createKnownValues, KNOWN_VALUE, type KnownValue } from './known-values.ts';
import { createDeepScanner, settle, type DetectorOptions, type Match, type Scanner } from './scan.ts';
import { compileRules, type RuleLayer } from './user-rules.ts';

/** Something to redact. Plain data, so that a worker can send it; never the value. */
export interface Found extends Span {
  /** The detector's id. */
  readonly type: string;
  /** The detector's label. */
  readonly label: string;
  readonly kind: DetectorNotes['kind'];
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
const USER_RANK = -1;
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
    let matches = scan(text) as Match[];
    if (own !== null) {
      matches = matches.filter((match) => !own.allows(text.slice(match.start, match.end)));
      own.find(text, ({ start, end }, detector) => {
        if (!own.allows(text.slice(start, end))) matches.push({ start, end, detector, rank: USER_RANK });
      });
    }
    known.find(text, ({ start, end }, label) => {
      matches.push({ start, end, detector: { ...KNOWN_VALUE, label }, rank: KNOWN_RANK });
    });
    if (matches.length === 0) return [];
    return settle(matches).map(({ start, end, detector: { id, label, kind } }) => ({
      start,
      end,
      type: id,
      label,
      kind,
    }));
  };
}
