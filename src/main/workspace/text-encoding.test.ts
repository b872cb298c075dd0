import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/app-error.ts';
import { isUtf16, TEXT_ENCODINGS, type TextEncoding } from '../../shared/text-encodings.ts';
import { decodeText, encodeText, type DecodedText, type EncodingWanted } from './text-encoding.ts';

const ENCODINGS = Object.keys(TEXT_ENCODINGS) as TextEncoding[];
const encoding = fc.constantFrom(...ENCODINGS);
const usual = (wanted: TextEncoding, bom = false): EncodingWanted => ({
  usual: () => Promise.resolve({ encoding: wanted, bom }),
});
const chosen = (wanted: TextEncoding): EncodingWanted => ({ ...usual('utf-8'), chosen: wanted });
const bytes = (...all: number[]): Uint8Array => new Uint8Array(all);

/** `null` where it is refused. */
const decoded = (from: Uint8Array, wanted: EncodingWanted): Promise<DecodedText | null> =>
  decodeText(from, wanted).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });

describe('any bytes', () => {
  it('are read so that writing the text gives the same ones, or not at all', async () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ min: 0x40, maxLength: 40 }),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(any, encoding, fc.boolean(), async (from, wanted, forced) => {
        const text = await decoded(from, forced ? chosen(wanted) : usual(wanted));
        if (text !== null) expect(await encodeText(text)).toEqual(Buffer.from(from));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('any text', () => {
  it('is written so that it is read again as it was, or not at all', async () => {
    const signs = fc.constantFrom(...Array.from('aZ\n\t §üéßŁđЖяΩאبกあ漢字한😀€\u0000\u0081'));
    const texts = fc.oneof(fc.string({ unit: signs }), fc.string({ unit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(texts, encoding, async (text, wanted) => {
        const file = { text, encoding: wanted, bom: isUtf16(wanted) };
        let written: Uint8Array;
        try {
          written = await encodeText(file);
        } catch (error) {
          expect(error).toMatchObject({ code: 'text-not-in-encoding' });
          return;
        }
        const again = await decoded(written, chosen(wanted));
        if (again !== null) expect(again).toEqual(file);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a secret of ASCII', () => {
  const secret = fc.stringMatching(/^[!-~]{8,30}$/);

  it('is there for redaction, whatever a folder says of how its files are written', async () => {
    await fc.assert(
      fc.asyncProperty(secret, encoding, async (key, wanted) => {
        const text = await decodeText(Buffer.from(`KEY=${key}\n`), usual(wanted));
        expect(text.text).toBe(`KEY=${key}\n`);
      }),
    );
  });

  it('so too amid what is no UTF-8, unless that is refused', async () => {
    await fc.assert(
      fc.asyncProperty(secret, encoding, fc.integer({ min: 0x80, max: 0xff }), async (key, wanted, odd) => {
        const file = Buffer.concat([bytes(odd), Buffer.from(`\nKEY=${key}\n`)]);
        const text = await decoded(file, usual(wanted));
        if (text !== null) expect(text.text).toContain(key);
      }),
    );
  });
});

describe('how a text is written', () => {
  const latin = bytes(0x67, 0x72, 0xfc, 0x6e);

  it('is what was chosen, then what it tells, then UTF-8, then what is usual', async () => {
    const utf8 = Buffer.from('grün');
    expect(await decodeText(utf8, chosen('iso-8859-1'))).toMatchObject({ text: 'grÃ¼n', encoding: 'iso-8859-1' });
    const marked = Buffer.from('\uFEFFgrün', 'utf16le');
    expect(await decodeText(marked, usual('gbk'))).toEqual({ text: 'grün', encoding: 'utf-16le', bom: true });
    expect(await decodeText(utf8, usual('iso-8859-1'))).toEqual({ text: 'grün', encoding: 'utf-8', bom: false });
    expect(await decodeText(latin, usual('iso-8859-1'))).toEqual({ text: 'grün', encoding: 'iso-8859-1', bom: false });
    expect(await decodeText(bytes(), usual('utf-8', true))).toEqual({ text: '', encoding: 'utf-8', bom: true });
  });

  it('has to be named where nothing tells it', async () => {
    await expect(decodeText(latin, usual('utf-8'))).rejects.toMatchObject({ code: 'file-in-other-encoding' });
    // 0x81 is nothing in Windows 1252.
    await expect(decodeText(bytes(0x81), chosen('windows-1252'))).rejects.toMatchObject({
      code: 'file-in-other-encoding',
    });
  });

  it('is UTF-16 without a mark only where there are zeros, and then nothing else', async () => {
    const plain = Buffer.from('grün', 'utf16le');
    expect(await decodeText(plain, usual('utf-16le'))).toEqual({ text: 'grün', encoding: 'utf-16le', bom: false });
    await expect(decodeText(latin, usual('utf-16le'))).rejects.toMatchObject({ code: 'file-in-other-encoding' });
    for (const wanted of [usual('iso-8859-1'), usual('utf-8'), chosen('iso-8859-1'), chosen('utf-8')])
      await expect(decodeText(plain, wanted)).rejects.toMatchObject({ code: 'file-is-binary' });
  });

  it('has the signs of the text, or the text is not written', async () => {
    expect(await encodeText({ text: 'ж', encoding: 'koi8-r', bom: false })).toEqual(Buffer.from([0xd6]));
    await expect(encodeText({ text: '5 €', encoding: 'iso-8859-1', bom: false })).rejects.toMatchObject({
      code: 'text-not-in-encoding',
    });
  });
});
