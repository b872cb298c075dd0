/** What a pass over a text comes upon. */
export interface Finds {
  /** The literal's place in the list, and where it begins. */
  literal(which: number, start: number): void;
  /** At least {@link MIN_RUN} characters of `A–Z a–z 0–9 + / = _ - .` */
  run(start: number, end: number): void;
  /** Two digits side by side. Answers from where on it wants to hear of digits again. */
  digits(at: number): number;
}

/** Runs shorter than this are not reported. */
export const MIN_RUN = 20;
/** A run this long holds so many whole steps of two characters. */
const RUN_STEPS = MIN_RUN / 2 - 1;

/** Flags of a place: a window that is known, a run that is long, two digits, what is not ASCII. */
const KNOWN = 1;
const LONG = 2;
const DIGITS = 4;
const FOREIGN = 8;

/** Bits: 1 for characters of tokens, 2 for digits, 4 for what is not ASCII. */
const KINDS = new Uint8Array(65536).fill(4, 128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=_-.') KINDS[c.charCodeAt(0)] = 1;
for (const c of '0123456789') KINDS[c.charCodeAt(0)] = 3;

interface Entry {
  readonly literal: number;
  /** The literal's characters, ASCII letters small. */
  readonly codes: Uint16Array;
  /** Where in the literal the window begins; -1 if a character before. */
  readonly offset: number;
}

/** Windows hash to 20 bits: a set of 128 kB, sparsely filled, keeps most places from a second look. */
const HASH_BITS = 20;
/** Sets for the second look, in the nearest cache. */
const SMALL_BITS = 17;
/** Characters of programs by how often they occur, the frequent ones first. */
const COMMON = ' etaorsinlcdpumhfg.yb"\n(),v;:=_k\'w-/x01jqz23456789';
/** Words that programs and their comments are full of: what literals share with them finds them everywhere. */
const COMMON_WORDS =
  'return function this type types name names const content continue context path code encode decode service server value ' +
  'values line inline table able available version session from token tokens export expose index compare component computed ' +
  'form format comment override replace default package instance entry char character install required call word socket base ' +
  'validate valid string transform single template platform direct directory other render digit object undefined null length ' +
  'error message options params element document window parent child children module exports import static private public ' +
  'protected class extends state status start stop result response request method property properties prototype array number ' +
  'boolean event handler listener callback promise async await throw catch switch case break while match pattern filter input ' +
  'output source target config configuration process system buffer stream stat test expect describe which there their with when that should could ' +
  'would must have been into only same more time date data node file list item user client project resource location position ' +
  'direction selection action section license copyright permission software provide without warranty condition ' +
  'interface declare readonly typeof abstract implements current previous next last first before after between update create ' +
  'delete remove insert append access address account change changed channel check clear close color column command connect ' +
  'connection control copy count cursor custom database debug define depth description design detail device dispatch display ' +
  'distance dynamic editor enable environment equal escape execute exist expression extend extension external feature field ' +
  'flag float focus force frame generate global group hash header height identifier image include information initial initialize ' +
  'instead integer internal interval invalid keyword label language layer layout level library limit load local manager master ' +
  'maximum measure memory merge metadata minimum model modify multiple namespace native network notice operation operator order ' +
  'original owner padding parse parser partial password perform point port prefix present primary print priority profile provider ' +
  'query queue range raw reader record reference register release remote report reserved reset resolve restore right root route ' +
  'rule scale scan schema scope screen script search second select separator serial set setting shadow shape share signature ' +
  'simple size slice sort space special specific split standard storage store strict struct structure style subject success ' +
  'suffix support symbol syntax tag task text theme through title toggle track transaction translate tree trigger true trust ' +
  'unique unit unknown upper utility variable vector visible warning width wrap write world';
const COMMON_WINDOWS = new Set<string>();
for (const word of COMMON_WORDS.split(' ')) {
  for (let i = 0; i + 4 <= word.length; i++) COMMON_WINDOWS.add(word.slice(i, i + 4));
}

/**
 * One pass over a text for everything that leads detectors to their work: literals, long runs of
 * token characters, numbers. It steps by two characters.
 *
 * A window of four characters moves along; each literal is known by the two windows of it that are
 * the rarest in programs, one for either parity. Where a bit set knows the window, the literals
 * behind it are compared. ASCII letters match in either case. Literals have at least three
 * characters, or one that is not ASCII.
 */
export function indexText(literals: readonly string[]): (text: string, finds: Finds) => void {
  const bits = new Uint32Array(1 << (HASH_BITS - 5));
  /** Windows with their neighbour on the right, and on the left; windows whose neighbours may be anything. */
  const rightward = new Uint32Array(1 << (SMALL_BITS - 5));
  const leftward = new Uint32Array(1 << (SMALL_BITS - 5));
  const lonely = new Uint32Array(1 << (SMALL_BITS - 5));
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
      for (let i = 1; i + 5 <= codes.length; i++) if (frequency(codes, i) < frequency(codes, best)) best = i;
      const left = foldedAt(codes, best);
      const right = foldedAt(codes, best + 1);
      addWindow(left, { literal: index, codes, offset: best });
      addWindow(right, { literal: index, codes, offset: best + 1 });
      setBit(rightward, withNeighbour(left, codes[best + 4] as number));
      setBit(leftward, withNeighbour(right, codes[best] as number));
      return;
    }
    // Short ones do not fill two windows, so the neighbour may be anything.
    for (const offset of codes.length === 4 ? [0, 1] : [-1, 0]) {
      const fixed = foldedAt(codes, offset);
      const entry = { literal: index, codes, offset };
      const whole = offset >= 0 && offset + 4 <= codes.length;
      for (let any = 32; any < 128; any++) {
        if ((any & 32) === 0) continue;
        const window = whole ? fixed : fixed | (any << (offset < 0 ? 0 : 24));
        addWindow(window, entry);
        setBit(lonely, hashOf(window, SMALL_BITS));
        if (whole) break;
      }
    }
  });

  function addWindow(window: number, entry: Entry): void {
    setBit(bits, hashOf(window, HASH_BITS));
    add(byWindow, window | 0, entry);
  }

  /** Whether what stands about a known window can be one of the literals. */
  function isLikely(text: string, window: number, end: number): boolean {
    return (
      hasBit(rightward, withNeighbour(window, text.charCodeAt(end))) ||
      hasBit(leftward, withNeighbour(window, text.charCodeAt(end - 5))) ||
      hasBit(lonely, hashOf(window, SMALL_BITS))
    );
  }
  const lookUp = packEntries(byWindow);

  return (text, finds) => {
    const { length } = text;
    let runEnd = 0;
    let digitsFrom = 0;
    const list = takeOut(length + 8);
    const count = placesToLook(text, bits, list);
    for (let i = 0; i < count; i += 2) {
      const place = list[i] as number;
      const at = place >>> 4;
      if ((place & KNOWN) !== 0) {
        const window = list[i + 1] as number;
        if (isLikely(text, window, at + 2)) lookUp(text, window, at - 2, finds);
      }
      if ((place & LONG) !== 0 && at >= runEnd) {
        let start = at;
        while (start > 0 && isKind(text, start - 1, 1)) start--;
        runEnd = at + 2;
        while (runEnd < length && isKind(text, runEnd, 1)) runEnd++;
        if (runEnd - start >= MIN_RUN) finds.run(start, runEnd);
      }
      if ((place & DIGITS) !== 0 && at >= digitsFrom) {
        const pair = at > 0 && isKind(text, at - 1, 2) && isKind(text, at, 2) ? at - 1 : at;
        digitsFrom = finds.digits(pair);
      }
      if ((place & FOREIGN) !== 0) {
        compare(foreign.get(text.charCodeAt(at)), text, at, finds);
        compare(foreign.get(text.charCodeAt(at + 1)), text, at + 1, finds);
      }
    }
    spare = list;
  };
}

