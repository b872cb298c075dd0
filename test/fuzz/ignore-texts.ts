import { BUILT_IN_RULES } from '../../src/privacy/ignore/built-in-rules.ts';
import type { Random } from '../corpus/redaction/random.ts';
import { mutated, oddText } from './texts.ts';

/** Lines as they stand in ignore files, and lines that are hard to read. */
const LINES = [
  ...BUILT_IN_RULES,
  'node_modules/',
  '/dist',
  '*.log',
  '!keep.log',
  '**/secrets/**',
  'a/**/b',
  'doc/*.txt',
  '/*',
  '!/src/',
  'build-*/',
  '\\#hash',
  '\\!bang',
  '# a comment',
  '',
  ' ',
  '/',
  '//',
  '**',
  '!**',
  '*',
  '!*',
  'foo\\ ',
  'foo ',
  'foo\\',
  '[a-z]*',
  '[!a]',
  '[^/]',
  '[]]',
  '[',
  '[]',
  '[a-',
  '[[:alpha:]]x',
  '[[:foo:]]',
  '[\\]]',
  '?',
  '???.md',
  '***',
  'a/***/b',
  'x/**y',
  '.env*',
  '*.{js,ts}',
  'É.txt',
  'e\u0301.txt',
  'ß',
  'İ',
];
const NAMES = [
  'a',
  'b',
  'src',
  'Src',
  'secrets',
  'node_modules',
  'keep.log',
  'x.log',
  '.env',
  '.env.local',
  'readme.md',
  'id_rsa',
  'é.txt',
  'e\u0301.txt',
  'É.TXT',
  'ß',
  'SS',
  'İ',
  'i\u0307',
  '密码',
  '🔑',
  '\ud800',
  'foo ',
  ' foo',
  '#hash',
  '!bang',
  '[a]',
  'a*b',
  'a\\b',
  'a?b',
  'foo\\',
  'x\0y',
  'con',
  '\ufeffbom',
  'new\nline',
];

/** Names that the paths and the rules of one workspace are made of. */
export function names(r: Random): readonly string[] {
  return Array.from({ length: 2 + r.int(4) }, () =>
    r.pick([
      () => r.pick(NAMES),
      () => r.pick(NAMES),
      () => r.text('abAB.', 1 + r.int(4)).replace(/^\.+$/, 'a'),
      () => `a${oddText(r, 1 + r.int(3)).replaceAll('/', '')}`,
      () => r.text('a', 1 + r.int(r.int(200) === 0 ? 250 : 8)),
    ])(),
  );
}

/** The text of an ignore file for such names. */
export function ignoreText(r: Random, parts: readonly string[]): string {
  const eol = r.pick(['\n', '\n', '\n', '\r\n', '\r']);
  const count = r.int(200) === 0 ? 200 + r.int(400) : 1 + r.int(6);
  return (
    r.pick(['', '', '', '\uFEFF']) + Array.from({ length: count }, () => line(r, parts)).join(eol) + r.pick(['', eol])
  );
}

function line(r: Random, parts: readonly string[]): string {
  switch (r.int(9)) {
    case 0:
      return r.pick(LINES);
    case 1:
      return mutated(r, r.pick(LINES));
    case 2:
      return oddText(r, r.int(12));
    case 3:
      return r
        .pick(['*a', '**/', 'a*', '[a-z]', '?', '*/', '\\', '[', '**a', '[!b]*', '*?'])
        .repeat(1 + r.int(r.int(300) === 0 ? 3000 : 12));
    default: {
      const pieces = Array.from({ length: 1 + r.int(3) }, () => wild(r, r.pick(parts)));
      return (
        r.pick(['', '', '', '!']) +
        r.pick(['', '', '/', '**/', '*/']) +
        pieces.join(r.pick(['/', '/', '/**/', '/*/', '**'])) +
        r.pick(['', '', '', '/', '/**', '/*', ' ', '\\ '])
      );
    }
  }
}

/** A name as it stands, or with wildcards for some of it. */
function wild(r: Random, name: string): string {
  const at = r.int(name.length + 1);
  return r.pick([
    () => name,
    () => name,
    () => `${name.slice(0, at)}*`,
    () => `*${name.slice(at)}`,
    () => `${name.slice(0, at)}?${name.slice(at + 1)}`,
    () => `${name.slice(0, at)}[${name.charAt(at)}-z]${name.slice(at + 1)}`,
    () => name.replace(/[*?[\\]/g, '\\$&'),
    () => name.toUpperCase(),
    () => name.normalize('NFD'),
  ])();
}
