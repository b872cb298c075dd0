import { FIND_PLACES_WASM } from './find-places-wasm.ts';
import { numberAt, type NumberRun } from './number-at.ts';
import { GLANCE, mayHaveValue, mayHeadColumn, SIGNS } from './may-have-value.ts';

/** Of the platform, and pure: no imports, so no way out. A library of types without a platform does not know them. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare const TextEncoder: new () => {
  encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number };
};

/** The kind of a place, the place, and what the kind says. */
type Found = (kind: number, at: number, what: number) => void;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: (at: number, steps: number) => number;
  readonly narrow: (length: number, to: number) => number;
}

/** Kinds of places, and what the third number says. */
export const PLACE = {
  /** A literal; which. */
  literal: 0,
  /** Of the thirty-two characters from the place on, a bit for each that is not ASCII. */
  foreign: 1,
  /** A bit for each digit that follows a digit. */
  digits: 2,
  /** A bit for each `:` or `-` behind two hexadecimal digits between two of them, and each `:` behind four. */
  separators: 3,
  /**
   * A run of at least {@link MIN_RUN} characters of `A–Z a–z 0–9 + / = _ - .`; how many. Only those
   * with a digit, with twelve capitals side by side, or whose small letters turn to capitals at least
   * once in six characters: what machines make up, and few names.
   */
  run: 4,
  /** Before each run, a bit for each `+`, `.`, `/` and `=` in it. */
  joints: 5,
} as const;

/** Runs shorter than this are not reported. */
export const MIN_RUN = 20;
/** Where things are in the module's memory; find-places.wat has the same numbers. */
const WINDOWS = 0;
const SETS = { rightward: 0x20000, leftward: 0x24000, short: 0x28000, words: 0xbc000 };
/** Another factor for the second look, or what one takes for known so would the other. */
const FIRST_HASH = { factor: 0x297a2d39, bits: 20 };
const SECOND_HASH = { factor: 0x85ebca6b, bits: 17 };
const LEAD = 0x2c000;
const LEAD_LENGTH = GLANCE;
const AHEAD = GLANCE;
const UTF8 = 0xa0000;
const SIGN_TABLE = 0xbbf00;
const TABLE = { start: 0xc0000, slots: 1 << 14, factor: 0x85ebca6b };
const ENTRIES = { start: 0xe0000, bytes: 16 };
const POOL = { start: 0x100000, end: 0x120000 };
const PLACES = 0x120000;
/** Characters looked at in one go; what a text leaves in memory is wiped, and no more than this. */
export const BLOCK = 32_768;
const STEP = 64;

