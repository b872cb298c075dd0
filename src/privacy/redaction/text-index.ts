import type { Span } from './detector-notes.ts';
import { COMMON_WINDOWS } from './places/common-windows.ts';
import { NEEDS, PLACE, PlaceFinder, type FinderEntry } from './places/find-places.ts';
import { FOREIGN_BYTE } from './places/foreign-byte.ts';
import type { NumberRun } from './places/number-at.ts';

/** What a pass over a text comes upon. */
export interface Finds {
  /** The literal's place in the list, where it begins and ends. */
  literal(which: number, start: number, end: number): void;
  /**
   * At least twenty characters of `A–Z a–z 0–9 + / = _ - .`, with a digit or capitals as no name has
   * them; the run holds for as long as the call.
   */
  run(run: Run): void;
  /** A `:` or `-` that joins hexadecimal groups. Answers from where on it wants to hear of more. */
  separator(at: number): number;
  /** A number that may be more than one. Answers from where on it wants to hear of numbers again. */
  number(run: NumberRun): number;
}

/** A long run of characters of tokens. */
export interface Run extends Span {
  /** Where in it `=`, `/`, `.` and `+` stand, which join a token to something before it. */
  readonly joints: readonly number[];
}

/** What may stand beside a literal, folded; zeros are behind the end. */
const NEIGHBOURS = [...new Set(Array.from({ length: 128 }, (_, code) => code | 32)), FOREIGN_BYTE];

interface ForeignEntry {
  readonly literal: number;
  readonly offset: number;
}

/** How often programs have a piece of three or four characters, in a million; what is rare is not listed. */
const FREQUENCY = new Map<string, number>();
for (const { perMillion, threes, fours } of COMMON_WINDOWS) {
  for (let i = 0; i < threes.length; i += 3) FREQUENCY.set(threes.slice(i, i + 3), perMillion);
  for (let i = 0; i < fours.length; i += 4) FREQUENCY.set(fours.slice(i, i + 4), perMillion);
}

/**
 * One pass over a text for everything that leads detectors to their work: literals, long runs of
 * token characters, numbers.
 *
 * A window of four characters moves along in steps of two; each literal is known by the two windows
 * of it that are the rarest in programs, one for either parity. Where a bit set knows the window,
 * the literals behind it are compared. ASCII letters match in either case. Literals have at least
 * three characters, or one that is not ASCII.
 */
