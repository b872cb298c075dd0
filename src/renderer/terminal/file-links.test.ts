import { describe, expect, it } from 'vitest';
import { fileLinks } from './file-links.ts';

const found = (text: string): unknown[] =>
  fileLinks(text).map(({ path, line, column, start, end }) => [path, line, column, text.slice(start, end)]);

describe('fileLinks', () => {
  it.each([
    ['src/a.ts:12:5 - error TS1', ['src/a.ts', 12, 5, 'src/a.ts:12:5']],
    ['src/a.ts(12,5): error TS1', ['src/a.ts', 12, 5, 'src/a.ts(12,5)']],
    ['./lib/x.c:7: warning', ['./lib/x.c', 7, null, './lib/x.c:7']],
    ['  File "app/main.py", line 30, in f', ['app/main.py', 30, null, 'app/main.py", line 30']],
    ['    at f (/home/me/a.js:1:2)', ['/home/me/a.js', 1, 2, '/home/me/a.js:1:2']],
    ['C:\\work\\a.cs(3,4): error', ['C:\\work\\a.cs', 3, 4, 'C:\\work\\a.cs(3,4)']],
    ['Makefile:3: *** stop', ['Makefile', 3, null, 'Makefile:3']],
    ['See docs/readme.md.', ['docs/readme.md', null, null, 'docs/readme.md']],
    ['größe/日本.ts:2', ['größe/日本.ts', 2, null, 'größe/日本.ts:2']],
  ])('finds the file in %j', (text, link) => {
    expect(found(text)).toContainEqual(link);
  });

  it('finds none in words, numbers without a name, and signs', () => {
    expect(found('just some words, nothing else -- ... /// :12')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('is done with a line of any length at once', () => {
    for (const part of ['a', 'a/', ':', '(', 'a:1', '", line ', '.'])
      expect(fileLinks(part.repeat(200_000)).length).toBeLessThan(4001);
  });
});
