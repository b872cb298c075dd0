import type { Span } from './detector-notes.ts';
import type { Setting, SettingStyle } from './setting-shape.ts';
import { quotedSpan } from './setting-spans.ts';

const NAME_CODES = new Uint8Array(65536).fill(1, 0xc0, 0xffdd);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-') NAME_CODES[c.charCodeAt(0)] = 1;
// Punctuation of typography and of East Asian scripts.
NAME_CODES.fill(0, 0x2000, 0x2070).fill(0, 0x3000, 0x3040).fill(0, 0xff00, 0xff10).fill(0, 0xff1a, 0xff21);
const MAX_NAME = 64;
const MAX_LEAD = 300;
/** What may stand between an operator and the quote. */
const OPENING =
  /(?:(?:Buffer\.from|new TextEncoder\(\)\.encode|SecretStr|Secret(?:String)?::new|String(?:::from)?|std::string|str|bytes|SecureString|ConvertTo-SecureString|atob|b64decode|base64\.b64decode|encodeURIComponent|quote|\[\]byte|Some|new SecureString)[( ]|\(|\[|\{|!!str |[rbfuL@$&]|u8){0,2}(\\{0,3}"{3}|\\{0,3}["'`])/y;

/** A name, and where it begins. */
export interface Named {
  readonly name: string;
  readonly nameStart: number;
}

/** A name in a text, with what stands about it. */
export interface Place extends Named {
  readonly text: string;
  readonly nameEnd: number;
  /** The characters before and behind the name; empty at the ends of the text. */
  readonly before: string;
  readonly next: string;
  /** What stands before the name on its line; the nearest of it only, for lines may be as long as a minified program. */
  readonly lead: () => string;
  /** `null` where there is no value. */
  readonly setting: (span: Span | null, style: SettingStyle, quoted: boolean) => Setting | null;
  /** The setting whose value is quoted, if a quote opens at a place, on the next line perhaps. */
  readonly quotedAt: (from: number, style: SettingStyle) => Setting | null;
}

/** The whole name that a literal is part of; `null` if it is too long for a name. */
export function placeOf(text: string, literalStart: number, literalEnd: number): Place | null {
  let nameStart = literalStart;
  while (nameStart > 0 && literalStart - nameStart < MAX_NAME && NAME_CODES[text.charCodeAt(nameStart - 1)] === 1) {
    nameStart--;
  }
  let nameEnd = literalEnd;
  while (nameEnd < text.length && nameEnd - literalEnd < MAX_NAME && NAME_CODES[text.charCodeAt(nameEnd)] === 1) {
    nameEnd++;
  }
  // `password:` in prose and `-p.` are not part of a name.
  while (nameEnd > literalEnd && isTrailing(text.charCodeAt(nameEnd - 1))) nameEnd--;
  if (nameEnd - literalEnd >= MAX_NAME || literalStart - nameStart >= MAX_NAME) return null;
  const name = text.slice(nameStart, nameEnd);
  let leadText: string | null = null;
  const setting: Place['setting'] = (span, style, quoted) =>
    span === null || span.end <= span.start ? null : { ...span, name, nameStart, style, quoted };
  return {
    text,
    name,
    nameStart,
    nameEnd,
    before: text.charAt(nameStart - 1),
    next: text.charAt(nameEnd),
    lead: () => {
      if (leadText !== null) return leadText;
      const near = text.slice(Math.max(0, nameStart - MAX_LEAD), nameStart);
      return (leadText = near.slice(near.lastIndexOf('\n') + 1));
    },
    setting,
    quotedAt: (from, style) => {
      OPENING.lastIndex = skipBreak(text, from);
      const opening = OPENING.exec(text);
      if (opening === null) return null;
      return setting(quotedSpan(text, OPENING.lastIndex, opening[1] as string), style, true);
    },
  };
}

/** `$`, a dash or a dot. */
function isTrailing(code: number): boolean {
  return code === 36 || code === 45 || code === 46;
}

/** A quoted value may stand on the next line. */
function skipBreak(text: string, from: number): number {
  const gap = /^[ \t]{0,8}\r?\n[ \t]{0,40}(?=["'`])/.exec(text.slice(from, from + 60));
  return gap === null ? from : from + gap[0].length;
}