export function indexText(
  literals: readonly string[],
  needs: readonly number[] = [],
): (text: string, finds: Finds) => void {
  const finder = new PlaceFinder();
  const byKey = new Map<number, FinderEntry[]>();
  const foreign = new Map<number, ForeignEntry[]>();
  const spelled = literals.map((literal) =>
    Uint16Array.from({ length: literal.length }, (_, i) => small(literal.charCodeAt(i))),
  );

  spelled.forEach((characters, literal) => {
    const alien = characters.findIndex((code) => code > 127);
    if (alien >= 0) {
      add(foreign, characters[alien] as number, { literal, offset: alien });
      return;
    }
    if (characters.length < 3) throw new Error(`too short to be indexed: ${literals[literal] ?? ''}`);
    const codes = Uint8Array.from(characters);
    const known = { literal, codes, needs: needs[literal] ?? NEEDS.nothing };
    if (codes.length >= 5) {
      const spelling = literals[literal] as string;
      let best = 0;
      for (let i = 1; i + 5 <= codes.length; i++)
        if (frequencyOfBoth(spelling, i) < frequencyOfBoth(spelling, best)) best = i;
      const left = foldedAt(codes, best);
      const right = foldedAt(codes, best + 1);
      for (const [window, offset] of [
        [left, best],
        [right, best + 1],
      ] as const) {
        finder.know(window);
        add(byKey, window, { ...known, offset });
      }
      finder.allow(left, { behind: codes[best + 4] as number });
      finder.allow(right, { before: codes[best] as number });
      return;
    }
    // Short ones do not fill two windows: known by their first three characters, whatever is beside them.
    const three = foldedAt(codes.subarray(0, 3), 0);
    add(byKey, three, { ...known, offset: 0 });
    if (codes.length === 4) finder.know(foldedAt(codes, 0));
    for (const any of NEIGHBOURS) {
      if (codes.length === 3) finder.know(three | (any << 24));
      finder.know((three << 8) | any);
    }
  });
  for (const [key, entries] of byKey)
    if (key >>> 24 === 0)
      finder.allowShort(
        key,
        entries.every((entry) => (entry.needs & NEEDS.word) !== 0),
      );
  finder.lookUp(byKey);
  const lengths = Uint16Array.from(literals, (literal) => literal.length);
  const allNeeds = Uint8Array.from(literals, (_, i) => needs[i] ?? NEEDS.nothing);
  const isKnown = new Uint8Array(65536);
  for (const code of foreign.keys()) isKnown[code] = 1;

  return (text, finds) => {
    let digitsFrom = 0;
    let separatorsFrom = 0;
    const joints: number[] = [];
    const report = (literal: number, start: number): void => {
      const end = start + (lengths[literal] as number);
      const needed = allNeeds[literal] as number;
      if ((needed & NEEDS.value) !== 0 && !finder.mayHaveValue(start, end, (needed & NEEDS.key) !== 0)) return;
      if ((needed & NEEDS.run) !== 0 && !finder.hasRunNear(end) && !finder.mayHeadColumn(start, end)) return;
      finds.literal(literal, start, end);
    };
    finder.eachPlace(text, (kind, at, what) => {
      if (kind === PLACE.literal) {
        report(what, at);
      } else if (kind === PLACE.digits) {
        for (let mask = what; mask !== 0; mask &= mask - 1) {
          const first = at + lowest(mask) - 1;
          if (first < digitsFrom) continue;
          const number = finder.numberAt(first, digitsFrom);
          digitsFrom = typeof number === 'number' ? number : finds.number(number);
        }
      } else if (kind === PLACE.run) {
        finds.run({ start: at, end: at + what, joints });
        joints.length = 0;
      } else if (kind === PLACE.joints) {
        for (let mask = what; mask !== 0; mask &= mask - 1) joints.push(at + lowest(mask));
      } else if (kind === PLACE.separators) {
        for (let mask = what; mask !== 0; mask &= mask - 1) {
          const separator = at + lowest(mask);
          if (separator >= separatorsFrom) separatorsFrom = finds.separator(separator);
        }
      } else {
        for (let mask = what; mask !== 0; mask &= mask - 1) {
          const place = at + lowest(mask);
          const code = text.charCodeAt(place);
          if (isKnown[code] !== 1) continue;
          for (const { literal, offset } of foreign.get(code) ?? [])
            if (stands(spelled[literal] as Uint16Array, text, place - offset)) report(literal, place - offset);
        }
      }
    });
  };
}

/** The place of the lowest bit that is set. */
function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

/** Four characters as one number, with bit 5 of each set: letters alike in both cases. Places outside the literal are 0. */
function foldedAt(codes: Uint8Array, offset: number): number {
  let window = 0;
  for (let i = 0; i < 4; i++) {
    const code = codes[offset + i];
    if (code !== undefined) window |= (code | 32) << (8 * i);
  }
  return window;
}

/** Whether a literal stands at a place. */
function stands(codes: Uint16Array, text: string, start: number): boolean {
  if (start < 0 || start + codes.length > text.length) return false;
  let i = 0;
  while (i < codes.length && small(text.charCodeAt(start + i)) === codes[i]) i++;
  return i === codes.length;
}

function small(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}

/** How often programs have the two windows that begin at a place and behind it. */
function frequencyOfBoth(literal: string, from: number): number {
  return frequency(literal.slice(from, from + 4)) + frequency(literal.slice(from + 1, from + 5));
}

function frequency(piece: string): number {
  return FREQUENCY.get(piece) ?? 0;
}

function add<T>(map: Map<number, T[]>, key: number, entry: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
