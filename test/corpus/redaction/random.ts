/** A seeded source of made-up values, so that a run can be repeated and no value is anybody's. */
export interface Random {
  /** From 0 up to, but without, `below`. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** Characters of an alphabet: `hex`, `alnum` … or the characters themselves. */
  text(alphabet: string, length: number): string;
  digits(length: number): string;
  uuid(): string;
}

const ALPHABETS: Readonly<Record<string, string>> = {
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  lownum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  digits: '0123456789',
};

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const random: Random = {
    int: (below) => Math.floor(next() * below),
    pick: (list) => list[random.int(list.length)] as (typeof list)[number],
    text: (alphabet, length) => {
      const letters = ALPHABETS[alphabet] ?? alphabet;
      let text = '';
      for (let i = 0; i < length; i++) text += letters.charAt(random.int(letters.length));
      return text;
    },
    digits: (length) => random.text('digits', length),
    uuid: () => {
      const h = random.text('hex', 32);
      const variant = random.pick(['8', '9', 'a', 'b']);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
    },
  };
  return random;
}
