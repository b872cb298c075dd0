import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeAt, lineChanges, withChange, withLines, withoutLines } from './line-changes.ts';

const lines = (text: string): string[] => text.split('');
const line = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const some = fc.array(line, { maxLength: 12 });

describe('what is different between two texts', () => {
  it('is told by runs of lines', () => {
    expect(lineChanges(lines('abcdef'), lines('aXcdYYf'))).toEqual([
      { oldStart: 1, oldCount: 1, start: 1, count: 1 },
      { oldStart: 4, oldCount: 1, start: 4, count: 2 },
    ]);
    expect(lineChanges(lines('abc'), lines('abc'))).toEqual([]);
    expect(lineChanges([], lines('ab'))).toEqual([{ oldStart: 0, oldCount: 0, start: 0, count: 2 }]);
    expect(lineChanges(lines('abc'), lines('ac'))).toEqual([{ oldStart: 1, oldCount: 1, start: 1, count: 0 }]);
  });

  it('is one change where nothing is the same, and does not take long', () => {
    const older = Array.from({ length: 20_000 }, (_, i) => `old ${String(i)}`);
    const newer = Array.from({ length: 20_000 }, (_, i) => `new ${String(i)}`);
    expect(lineChanges(older, newer)).toEqual([{ oldStart: 0, oldCount: 20_000, start: 0, count: 20_000 }]);
  });

  it('leads from one to the other, taken change by change in any order', () => {
    fc.assert(
      fc.property(some, some, fc.infiniteStream(fc.nat(100)), (older, newer, picks) => {
        let now: string[] = older;
        for (;;) {
          const changes = lineChanges(now, newer);
          if (changes.length === 0) break;
          const [pick = 0] = picks.take(1);
          const change = changes[pick % changes.length];
          if (!change) break;
          now = withChange(now, newer, change);
        }
        expect(now).toEqual(newer);
      }),
    );
  });

  it('taken by lines is all of it when all lines are', () => {
    fc.assert(
      fc.property(some, some, (older, newer) => {
        expect(withLines(older, newer, lineChanges(older, newer), 0, newer.length)).toEqual(newer);
      }),
    );
  });

  it('given back by lines is all of it when all lines are, and nothing when none is', () => {
    fc.assert(
      fc.property(some, some, (older, newer) => {
        const changes = lineChanges(older, newer);
        expect(withoutLines(older, newer, changes, 0, newer.length)).toEqual(older);
        expect(withoutLines(older, newer, changes, newer.length + 1, newer.length + 1)).toEqual(newer);
      }),
    );
  });

  it('given back up to a line, is as if the others were taken', () => {
    fc.assert(
      fc.property(some, some, fc.nat(12), (older, newer, at) => {
        const changes = lineChanges(older, newer);
        // A place where lines are gone belongs to the line above and to the one below.
        fc.pre(!changes.some(({ start, count }) => count === 0 && (start === at || start === at + 1)));
        expect(withoutLines(older, newer, changes, 0, at)).toEqual(
          withLines(older, newer, changes, at + 1, newer.length + 1),
        );
      }),
    );
  });

  it('taken by lines again and again, ends with the newer text', () => {
    fc.assert(
      fc.property(some, fc.array(line, { minLength: 1, maxLength: 12 }), (older, newer) => {
        let now: string[] = older;
        for (let at = 0; at < newer.length; at++) now = withLines(now, newer, lineChanges(now, newer), at, at);
        now = withLines(now, newer, lineChanges(now, newer), 0, newer.length);
        expect(now).toEqual(newer);
      }),
    );
  });
});

describe('a single line', () => {
  it('takes the place of the one that it changed, and leaves the others', () => {
    const older = lines('abcd');
    const newer = lines('aXYd');
    const changes = lineChanges(older, newer);
    expect(withLines(older, newer, changes, 1, 1).join('')).toBe('aXcd');
    expect(withLines(older, newer, changes, 2, 2).join('')).toBe('abYd');
    expect(withLines(older, newer, changes, 0, 0).join('')).toBe('abcd');
    expect(withoutLines(older, newer, changes, 1, 1).join('')).toBe('abYd');
    expect(withoutLines(older, newer, changes, 2, 2).join('')).toBe('aXcd');
  });

  it('has the change that it is in, or that took lines away beside it', () => {
    const changes = lineChanges(lines('abcd'), lines('abd'));
    expect(changeAt(changes, 1)).toBe(changes[0]);
    expect(changeAt(changes, 2)).toBe(changes[0]);
    expect(changeAt(changes, 0)).toBeNull();
  });
});
