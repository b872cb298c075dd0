/** Finds many literals in one pass over a text. */
export interface LiteralIndex {
  /** Calls back with the literal's place in the list and where it begins. */
  scan(text: string, found: (literal: number, start: number) => void): void;
}

interface Entry {
  readonly literal: number;
  /** The literal's characters, ASCII letters small. */
  readonly codes: Uint16Array;
  /** Where in the literal the indexed characters end. */
  readonly offset: number;
}

/** Six bits for each ASCII character: letters alike in both cases, rare signs together. */
const CLASSES = new Uint8Array(128);
[...'abcdefghijklmnopqrstuvwxyz0123456789_-.:=/ "\'@$+<{~&?\n,;#'].forEach((c, i) => {
  CLASSES[c.charCodeAt(0)] = i + 1;
  CLASSES[c.toUpperCase().charCodeAt(0)] = i + 1;
});
/** Characters of programs by how often they occur, the frequent ones first. */
const COMMON = ' etaorsinlcdpumhf.gyb"\n(),v;:=_k\'w-/x01jqz23456789';

/** Windows hash to 18 bits. */
const HASH_BITS = 18;

/**
 * An index over literals, by four characters of each: those that occur least often in programs. A
 * text's characters roll through a window of four; where a bit set of 32 kB knows the window, the
 * literals behind it are compared. ASCII letters match in either case. Literals have at least
 * three characters, or one that is not ASCII.
 */
export function indexLiterals(literals: readonly string[]): LiteralIndex {
  const bits = new Uint32Array(1 << (HASH_BITS - 5));
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
    if (codes.length === 3) {
      // Whatever comes before; an end of the text counts as class 0.
      for (let first = 0; first < 64; first++)
        addWindow(windowAt(codes, 2, first), { literal: index, codes, offset: 2 });
      return;
    }
    let best = 3;
    for (let i = 4; i < codes.length; i++) if (rarity(codes, i) > rarity(codes, best)) best = i;
    addWindow(windowAt(codes, best), { literal: index, codes, offset: best });
  });

  function addWindow(window: number, entry: Entry): void {
    const hash = hashOf(window);
    bits[hash >> 5] = (bits[hash >> 5] as number) | (1 << (hash & 31));
    add(byWindow, window, entry);
  }

  return {
    scan: (text, found) => {
      const length = text.length;
      let window = 0;
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) {
          window = window << 6;
          const entries = foreign.get(code);
          if (entries !== undefined) compare(entries, text, i, found);
          continue;
        }
        window = (window << 6) | (CLASSES[code] as number);
        const hash = Math.imul(window << 8, 0x9e3779b1) >>> (32 - HASH_BITS);
        if ((((bits[hash >> 5] as number) >>> (hash & 31)) & 1) === 0) continue;
        const entries = byWindow.get(window & 0xffffff);
        if (entries !== undefined) compare(entries, text, i, found);
      }
    },
  };
}

/** The classes of the four characters that end at a place; `first` in place of one before the text. */
function windowAt(codes: Uint16Array, last: number, first = 0): number {
  let window = first;
  for (let i = Math.max(0, last - 3); i <= last; i++) window = (window << 6) | (CLASSES[codes[i] as number] as number);
  return window & 0xffffff;
}

function hashOf(window: number): number {
  return Math.imul(window << 8, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function compare(
  entries: readonly Entry[],
  text: string,
  at: number,
  found: (literal: number, start: number) => void,
): void {
  for (const { literal, codes, offset } of entries) {
    const start = at - offset;
    if (start < 0 || start + codes.length > text.length) continue;
    let i = 0;
    while (i < codes.length && small(text.charCodeAt(start + i)) === codes[i]) i++;
    if (i === codes.length) found(literal, start);
  }
}

function small(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}

/** The higher, the fewer places in programs have these four characters. */
function rarity(codes: Uint16Array, last: number): number {
  let sum = 0;
  for (let i = last - 3; i <= last; i++) {
    // Lines of one sign are common.
    if (i > last - 3 && codes[i] === codes[i - 1]) continue;
    const rank = COMMON.indexOf(String.fromCharCode(codes[i] as number));
    sum += Math.log(rank < 0 ? COMMON.length : rank + 1);
  }
  return sum;
}

function add(map: Map<number, Entry[]>, key: number, entry: Entry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
