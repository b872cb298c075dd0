import { FIND_PLACES_WASM } from './find-places-wasm.ts';

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
}

/** Kinds of places, and what the third number says. */
export const PLACE = {
  /** A window that is known; its four characters, bit 5 of each set. The place is where it begins. */
  window: 0,
  /** Of the sixteen characters from the place on, a bit for each that is not ASCII. */
  foreign: 1,
  /** A bit for each digit that follows a digit. */
  digits: 2,
  /** A bit for each `:` or `-` behind two hexadecimal digits between two of them, and each `:` behind four. */
  separators: 3,
  /** A run of at least {@link MIN_RUN} characters of `A–Z a–z 0–9 + / = _ - .`; how many. */
  run: 4,
  /** Before each run, a bit for each `+`, `.`, `/` and `=` in it. */
  joints: 5,
} as const;

/** Runs shorter than this are not reported. */
export const MIN_RUN = 20;
/** What is not ASCII, in place of its code. */
export const FOREIGN_BYTE = 255;

/** Where things are in the module's memory; find-places.wat has the same numbers. */
const WINDOWS = 0;
const SETS = { rightward: 0x20000, leftward: 0x24000, lonely: 0x28000 };
/** Another factor for the second look, or what one takes for known so would the other. */
const FIRST_HASH = { factor: 0x297a2d39, bits: 20 };
const SECOND_HASH = { factor: 0x85ebca6b, bits: 17 };
const LEAD = 0x2c000;
const LEAD_LENGTH = 16;
const AHEAD = 32;
const PLACES = 0x35000;
/** Characters looked at in one go; what a text leaves in memory is wiped, and no more than this. */
export const BLOCK = 32_768;
const STEP = 16;
/** Of a text that is not all ASCII most stretches are. */
const STRETCH = 512;

const module = new WebAssembly.Module(
  Uint8Array.from(FIND_PLACES_WASM.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
);
const encoder = new TextEncoder();

/**
 * Goes through texts for the places where detectors have something to look at. In WebAssembly for
 * its instructions on sixteen characters at once: the same in JavaScript takes three times as long.
 */
export class PlaceFinder {
  readonly #find: Exports['find'];
  readonly #bytes: Uint8Array;
  readonly #places: Int32Array;
  #isBusy = false;

  constructor() {
    const { memory, find } = new WebAssembly.Instance(module).exports as Exports;
    this.#find = find;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#places = new Int32Array(memory.buffer, PLACES);
  }

  /** Makes a window known: four characters with bit 5 set. */
  know(window: number): void {
    this.#set(WINDOWS, hash(window, FIRST_HASH));
  }

  /** A known window counts only with this character behind it, one before it, or any. */
  allow(window: number, neighbour: { readonly behind: number } | { readonly before: number } | 'any'): void {
    if (neighbour === 'any') this.#set(SETS.lonely, hash(window, SECOND_HASH));
    else if ('behind' in neighbour) this.#set(SETS.rightward, hash(beside(window, neighbour.behind), SECOND_HASH));
    else this.#set(SETS.leftward, hash(beside(window, neighbour.before), SECOND_HASH));
  }

  /** Calls back for each place, in order within each kind. Not to be called again before it is done. */
  eachPlace(text: string, found: Found): void {
    if (this.#isBusy) throw new Error('a finder goes through one text at a time');
    this.#isBusy = true;
    try {
      this.#eachPlace(text, found);
    } finally {
      this.#isBusy = false;
    }
  }

  #eachPlace(text: string, found: Found): void {
    for (let at = 0; at <= text.length; at += BLOCK) {
      this.#write(text, at);
      // One more than there are characters: what is behind the end ends the last run.
      const steps = Math.ceil(Math.min(BLOCK, text.length - at + 1) / STEP);
      const count = this.#find(at, steps) * 3;
      const places = this.#places;
      for (let i = 0; i < count; i += 3) {
        const start = places[i + 1] as number;
        if (places[i] === PLACE.run && start < at - LEAD_LENGTH) eachJoint(text, start, places[i + 2] as number, found);
        found(places[i] as number, start, places[i + 2] as number);
      }
    }
    // Nothing of the text stays.
    this.#bytes.fill(0, LEAD, LEAD + LEAD_LENGTH + Math.min(BLOCK, text.length) + AHEAD);
  }

  #set(start: number, bit: number): void {
    const at = start + (bit >>> 3);
    this.#bytes[at] = (this.#bytes[at] as number) | (1 << (bit & 7));
  }

  /** Writes the block that begins at a place, one byte a character, with what is before and behind it. */
  #write(text: string, at: number): void {
    const from = Math.max(0, at - LEAD_LENGTH);
    const to = Math.min(text.length, at + BLOCK + AHEAD);
    const origin = LEAD + LEAD_LENGTH - at;
    this.#copy(text, from, to, origin);
    this.#bytes.fill(0, origin + to, origin + to + AHEAD);
  }

  #copy(text: string, from: number, to: number, origin: number): void {
    if (this.#encode(text, from, to, origin)) return;
    for (let start = from; start < to; start += STRETCH) {
      const end = Math.min(to, start + STRETCH);
      if (this.#encode(text, start, end, origin)) continue;
      for (let i = start; i < end; i++) {
        const code = text.charCodeAt(i);
        this.#bytes[origin + i] = code > 127 ? FOREIGN_BYTE : code;
      }
    }
  }

  /** The platform's encoder copies many times as fast as a loop; `false` if not all is ASCII. */
  #encode(text: string, from: number, to: number, origin: number): boolean {
    const { read, written } = encoder.encodeInto(
      text.slice(from, to),
      this.#bytes.subarray(origin + from, origin + to),
    );
    return read === to - from && written === read;
  }
}

/** For a run that is no longer in memory as a whole. */
function eachJoint(text: string, start: number, length: number, found: Found): void {
  for (let at = start; at < start + length; at++) {
    const code = text.charCodeAt(at);
    if (code === 43 || code === 46 || code === 47 || code === 61) found(PLACE.joints, at, 1);
  }
}

function hash(window: number, { factor, bits }: typeof FIRST_HASH): number {
  return Math.imul(window, factor) >>> (32 - bits);
}

function beside(window: number, code: number): number {
  return window ^ Math.imul(code | 32, 0x27d4eb2f);
}
