import { describe, expect, it } from 'vitest';
import { copyName, nameProblem, pathProblem } from './file-name.ts';

describe('nameProblem', () => {
  it.each(['a.ts', '.env', 'naïve name', 'con', 'a:b', 'trailing.', '\u202Egpj.exe', '<b>x', 'ä'.repeat(127)])(
    'lets Linux have %s',
    (name) => {
      expect(nameProblem(name, 'linux')).toBeNull();
    },
  );
  it.each([
    ['', 'A name is needed.'],
    ['  ', 'A name is needed.'],
    ['.', 'reserved'],
    ['..', 'reserved'],
    ['a/b', 'slash'],
    ['a\0b', 'control characters'],
    ['a\nb', 'control characters'],
    ['ä'.repeat(128), 'too long: 256 of at most 255'],
  ])('refuses %j everywhere', (name, reason) => {
    expect(nameProblem(name, 'linux')).toContain(reason);
  });
  it.each(['CON', 'nul.txt', 'com1', 'LPT9.log', 'a:b', 'what?', 'end.', 'end ', 'a\\b'])(
    'refuses %s on Windows alone',
    (name) => {
      expect(nameProblem(name, 'win32')).not.toBeNull();
      expect(nameProblem(name, 'darwin')).toBeNull();
    },
  );
});

describe('pathProblem', () => {
  it('looks at each part, and takes a slash at the end for a folder', () => {
    expect(pathProblem('a/b/c.ts', 'linux')).toBeNull();
    expect(pathProblem('a/b/', 'linux')).toBeNull();
    expect(pathProblem('a//b', 'linux')).toContain('needed');
    expect(pathProblem('a/../b', 'linux')).toContain('reserved');
    expect(pathProblem('/etc/passwd', 'linux')).toContain('needed');
    expect(pathProblem('', 'linux')).toContain('needed');
    expect(pathProblem('a\\nul\\b', 'win32')).toContain('reserved');
  });
});

describe('copyName', () => {
  it.each([
    ['a.txt', false, 'a copy.txt'],
    ['a copy.txt', false, 'a copy 2.txt'],
    ['a copy 2.txt', false, 'a copy 3.txt'],
    ['.env', false, '.env copy'],
    ['archive.tar.gz', false, 'archive.tar copy.gz'],
    ['v1.2', true, 'v1.2 copy'],
    ['src copy 9', true, 'src copy 10'],
  ])('%s', (name, folder, next) => {
    expect(copyName(name, folder)).toBe(next);
  });
});
