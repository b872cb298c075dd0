import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/limits.ts';
import { readImageFile } from './image-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
});
async function read(content: string | Buffer): ReturnType<typeof readImageFile> {
  const file = join(folder, 'a.png');
  await writeFile(file, content);
  return readImageFile(file);
}
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('pictures', () => {
  it.each([
    ['image/png', bytes('\x89PNG\r\n\x1a\n....')],
    ['image/jpeg', bytes('\xff\xd8\xff\xe0....')],
    ['image/gif', bytes('GIF89a....')],
    ['image/webp', bytes('RIFF....WEBPVP8 ')],
    ['image/bmp', bytes('BM....')],
    ['image/x-icon', bytes('\0\0\x01\0....')],
    ['image/avif', bytes('....ftypavif....')],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['image/svg+xml', '\uFEFF<?xml version="1.0"?>\n<!-- one -->\n<!DOCTYPE svg>\n<svg>'],
  ])('are told by how they begin: %s', async (type, content) => {
    expect(await read(content)).toEqual({
      type,
      base64: Buffer.from(content).toString('base64'),
      bytes: Buffer.from(content).byteLength,
    });
  });

  it.each(['<html><svg></svg></html>', '<script>1</script>', 'text', '', '\0\0\0\0', '<!-- <svg> -->', '<svgx/>'])(
    'are nothing else, whatever its name: %j',
    async (content) => {
      await expect(read(content)).rejects.toMatchObject({ code: 'file-not-an-image' });
    },
  );

  it('are not too large, and are files', async () => {
    await expect(read(Buffer.alloc(LIMITS.imageFileBytes + 1))).rejects.toMatchObject({ code: 'image-too-large' });
    await expect(readImageFile(folder)).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(readImageFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'path-not-found' });
  });
});