const module = new WebAssembly.Module(
  Uint8Array.from(FIND_PLACES_WASM.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
);
const encoder = new TextEncoder();

/** What a literal needs about it to be worth a look: bits. */
export const NEEDS = {
  nothing: 0,
  /** To be a word: in small letters it has no small letter before it, and behind it only one of `number`, `code`. */
  word: 1,
  /** A sign of a notation behind it. */
  sign: 2,
  /** To be a name that may have a value, see {@link mayHaveValue}. */
  value: 4,
  /** A long run near behind it, or to be a name that may head a table. */
  run: 8,
  /** A value of eight characters at least. Only with `value`. */
  key: 16,
} as const;

/** Values stand no further from their names, but for those in tables. */
const FAR = 400;

/** A literal as the finder knows it: all ASCII. */
export interface FinderEntry {
  readonly literal: number;
  /** The literal's characters, ASCII letters small. */
  readonly codes: Uint8Array;
  /** Where in the literal the window begins, or the three characters. */
  readonly offset: number;
  readonly needs: number;
}

/**
 * Goes through texts for the places where detectors have something to look at. In WebAssembly for
 * its instructions on sixteen characters at once: the same in JavaScript takes three times as long.
 */
export class PlaceFinder {
  readonly #find: Exports['find'];
  readonly #narrow: Exports['narrow'];
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #utf8: Uint8Array;
  #isBusy = false;
  /** Of the block in memory: the place that a look for runs goes on from, where places end, and whether text goes on. */
  #cursor = 0;
  #end = 0;
  #goesOn = false;
  /** Where in memory the text's first character would be. */
  #origin = 0;

  constructor() {
    const { memory, find, narrow } = new WebAssembly.Instance(module).exports as Exports;
    this.#find = find;
    this.#narrow = narrow;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
    this.#utf8 = this.#bytes.subarray(UTF8, SIGN_TABLE);
    this.#bytes.set(SIGNS, SIGN_TABLE);
  }

  /** Makes a window known: four characters with bit 5 set. */
  know(window: number): void {
    this.#set(WINDOWS, hash(window, FIRST_HASH));
  }

  /** A known window counts only with this character behind it, or before it. */
  allow(window: number, neighbour: { readonly behind: number } | { readonly before: number }): void {
    if ('behind' in neighbour) this.#set(SETS.rightward, hash(beside(window, neighbour.behind), SECOND_HASH));
    else this.#set(SETS.leftward, hash(beside(window, neighbour.before), SECOND_HASH));
  }

  /**
   * Makes three characters known, with bit 5 set, that begin a known window or stand a character
   * further in it; if they are to begin a word, not where small letters are before small ones.
   */
  allowShort(three: number, isWord: boolean): void {
    this.#set(SETS.short, hash(three, SECOND_HASH));
    if (isWord) this.#set(SETS.words, hash(three, SECOND_HASH));
  }

  /** Which literals are tried where a window is, or three characters; for each of them once, after they are allowed. */
  lookUp(entries: ReadonlyMap<number, readonly FinderEntry[]>): void {
    if (entries.size > TABLE.slots / 2) throw new Error('too many literals for the table');
    const pool = new Map<number, number>();
    let entry = ENTRIES.start;
    let free = POOL.start;
    for (const [key, all] of entries) {
      let slot = Math.imul(key, TABLE.factor) >>> 18;
      while (this.#words[TABLE.start / 4 + slot * 2] !== 0) slot = (slot + 1) & (TABLE.slots - 1);
      this.#words.set([key, (entry << 8) | all.length], TABLE.start / 4 + slot * 2);
      for (const { literal, codes, offset, needs } of all) {
        let place = pool.get(literal);
        if (place === undefined) {
          if (codes.length >= GLANCE) throw new Error('too long a literal');
          place = free;
          free += codes.length;
          if (free > POOL.end) throw new Error('too many literals for the pool');
          pool.set(literal, place);
          this.#bytes.set(codes, place);
        }
        this.#words.set(
          [literal, offset, codes.length | ((needs & (NEEDS.word | NEEDS.sign)) << 16), place],
          entry / 4,
        );
        entry += ENTRIES.bytes;
        if (entry > POOL.start || all.length > 255) throw new Error('too many literals for the entries');
      }
    }
  }

  /**
   * Whether a run is about a place or begins near behind it, or that is not known yet. To be asked
   * during a call back, about places in order.
   */
  hasRunNear(at: number): boolean {
    const words = this.#words;
    for (; this.#cursor < this.#end; this.#cursor += 3) {
      if (words[this.#cursor] !== PLACE.run) continue;
      const start = words[this.#cursor + 1] as number;
      if (start + (words[this.#cursor + 2] as number) > at) return start - at <= FAR;
    }
    return this.#goesOn;
  }

  /** Whether a literal may be the head of a column. To be asked during a call back, about its own place. */
  mayHeadColumn(start: number, end: number): boolean {
    return mayHeadColumn(this.#bytes, this.#origin + start, this.#origin + end);
  }

  /**
   * The number that two digits are in, which begins at `from` or behind it; or from where on to look
   * for the next. To be asked as the others.
   */
  numberAt(at: number, from: number): NumberRun | number {
    const found = numberAt(this.#bytes, this.#origin + at, this.#origin + from);
    return typeof found === 'number'
      ? found - this.#origin
      : { ...found, start: found.start - this.#origin, end: found.end - this.#origin };
  }

  /** Whether a literal may be a name with a value. To be asked during a call back, about its own place. */
  mayHaveValue(start: number, end: number, isKey: boolean): boolean {
    return mayHaveValue(this.#bytes, this.#origin + start, this.#origin + end, isKey);
  }

  /** Calls back for each place, in order within each kind. Not to be called again before it is done. */
  eachPlace(text: string, found: Found): void {
    if (this.#isBusy) throw new Error('a finder goes through one text at a time');
    this.#isBusy = true;
    try {
      this.#eachPlace(text, found);
    } finally {
      // Nothing of the text stays.
      this.#bytes.fill(0, LEAD, LEAD + LEAD_LENGTH + Math.min(BLOCK, text.length) + AHEAD);
      this.#isBusy = false;
    }
  }

  #eachPlace(text: string, found: Found): void {
    for (let at = 0; at <= text.length; at += BLOCK) {
      this.#write(text, at);
      this.#origin = LEAD + LEAD_LENGTH - at;
      // One more than there are characters: what is behind the end ends the last run.
      const steps = Math.ceil(Math.min(BLOCK, text.length - at + 1) / STEP);
      const end = PLACES / 4 + this.#find(at, steps) * 3;
      this.#cursor = PLACES / 4;
      this.#end = end;
      this.#goesOn = at + BLOCK <= text.length;
      const places = this.#words;
      for (let i = PLACES / 4; i < end; i += 3) {
        const start = places[i + 1] as number;
        if (places[i] === PLACE.run && start < at - LEAD_LENGTH) {
          if (!isOdd(text, start, places[i + 2] as number)) continue;
          eachJoint(text, start, places[i + 2] as number, found);
        }
        found(places[i] as number, start, places[i + 2] as number);
      }
    }
  }

  #set(start: number, bit: number): void {
    const at = start + (bit >>> 3);
    this.#bytes[at] = (this.#bytes[at] as number) | (1 << (bit & 7));
  }

  /** Writes the block that begins at a place, one byte a character, with what is before and behind it. */
  #write(text: string, at: number): void {
    const from = Math.max(0, at - LEAD_LENGTH);
    const to = Math.min(text.length, at + BLOCK + AHEAD);
    // The platform's encoder copies many times as fast as a loop.
    const part = to - from === text.length ? text : text.slice(from, to);
    const start = LEAD + LEAD_LENGTH + from - at;
    // What is all ASCII, as most texts are, is in its place at once.
    const { written } = encoder.encodeInto(part, this.#bytes.subarray(start, UTF8));
    let end = start + written;
    if (written > part.length) {
      this.#utf8.set(this.#bytes.subarray(start, end));
      this.#bytes.fill(0, start + part.length, end);
      end = this.#narrow(written, start);
      this.#utf8.fill(0, 0, written);
    }
    this.#bytes.fill(0, end, end + AHEAD);
  }
}

/** What find-places.wat asks of runs, for one that is no longer in memory as a whole. */
function isOdd(text: string, start: number, length: number): boolean {
  let turns = 0;
  let capitals = 0;
  let isSmall = false;
  for (let at = start; at < start + length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) return true;
    const isCapital = code >= 65 && code <= 90;
    if (isCapital && isSmall) turns++;
    capitals = isCapital ? capitals + 1 : 0;
    if (capitals === 12) return true;
    isSmall = code >= 97 && code <= 122;
  }
  return (turns + 1) * 6 > length;
}

/** For such a run. */
function eachJoint(text: string, start: number, length: number, found: Found): void {
  for (const { index } of text.slice(start, start + length).matchAll(/[+./=]/g)) found(PLACE.joints, start + index, 1);
}

function hash(window: number, { factor, bits }: typeof FIRST_HASH): number {
  return Math.imul(window, factor) >>> (32 - bits);
}

function beside(window: number, code: number): number {
  return window ^ Math.imul(code | 32, 0x27d4eb2f);
}
