import { describe, expect, it } from 'vitest';
import { pathNameProblem } from './path-names.ts';

describe('pathNameProblem', () => {
  it.each([
    '.env:stream',
    'a/.env::$DATA',
    '.env.',
    '.env ',
    'dir./a',
    'CON',
    'a/nul.txt',
    'com1',
    'LPT9.log',
    'COM\u00b9',
  ])('refuses %j on Windows', (path) => {
    expect(pathNameProblem(path, true)).toEqual(expect.any(String));
    expect(pathNameProblem(path, false)).toBeNull();
  });
  it.each(['.env', 'src/main.ts', 'console.ts', 'a b/c d.txt', 'com10', 'x/../y', './a'])('lets %j be', (path) => {
    expect(pathNameProblem(path, true)).toBeNull();
  });
  it('refuses a NUL anywhere', () => {
    expect(pathNameProblem('a\0b', false)).toEqual(expect.any(String));
  });
});
