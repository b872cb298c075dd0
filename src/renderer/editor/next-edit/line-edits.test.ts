import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineEdits, type TextChange } from './line-edits.ts';

const change = (from: [number, number], to: [number, number], text: string): TextChange => ({
  range: { startLineNumber: from[0], startColumn: from[1], endLineNumber: to[0], endColumn: to[1] },
  text,
});
const TEXT = ['let total = 0;', 'add(1);', 'add(2);', 'use(total);'];

describe('createLineEdits', () => {
  it('makes one edit of what is typed in a line', () => {
    const edits = createLineEdits(TEXT);
    edits.change([change([1, 5], [1, 10], '')]);
    for (const [i, letter] of 'sum'.split('').entries()) edits.change([change([1, 5 + i], [1, 5 + i], letter)]);
    expect(edits.recent()).toEqual([{ startLine: 1, before: ['let total = 0;'], after: ['let sum = 0;'] }]);
  });

  it('keeps places apart, the latest last, and moves those below', () => {
    const edits = createLineEdits(TEXT);
    edits.change([change([4, 5], [4, 10], 'sum')]);
    edits.change([change([1, 15], [1, 15], '\nlet more = 1;')]);
    expect(edits.recent()).toEqual([
      { startLine: 5, before: ['use(total);'], after: ['use(sum);'] },
      { startLine: 1, before: ['let total = 0;'], after: ['let total = 0;', 'let more = 1;'] },
    ]);
    edits.change([change([5, 5], [5, 8], 'total')]);
    expect(edits.recent().map(({ startLine }) => startLine)).toEqual([1]);
  });

  it('takes several cursors at once, and lines that are removed', () => {
    const edits = createLineEdits(TEXT);
    edits.change([change([2, 1], [2, 4], 'sub'), change([3, 1], [3, 4], 'sub')]);
    expect(edits.lines()).toEqual(['let total = 0;', 'sub(1);', 'sub(2);', 'use(total);']);
    edits.change([change([1, 1], [2, 1], '')]);
    expect(edits.lines()).toEqual(['sub(1);', 'sub(2);', 'use(total);']);
    expect(edits.recent()).toContainEqual({
      startLine: 1,
      before: ['let total = 0;', 'add(1);'],
      after: ['sub(1);'],
    });
  });

  it('leaves out what is too long to be one edit', () => {
    const edits = createLineEdits(TEXT);
    edits.change([change([2, 1], [2, 1], 'x\n'.repeat(60))]);
    expect(edits.recent()).toEqual([]);
  });

  it('knows the text after any changes, and what it was before them', () => {
    const place = fc.record({ line: fc.nat(60), column: fc.nat(12), lines: fc.nat(3), columns: fc.nat(6) });
    const step = fc.record({ place, text: fc.stringMatching(/^[ab\n]{0,6}$/) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const edits = createLineEdits(TEXT);
        let text = TEXT.join('\n');
        for (const { place: at, text: added } of steps) {
          const lines = text.split('\n');
          const first = (at.line % lines.length) + 1;
          const last = Math.min(lines.length, first + at.lines);
          const startColumn = Math.min(at.column, lines[first - 1]?.length ?? 0) + 1;
          const least = first === last ? startColumn : 1;
          const endColumn = Math.max(least, Math.min(startColumn + at.columns, (lines[last - 1]?.length ?? 0) + 1));
          const offset = (line: number, column: number): number =>
            lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
          text = text.slice(0, offset(first, startColumn)) + added + text.slice(offset(last, endColumn));
          edits.change([change([first, startColumn], [last, endColumn], added)]);
          expect(edits.lines().join('\n')).toBe(text);
          for (const edit of edits.recent()) {
            const now = text.split('\n').slice(edit.startLine - 1, edit.startLine - 1 + edit.after.length);
            expect(now).toEqual(edit.after);
          }
        }
        // Taking all edits back, from the end on, gives what there was at first, but for those that were let go.
        if (edits.recent().length === 0 || steps.length > 6) return;
        const back = text.split('\n');
        for (const { startLine, before, after } of edits.recent().sort((a, b) => b.startLine - a.startLine)) {
          back.splice(startLine - 1, after.length, ...before);
        }
        expect(back).toEqual(TEXT);
      }),
      { numRuns: 500 },
    );
  });
});