/** Texts come one after another, and one within another only where something is wrapped: the list is used again. */
let spare: Int32Array | null = null;

function takeOut(size: number): Int32Array {
  const list = spare !== null && spare.length >= size ? spare : new Int32Array(Math.max(size, 1 << 16));
  spare = null;
  return list;
}

/**
 * The even places of a text where there is something to look at, with flags that say what, each
 * followed by the window that ends there. Answers how many numbers it wrote; the list must have
 * room for as many as the text has characters, and eight more. Nothing but arithmetic and one
 * branch that is seldom taken, for it is here that most of the time goes.
 */
function placesToLook(text: string, bits: Uint32Array, list: Int32Array): number {
  const even = text.length & ~1;
  let count = 0;
  let window = 0;
  let steps = 0;
  let last = 0;
  for (let i = 0; i < even; i += 2) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    window = (window >>> 16) | (((a & 127) | 32) << 16) | (((b & 127) | 32) << 24);
    const first = KINDS[a] as number;
    const second = KINDS[b] as number;
    const both = first & second;
    steps = Math.imul(steps + 1, both & 1);
    const hash = Math.imul(window, 0x9e3779b1) >>> (32 - HASH_BITS);
    const known = ((bits[hash >>> 5] as number) >>> (hash & 31)) & 1;
    // Kinds 2 and 4 are half of DIGITS and FOREIGN.
    const flags =
      known | (steps === RUN_STEPS ? LONG : 0) | (((both | (last & first)) & 2) << 1) | (((first | second) & 4) << 1);
    if (flags !== 0) {
      list[count] = (i << 4) | flags;
      list[count + 1] = window;
      count += 2;
    }
    last = second;
  }
  // The last character of an odd length, and windows that reach over the end.
  for (let i = even; i < text.length + 2; i += 2) {
    const a = i < text.length ? text.charCodeAt(i) : 0;
    const kind = i < text.length ? (KINDS[a] as number) : 0;
    window = (window >>> 16) | (((a & 127) | 32) << 16) | (32 << 24);
    list[count] = (i << 4) | KNOWN | ((last & kind & 2) << 1) | ((kind & 4) << 1);
    list[count + 1] = window;
    count += 2;
    last = kind;
  }
  return count;
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

