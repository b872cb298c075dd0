import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlainLines } from './plain-lines.ts';

function read(...pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const reader = createPlainLines((line) => lines.push(line));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return lines;
}

describe('createPlainLines', () => {
  it('leaves text and drops what steers the screen', () => {
    expect(read('\x1b[31merror\x1b[0m: a\r\n\x1b]0;title\x07b\n')).toEqual(['error: a', 'b']);
    expect(read('\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\\n')).toEqual(['link']);
    expect(read('\x1b]52;c;c2VjcmV0\x07x\n\x1bPq#1\x1b\\y\n\x1b(Bz\n')).toEqual(['x', 'y', 'z']);
  });

  it('keeps what a line was last', () => {
    expect(read('10%\r50%\r100%\n')).toEqual(['100%']);
    expect(read('abc\b\bX\n')).toEqual(['aX']);
    expect(read('no end')).toEqual(['no end']);
  });

  it('bounds a line', () => {
    expect(read('x'.repeat(100_000), '\ny\n').map((line) => line.length)).toEqual([4000, 1]);
  });

  it('says the same however its input is cut, and lets no control character through', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\x1b[', '\x1b]52;c;', '\x07', '\x1b\\', '\x1bP', '\r', '\n', '\x9b', 'm', '\x1b'),
      ),
    );
    fc.assert(
      fc.property(pieces, fc.nat(), (some, at) => {
        const whole = some.join('');
        const cut = whole.length === 0 ? 0 : at % whole.length;
        const lines = read(whole);
        expect(read(whole.slice(0, cut), whole.slice(cut))).toEqual(lines);
        expect(read(...whole.split(''))).toEqual(lines);
        expect(lines.join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
