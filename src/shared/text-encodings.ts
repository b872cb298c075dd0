import { msg, type Message } from './messages/t.ts';

/** How a text is written as bytes. `name` is a proper name; `script` says what it is for. */
interface EncodingInfo {
  readonly name: string;
  readonly script: Message;
}

const unicode = (name: string): EncodingInfo => ({ name, script: msg('All languages') });
const of = (script: Message) => (name: string) => ({ name, script });
const western = of(msg('Western European'));
const central = of(msg('Central European'));
const baltic = of(msg('Baltic'));
const cyrillic = of(msg('Cyrillic'));
const greek = of(msg('Greek'));
const turkish = of(msg('Turkish'));
const hebrew = of(msg('Hebrew'));
const arabic = of(msg('Arabic'));
const chinese = of(msg('Chinese'));
const japanese = of(msg('Japanese'));

/** The encodings that a file may have, by their labels. All but UTF-16 write ASCII as it is. */
export const TEXT_ENCODINGS = {
  'utf-8': unicode('UTF-8'),
  'utf-16le': unicode('UTF-16 LE'),
  'utf-16be': unicode('UTF-16 BE'),
  'windows-1252': western('Windows 1252'),
  'iso-8859-1': western('ISO 8859-1'),
  'iso-8859-15': western('ISO 8859-15'),
  macintosh: western('Mac Roman'),
  cp437: western('DOS 437'),
  cp850: western('DOS 850'),
  'windows-1250': central('Windows 1250'),
  'iso-8859-2': central('ISO 8859-2'),
  cp852: central('DOS 852'),
  'windows-1257': baltic('Windows 1257'),
  'iso-8859-13': baltic('ISO 8859-13'),
  'windows-1251': cyrillic('Windows 1251'),
  'iso-8859-5': cyrillic('ISO 8859-5'),
  'koi8-r': cyrillic('KOI8-R'),
  'koi8-u': cyrillic('KOI8-U'),
  cp866: cyrillic('DOS 866'),
  'windows-1253': greek('Windows 1253'),
  'iso-8859-7': greek('ISO 8859-7'),
  'windows-1254': turkish('Windows 1254'),
  'iso-8859-9': turkish('ISO 8859-9'),
  'windows-1255': hebrew('Windows 1255'),
  'iso-8859-8': hebrew('ISO 8859-8'),
  'windows-1256': arabic('Windows 1256'),
  'iso-8859-6': arabic('ISO 8859-6'),
  gb18030: chinese('GB 18030'),
  gbk: chinese('GBK'),
  big5: chinese('Big5'),
  shift_jis: japanese('Shift JIS'),
  'euc-jp': japanese('EUC-JP'),
  'euc-kr': of(msg('Korean'))('EUC-KR'),
  'windows-1258': of(msg('Vietnamese'))('Windows 1258'),
  'windows-874': of(msg('Thai'))('Windows 874'),
} as const satisfies Readonly<Record<string, EncodingInfo>>;

export type TextEncoding = keyof typeof TEXT_ENCODINGS;

/** Whether a file tells by itself in which encoding it is. */
export function tellsEncoding({ encoding, bom }: { readonly encoding: TextEncoding; readonly bom: boolean }): boolean {
  return encoding === 'utf-8' || (bom && isUtf16(encoding));
}

/** Two bytes at least for each sign, so that ASCII is another text in it. */
export function isUtf16(encoding: TextEncoding): encoding is 'utf-16le' | 'utf-16be' {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}