function isKind(text: string, at: number, kind: number): boolean {
  return ((KINDS[text.charCodeAt(at)] as number) & kind) !== 0;
}

function hashOf(window: number, width: number): number {
  return Math.imul(window, 0x9e3779b1) >>> (32 - width);
}

function withNeighbour(window: number, code: number): number {
  return hashOf(window ^ Math.imul((code & 127) | 32, 0x27d4eb2f), SMALL_BITS);
}

function setBit(set: Uint32Array, hash: number): void {
  set[hash >>> 5] = (set[hash >>> 5] as number) | (1 << (hash & 31));
}

function hasBit(set: Uint32Array, hash: number): boolean {
  return (((set[hash >>> 5] as number) >>> (hash & 31)) & 1) === 1;
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

/** A rough estimate of how often programs have the five characters from a place on. */
function frequency(codes: Uint16Array, from: number): number {
  const chance = (first: number): number => {
    let product = COMMON_WINDOWS.has(String.fromCharCode(...codes.subarray(first, first + 4))) ? 100 : 1;
    for (let i = first; i < first + 4; i++) {
      const rank = COMMON.indexOf(String.fromCharCode(codes[i] as number));
      // Lines of one sign are common.
      product *= i > first && codes[i] === codes[i - 1] ? 0.5 : 1 / ((rank < 0 ? COMMON.length : rank) + 3);
    }
    return product;
  };
  return chance(from) + chance(from + 1);
}

function add(map: Map<number, Entry[]>, key: number, entry: Entry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
