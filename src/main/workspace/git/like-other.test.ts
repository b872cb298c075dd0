import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeOther, plainText } from './like-other.ts';

const line = fc.stringMatching(/^[a-c]{0,2}$/);
const plain = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
const stored = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 }), line)
  .map(([lines, last]) => lines.flat().join('') + last);

describe('a text like another version of it', () => {
  it('is that one where nothing is changed', () => {
    fc.assert(
      fc.property(stored, (other) => {
        expect(likeOther(plainText(other), other)).toBe(other);
      }),
    );
  });

  it('has the lines it is given, whatever the other one is', () => {
    fc.assert(
      fc.property(plain, stored, (text, other) => {
        expect(plainText(likeOther(text, other))).toBe(text);
      }),
    );
  });

  it('has each line that stays end as it did', () => {
    expect(likeOther('a\nB\nc\nnew\nd', 'a\r\nb\nc\r\nd')).toBe('a\r\nB\nc\r\nnew\r\nd');
    expect(likeOther('c\nd\n', 'a\r\nb\r\nc\nd\n')).toBe('c\nd\n');
    expect(likeOther('a\nb\n', 'a\r\n')).toBe('a\r\nb\r\n');
    expect(likeOther('a\nb\n', '')).toBe('a\nb\n');
  });

  it('is not compared for long where all is different', () => {
    const other = Array.from({ length: 20_000 }, (_v, i) => `${String(i)}${i % 3 === 0 ? '\n' : '\r\n'}`).join('');
    const text = Array.from({ length: 20_000 }, (_v, i) => `new ${String(i)}\n`).join('');
    expect(likeOther(text, other)).toBe(text.replaceAll('\n', '\r\n'));
  });
});
