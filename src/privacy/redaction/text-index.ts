import type { Span } from './detector-notes.ts';
import { COMMON_WINDOWS } from './places/common-windows.ts';
import { FOREIGN_BYTE, PLACE, PlaceFinder } from './places/find-places.ts';

/** What a pass over a text comes upon. */
export interface Finds {
  /** The literal's place in the list, and where it begins. */
  literal(which: number, start: number): void;
  /** At least twenty characters of `A–Z a–z 0–9 + / = _ - .`; the run holds for as long as the call. */
  run(run: Run): void;
  /** A `:` or `-` that joins hexadecimal groups. Answers from where on it wants to hear of more. */
  separator(at: number): number;
  /** Two digits side by side. Answers from where on it wants to hear of digits again. */
  digits(at: number): number;
}

/** A long run of characters of tokens. */
export interface Run extends Span {
  /** Where in it `=`, `/`, `.` and `+` stand, which join a token to something before it. */
  readonly joints: readonly number[];
}

/** What may stand beside a literal, folded; zeros are behind the end. */
const NEIGHBOURS = [...new Set(Array.from({ length: 128 }, (_, code) => code | 32)), FOREIGN_BYTE];

interface Entry {
  readonly literal: number;
  /** The literal's characters, ASCII letters small. */
  readonly codes: Uint16Array;
  /** Where in the literal the window begins; -1 if a character before. */
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
export function indexText(literals: readonly string[]): (text: string, finds: Finds) => void {
  const finder = new PlaceFinder();
  const byWindow = new Map<number, Entry[]>();
  const foreign = new Map<number, Entry[]>();

  literals.forEach((literal, index) => {
    const codes = Uint16Array.from({ length: literal.length }, (_, i) => small(literal.charCodeAt(i)));
    const alien = codes.findIndex((code) => code > 127);
    if (alien >= 0) {
      add(foreign, codes[alien] as number, { literal: index, codes, offset: alien });
      return;
    }
    if (codes.length < 3) throw new Error(`too short to be indexed: ${literal}`);
    if (codes.length >= 5) {
      let best = 0;
      for (let i = 1; i + 5 <= codes.length; i++)
        if (frequencyOfBoth(literal, i) < frequencyOfBoth(literal, best)) best = i;
      const left = foldedAt(codes, best);
      const right = foldedAt(codes, best + 1);
      addWindow(left, { literal: index, codes, offset: best });
      addWindow(right, { literal: index, codes, offset: best + 1 });
      finder.allow(left, { behind: codes[best + 4] as number });
      finder.allow(right, { before: codes[best] as number });
      return;
    }
    // Short ones do not fill two windows, so the neighbour may be anything.
    const before = codes.length === 3 || frequency(literal.slice(0, 3)) < frequency(literal.slice(1));
    for (const offset of [0, before ? -1 : 1]) {
      const fixed = foldedAt(codes, offset);
      const entry = { literal: index, codes, offset };
      const whole = offset >= 0 && offset + 4 <= codes.length;
      for (const any of NEIGHBOURS) {
        const window = whole ? fixed : fixed | (any << (offset < 0 ? 0 : 24));
        addWindow(window, entry);
        finder.allow(window, 'any');
        if (whole) break;
      }
    }
  });

  function addWindow(window: number, entry: Entry): void {
    finder.know(window);
    add(byWindow, window | 0, entry);
  }
  const lookUp = packEntries(byWindow);

  return (text, finds) => {
    let digitsFrom = 0;
    let separatorsFrom = 0;
    const joints: number[] = [];
    finder.eachPlace(text, (kind, at, what) => {
      if (kind === PLACE.window) {
        lookUp(text, what, at, finds);
      } else if (kind === PLACE.digits) {
        for (let mask = what; mask !== 0; mask &= mask - 1) {
          const first = at + lowest(mask) - 1;
          if (first >= digitsFrom) digitsFrom = finds.digits(first);
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
          compare(foreign.get(text.charCodeAt(place)), text, place, finds);
        }
      }
    });
  };
}

/** The place of the lowest bit that is set. */
function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

/**
 * The literals behind windows, packed: a table of windows with open addressing, at most half full,
 * and behind it numbers only, since every step from object to object may miss the cache.
 */
function packEntries(
  byWindow: ReadonlyMap<number, readonly Entry[]>,
): (text: string, window: number, at: number, finds: Finds) => void {
  const size = 1 << (33 - Math.clz32(byWindow.size));
  const windows = new Int32Array(size);
  const firsts = new Int32Array(size + 1);
  const total = Array.from(byWindow.values()).reduce((sum, entries) => sum + entries.length, 0);
  /** For each entry: literal, offset, length, where its characters begin in the pool. */
  const packed = new Int32Array(total * 4);
  const counts = new Uint16Array(size);
  const pool: number[] = [];
  const inPool = new Map<number, number>();
  let next = 0;
  for (const [window, entries] of byWindow) {
    let slot = placeOf(window, size);
    while (windows[slot] !== 0) slot = (slot + 1) & (size - 1);
    windows[slot] = window;
    firsts[slot] = next;
    counts[slot] = entries.length;
    for (const { literal, codes, offset } of entries) {
      let start = inPool.get(literal);
      if (start === undefined) {
        start = pool.length;
        inPool.set(literal, start);
        pool.push(...codes);
      }
      packed.set([literal, offset, codes.length, start], next * 4);
      next++;
    }
  }
  const letters = Uint8Array.from(pool);

  return (text, window, at, finds) => {
    let slot = placeOf(window, size);
    while (windows[slot] !== window) {
      if (windows[slot] === 0) return;
      slot = (slot + 1) & (size - 1);
    }
    const first = firsts[slot] as number;
    const end = first + (counts[slot] as number);
    for (let entry = first; entry < end; entry++) {
      const start = at - (packed[entry * 4 + 1] as number);
      const length = packed[entry * 4 + 2] as number;
      const from = packed[entry * 4 + 3] as number;
      if (start < 0 || start + length > text.length) continue;
      let i = 0;
      while (i < length && small(text.charCodeAt(start + i)) === letters[from + i]) i++;
      if (i === length) finds.literal(packed[entry * 4] as number, start);
    }
  };
}

function placeOf(window: number, size: number): number {
  return (Math.imul(window, 0x85ebca6b) >>> 7) & (size - 1);
}

/** Four characters as one number, with bit 5 of each set: letters alike in both cases. Places outside the literal are 0. */
function foldedAt(codes: Uint16Array, offset: number): number {
  let window = 0;
  for (let i = 0; i < 4; i++) {
    const code = codes[offset + i];
    if (code !== undefined) window |= (code | 32) << (8 * i);
  }
  return window;
}

function compare(entries: readonly Entry[] | undefined, text: string, at: number, finds: Finds): void {
  if (entries === undefined) return;
  for (const { literal, codes, offset } of entries) {
    const start = at - offset;
    if (start < 0 || start + codes.length > text.length) continue;
    let i = 0;
    while (i < codes.length && small(text.charCodeAt(start + i)) === codes[i]) i++;
    if (i === codes.length) finds.literal(literal, start);
  }
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

function add(map: Map<number, Entry[]>, key: number, entry: Entry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
