import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { passagesOf, scanForResidue } from './residue-scan.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'residue-'));
});
const put = (name: string, content: string | Buffer): Promise<void> => writeFile(join(folder, name), content);
const found = async (texts: readonly string[], elsewhere = ''): Promise<readonly string[]> =>
  (await scanForResidue(folder, passagesOf(texts, elsewhere))).found.toSorted();

const SECRET = 'Why does the "billing" job\nfail for customer Müller\\Söhne on Tuesdays, and only then?';

describe('a scan for what is left', () => {
  it('finds a copy plain, as JSON, as UTF-16, within other bytes, and in a name', async () => {
    await put('plain.txt', `x${SECRET}y`);
    await put('a.json', JSON.stringify({ a: { b: JSON.stringify(SECRET) } }));
    await put('wide.bin', Buffer.concat([Buffer.of(0, 1, 2), Buffer.from(SECRET, 'utf16le')]));
    await put('part.bin', Buffer.concat([Buffer.alloc(999, 255), Buffer.from(SECRET.slice(40, 87)), Buffer.alloc(9)]));
    await put('other.txt', 'Why does anything fail on Tuesdays?');
    await mkdir(join(folder, 'deep'));
    await put('deep/id-0b0f7a52-6f0c-4b6d.log', '');
    expect(await found([SECRET, '0b0f7a52-6f0c-4b6d'])).toEqual([
      'a.json',
      'deep/id-0b0f7a52-6f0c-4b6d.log',
      'part.bin',
      'plain.txt',
      'wide.bin',
    ]);
  });

  it('finds it across the pieces in which a large file is read', async () => {
    const size = 4 * 1024 * 1024;
    for (const at of [size - 30, size + 2030, 2 * size + 2000]) {
      const bytes = Buffer.alloc(3 * size, 'filler ');
      bytes.write(SECRET.slice(27, 70), at);
      await put('large.bin', bytes);
      expect(await found([SECRET]), String(at)).toEqual(['large.bin']);
    }
  });

  it('finds any copy of a line of 64 characters and more, wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...'abcdefghijklmnop qrstuvwxyzäß'.split('')), { minLength: 64, maxLength: 300 }),
        fc.nat(),
        fc.nat(),
        async (letters, from, length) => {
          const line = letters.join('').replace(/^ | $/g, 'x');
          const start = from % (line.length - 63);
          await put('copy', `${'~'.repeat(length % 50)}${line.slice(start, start + 64 + (length % 40))}~`);
          expect(await found([line])).toEqual(['copy']);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leaves out what is kept on purpose, what is too common, and what links lead to', async () => {
    const outside = join(await mkdtemp(join(tmpdir(), 'outside-')), 'copy.txt');
    await writeFile(outside, SECRET);
    await symlink(outside, join(folder, 'link'));
    await put('settings.json', '{"chatModel":"ollama/qwen2.5-coder"}');
    await put('rule.txt', '-'.repeat(200));
    expect(await found(['use qwen2.5-coder please', '-'.repeat(80), 'yes', SECRET], 'qwen2.5-coder')).toEqual([]);
    expect(await found(['use qwen2.5-coder please'])).toEqual(['settings.json']);
  });

  it('says how much it read, and what it could not', async () => {
    await put('a', 'x'.repeat(1000));
    await put('b', Buffer.alloc(5_000_000));
    expect(await scanForResidue(folder, passagesOf([SECRET], ''))).toEqual({
      files: 2,
      bytes: 5_001_000,
      found: [],
      unread: [],
    });
    expect((await scanForResidue(join(folder, 'none'), new Set())).unread).toEqual(['']);
  });
});
