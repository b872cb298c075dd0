/** A text with an encoding undone, and where each of its characters was. */
export interface View {
  readonly text: string;
  /** The place in the original of a place in the view; ends map to ends. */
  origin(at: number): number;
}

/** A view of a view. */
export function onto(under: View, over: View): View {
  return { text: over.text, origin: (at) => under.origin(over.origin(at)) };
}

/** Replaces matches of a pattern; what is between stays as it is. */
function view(text: string, pattern: RegExp, decode: (match: string) => string | null): View {
  let out = '';
  let copied = 0;
  // Pairs of places, in the view and in the original, where they begin to run in step.
  const inView: number[] = [0];
  const inText: number[] = [0];
  for (const match of text.matchAll(pattern)) {
    const decoded = decode(match[0]);
    if (decoded === null || decoded === match[0]) continue;
    out += text.slice(copied, match.index);
    inView.push(out.length);
    inText.push(match.index);
    out += decoded;
    copied = match.index + match[0].length;
    inView.push(out.length);
    inText.push(copied);
  }
  out += text.slice(copied);
  return {
    text: out,
    origin: (at) => {
      let low = 0;
      let high = inView.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((inView[middle] as number) <= at) low = middle;
        else high = middle - 1;
      }
      const base = (inText[low] as number) + at - (inView[low] as number);
      // Within a replaced stretch every place means its end.
      return low + 1 < inText.length ? Math.min(base, inText[low + 1] as number) : base;
    },
  };
}

/** One character of UTF-8, percent-encoded. */
const PERCENT =
  /%[0-7][0-9A-Fa-f]|%[CDcd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}|%[Ff][0-7](?:%[89ABab][0-9A-Fa-f]){3}|%u[0-9A-Fa-f]{4}/g;

/** Percent-encoding undone; in forms `+` is a space. */
export function percentView(text: string, plusIsSpace: boolean): View {
  const pattern = plusIsSpace ? new RegExp(`${PERCENT.source}|\\+`, 'g') : PERCENT;
  return view(text, pattern, (match) => {
    if (match === '+') return ' ';
    if (match.startsWith('%u')) return String.fromCharCode(parseInt(match.slice(2), 16));
    const [first = 0, ...rest] = match
      .slice(1)
      .split('%')
      .map((hex) => parseInt(hex, 16));
    if (rest.length === 0) return String.fromCharCode(first);
    const code = rest.reduce((bits, byte) => (bits << 6) | (byte & 63), first & (63 >> rest.length));
    return code <= 0x10ffff ? String.fromCodePoint(code) : null;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' };

/** Escapes of JSON and of string literals. */
export function escapeView(text: string): View {
  return view(text, /\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[^ux])/gs, (match) => {
    const kind = match.charAt(1);
    if (kind === 'u' || kind === 'x') {
      const code = parseInt(match.slice(2).replace(/[{}]/g, ''), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : null;
    }
    return ESCAPES[kind] ?? kind;
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Character references of HTML and XML. */
export function htmlView(text: string): View {
  return view(text, /&(?:#x[0-9A-Fa-f]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (match) => {
    const name = match.slice(1, -1);
    if (!name.startsWith('#')) return ENTITIES[name] ?? null;
    const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : null;
  });
}

const BROKEN = /(?<=[A-Za-z0-9+/_-]{40})(?:\\r)?(?:\\n|\r?\n)[ \t]{0,40}(?=[A-Za-z0-9+/_-])/g;

/** Base64 broken into lines, joined; `null` if there is none. */
export function unwrappedView(text: string): View | null {
  return text.search(BROKEN) < 0 ? null : view(text, BROKEN, () => '');
}

const BYTES = /\\x[0-9A-Fa-f]{2}|\\[0-3][0-7]{2}/g;

/** Bytes as escapes, `\x41` and `\101`, each as one character; `null` if there are none. */
export function byteEscapesView(text: string): View | null {
  if (text.search(BYTES) < 0) return null;
  return view(text, BYTES, (match) =>
    String.fromCharCode(match.startsWith('\\x') ? parseInt(match.slice(2), 16) : parseInt(match.slice(1), 8)),
  );
}

const QUOTED = /=[0-9A-F]{2}|=\r?\n/;

const QUOTED_BYTE = /=[0-9A-F]{2}|=\r?\n/g;

/**
 * Quoted-printable, as mail has it, each byte as one character; `null` if there is none. A single byte, `=24`, is that
 * of program text too, and counts only where `single` says so.
 */
export function quotedPrintableView(text: string, single: boolean): View | null {
  if (text.search(single ? QUOTED_BYTE : QUOTED) < 0) return null;
  return view(text, QUOTED_BYTE, (match) => {
    if (match.endsWith('\n')) return '';
    // `x=11` is a name with a value rather than a control character.
    const code = parseInt(match.slice(1), 16);
    return code < 32 && code !== 9 && code !== 10 && code !== 13 ? null : String.fromCharCode(code);
  });
}

const NUMBERS = /(?<![\d.])\d{1,3}\s?[, ]\s?\d{1,3}\s?[, ]\s?\d{1,3}\s?[, ]\s?\d{1,3}(?![\d.])/;

/** Lists of numbers, as buffers are printed, each as one character; `null` if there are none. */
export function numbersView(text: string): View | null {
  if (text.search(NUMBERS) < 0) return null;
  return view(text, /(?<![\d.])\d{1,3}(?:\s{0,8},\s{0,8}|[ ](?=\d)|(?=\s{0,8}[\])}]))/g, (match) => {
    const code = parseInt(match, 10);
    return code < 256 ? String.fromCharCode(code) : null;
  });
}

const PAIRS = /[0-9A-Fa-f]{2}(?:[: -]|,\s{0,2}0x|\\x)[0-9A-Fa-f]{2}(?:[: -]|,\s{0,2}0x|\\x)[0-9A-Fa-f]{2}/;

/** Hexadecimal with signs between the bytes, `48:65` or `0x48, 0x65`, without them; `null` if there is none. */
export function hexPairsView(text: string): View | null {
  if (text.search(PAIRS) < 0) return null;
  return view(text, /(?<=[0-9A-Fa-f]{2})(?:[: -]|,\s{0,2}0x|\\x)(?=[0-9A-Fa-f]{2})/g, () => '');
}

const JOINED =
  /(?<!(?<!\\)\\)(["'`])[ \t]{0,8}(?:[+.][ \t]{0,8}(?:\r?\n[ \t]{0,40})?\1|\\?\r?\n[ \t]{0,40}[+.][ \t]{0,8}\1|[ \t]{0,8}(?:\\?\r?\n[ \t]{0,40})?\1(?=[^\s,;)\]}:]))/g;

/** A literal that is broken into several, `"ab" + "cd"`, in one; `null` if there is none. */
export function joinedView(text: string): View | null {
  return text.search(JOINED) < 0 ? null : view(text, JOINED, () => '');
}
