import { expect, test } from 'vitest';
import { relativePath } from './relative-path.ts';

test.each([
  ['docs/a.md', 'b.png', 'docs/b.png'],
  ['docs/a.md', './img/b.png?raw=true#x', 'docs/img/b.png'],
  ['docs/a.md', '../src/main.ts', 'src/main.ts'],
  ['a.md', '/docs/b.md', 'docs/b.md'],
  ['a.md', 'with%20space.md', 'with space.md'],
])('in %s the link %s leads to %s', (from, link, path) => {
  expect(relativePath(from, link)).toBe(path);
});

test('of several folders, a link stays in the one that the file lies in', () => {
  expect(relativePath('web/docs/a.md', '../img/b.png', 'web')).toBe('web/img/b.png');
  expect(relativePath('web/docs/a.md', '/b.md', 'web')).toBe('web/b.md');
  expect(relativePath('web/docs/a.md', '../../api/b.md', 'web')).toBeNull();
});

test.each([
  'https://example.com/a.png',
  'HTTP://example.com',
  '//example.com/a.png',
  '\\\\example.com\\a.png',
  '/\\example.com/a.png',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:image/png;base64,AA',
  '../../outside.md',
  '..%2f..%2foutside.md',
  '%00',
  '%zz',
  '',
  '#heading',
  '..',
])('%s leads to no file of the folder', (link) => {
  expect(relativePath('docs/a.md', link)).toBeNull();
});
