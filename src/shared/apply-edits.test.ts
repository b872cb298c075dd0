import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from './apply-edits.ts';
import type { TextEdit } from './schemas/search.ts';

const edit = (line: number, column: number, expected: string, text: string): TextEdit => {
  const lines = expected.split('\n');
  const last = lines.at(-1)?.length ?? 0;
  return {
    line,
    column,
    endLine: line + lines.length - 1,
    endColumn: lines.length === 1 ? column + last : last + 1,
    expect: expected,
    text,
  };
};

describe('applyEdits', () => {
  it('changes several places, in any order, and leaves the rest', () => {
    const edits = [edit(2, 1, 'two', 'zwei'), edit(1, 1, 'one', 'eins\nund')];
    expect(applyEdits('one\ntwo\nthree', edits)?.text).toBe('eins\nund\nzwei\nthree');
  });

  it('changes across lines that end in either way, and keeps how the others end', () => {
    expect(applyEdits('a\r\nb\nc\r\n', [edit(1, 1, 'a\nb', 'x\ny')], '\r\n')?.text).toBe('x\r\ny\nc\r\n');
  });

  it('inserts where nothing is expected', () => {
    expect(applyEdits('ab', [edit(1, 2, '', '-'), edit(1, 3, '', '!')])?.text).toBe('a-b!');
  });

  it.each([
    ['another text is there', [edit(1, 1, 'two', 'x')]],
    ['there is no such line', [edit(9, 1, 'one', 'x')]],
    ['two overlap', [edit(1, 1, 'one', 'x'), edit(1, 2, 'ne', 'y')]],
    ['it ends before it begins', [{ ...edit(1, 3, '', 'x'), endColumn: 1 }]],
  ])('makes no change where %s', (_why, edits) => {
    expect(applyEdits('one\ntwo', edits)).toBeNull();
  });

  it('is taken back by what it gives for that', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'é', '\n', '\r\n', '😀')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), text), { minLength: 1, maxLength: 4 }),
        (old, wanted) => {
          let from = 0;
          const edits = wanted.flatMap(([skip, length, next]) => {
            const start = Math.min(old.length, from + (skip % 5));
            const end = Math.min(old.length, start + length);
            from = end + 1;
            if (start >= old.length) return [];
            const place = (at: number): { line: number; column: number } => {
              const before = old.slice(0, at).split('\n');
              return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
            };
            const [a, b] = [place(start), place(end)];
            return [{ ...a, endLine: b.line, endColumn: b.column, expect: old.slice(start, end), text: next }];
          });
          const edited = applyEdits(old, edits);
          expect(edited).not.toBeNull();
          expect(applyEdits(edited?.text ?? '', edited?.inverse ?? [])?.text).toBe(old);
        },
      ),
    );
  });
});
