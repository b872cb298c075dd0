import { AppError } from '../../shared/app-error.ts';
import type { FileText } from '../../shared/schemas/workspace.ts';
import { isUtf16, type TextEncoding } from '../../shared/text-encodings.ts';

/** A text as it is in a file: the mark is told apart, the ends of lines are not. */
export type DecodedText = Pick<FileText, 'text' | 'encoding' | 'bom'>;

/** In which encoding a file is that does not tell it. */
export interface EncodingWanted {
  /** What the user chose for this very file, whatever it tells. */
  readonly chosen?: TextEncoding | undefined;
  /** What the project or the user says of such files. */
  readonly usual: () => Promise<UsualEncoding>;
}

export interface UsualEncoding {
  readonly encoding: TextEncoding;
  /** Whether a new file begins with a byte order mark. */
  readonly bom: boolean;
}

/** Every file that does not tell it is UTF-8. */
export const UTF8_WANTED: EncodingWanted = { usual: () => Promise.resolve({ encoding: 'utf-8', bom: false }) };

const BOM = '\uFEFF';

/**
 * Read a text so that writing it gives the very same bytes. In this order: in the encoding that was chosen, by its mark,
 * as UTF-8, in the usual one. UTF-16 without a mark is read only where there are zeros, and nothing else is, so that
 * what a folder says of its files cannot hide from redaction what a text of ASCII has in it.
 * Throws `file-is-binary`, `file-in-other-encoding`.
 */
export async function decodeText(bytes: Uint8Array, { chosen, usual }: EncodingWanted): Promise<DecodedText> {
  if (chosen !== undefined) return required(await decodeAs(bytes, chosen));
  const marked = markOf(bytes);
  if (marked !== null) return required(await decodeAs(bytes, marked));
  if (bytes.length === 0) return { text: '', ...(await usual()) };
  const binary = hasZeros(bytes);
  if (!binary) {
    const text = await decodeAs(bytes, 'utf-8');
    if (text !== null) return text;
  }
  const { encoding } = await usual();
  if (binary && !isUtf16(encoding)) throw new AppError('file-is-binary');
  return required(isUtf16(encoding) === binary ? await decodeAs(bytes, encoding) : null);
}

/** @returns `null` if some of it is not in that encoding, or is not written so */
async function decodeAs(bytes: Uint8Array, encoding: TextEncoding): Promise<DecodedText | null> {
  if (!isUtf16(encoding) && hasZeros(bytes)) throw new AppError('file-is-binary');
  const whole = isUnicode(encoding) ? decodeUnicode(bytes, encoding) : await decodeOther(bytes, encoding);
  if (whole === null) return null;
  const bom = isUnicode(encoding) && whole.startsWith(BOM);
  return { text: bom ? whole.slice(1) : whole, bom, encoding };
}

function required(text: DecodedText | null): DecodedText {
  if (text === null) throw new AppError('file-in-other-encoding');
  return text;
}

function decodeUnicode(bytes: Uint8Array, encoding: Unicode): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function decodeOther(bytes: Uint8Array, encoding: TextEncoding): Promise<string | null> {
  const { default: iconv } = await import('iconv-lite');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = iconv.decode(buffer, encoding, { stripBOM: false });
  return iconv.encode(text, encoding).equals(buffer) ? text : null;
}

/** Reads bytes whatever they are; what is not in its encoding becomes U+FFFD. */
export type Decoder = (bytes: Buffer) => string;

export async function decoderOf(encoding: TextEncoding): Promise<Decoder> {
  if (isUnicode(encoding)) {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  }
  const { default: iconv } = await import('iconv-lite');
  return (bytes) => iconv.decode(bytes, encoding, { stripBOM: false });
}

/** The bytes of a text. Throws `text-not-in-encoding`: no sign is ever replaced by another. */
export async function encodeText({ text, encoding, bom }: DecodedText): Promise<Buffer> {
  if (isUnicode(encoding)) {
    const whole = bom ? BOM + text : text;
    if (encoding === 'utf-8') return Buffer.from(whole, 'utf8');
    const bytes = Buffer.from(whole, 'utf16le');
    return encoding === 'utf-16be' ? bytes.swap16() : bytes;
  }
  const { default: iconv } = await import('iconv-lite');
  const bytes = iconv.encode(text, encoding);
  if (iconv.decode(bytes, encoding, { stripBOM: false }) !== text) throw new AppError('text-not-in-encoding');
  return bytes;
}

/** Git's heuristic for what is no text: a zero among the first of its bytes. */
export const LOOKED_AT = 8000;

/** Whether what begins so may be a text at all; UTF-16 has zeros, and is told by its mark or by who wants it so. */
export async function beginsBinary(begin: Uint8Array, { chosen, usual }: EncodingWanted): Promise<boolean> {
  if (!hasZeros(begin) || markOf(begin) !== null) return false;
  return !isUtf16(chosen ?? (await usual()).encoding);
}

function hasZeros(bytes: Uint8Array): boolean {
  return bytes.subarray(0, LOOKED_AT).includes(0);
}

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be';
function isUnicode(encoding: TextEncoding): encoding is Unicode {
  return encoding === 'utf-8' || isUtf16(encoding);
}

/** The UTF-16 that a mark at the begin tells; UTF-8 needs none. */
function markOf(bytes: Uint8Array): TextEncoding | null {
  const [first, second, third, fourth] = bytes;
  // UTF-32 begins with the same two bytes.
  if (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}
