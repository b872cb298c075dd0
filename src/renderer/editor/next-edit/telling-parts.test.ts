import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellingParts } from './telling-parts.ts';

const RENAMED = [{ startLine: 3, before: ['let total = 0;'], after: ['let sum = 0;'] }];
const file = (uses: readonly number[], length = 200): string[] =>
  Array.from({ length }, (_, i) => (uses.includes(i + 1) ? 'use(total);' : `line${String(i + 1)};`));

describe('tellingParts', () => {
  it('has what is around the cursor, and the other places of what was renamed, those below first', () => {
    const parts = tellingParts(file([60, 100, 150]), 110, RENAMED, 400);
    expect(parts.map(({ startLine, lines }) => [startLine, startLine + lines.length - 1])).toEqual([
      [98, 122],
      [146, 154],
      [56, 64],
    ]);
  });

  it('is the cursor’s surroundings alone where nothing else is told of', () => {
    expect(tellingParts(file([]), 1, RENAMED, 400).map(({ startLine }) => startLine)).toEqual([1]);
    expect(tellingParts(file([150]), 1, [], 400)).toHaveLength(1);
  });

  it('takes no line that is too long, and nothing past the file', () => {
    const lines = ['total', 'x'.repeat(500), 'total'];
    expect(tellingParts(lines, 1, RENAMED, 400)).toEqual([
      { startLine: 1, lines: ['total'] },
      { startLine: 3, lines: ['total'] },
    ]);
    expect(tellingParts(lines, 9, [], 400)).toEqual([]);
  });

  it('is of the file, and no line is there twice', () => {
    const line = fc.constantFrom('total', 'sum', 'other', '', 'x'.repeat(500));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 120 }), fc.integer({ min: 1, max: 130 }), (lines, cursor) => {
        const seen = new Set<number>();
        for (const part of tellingParts(lines, cursor, RENAMED, 400)) {
          expect(part.lines).toEqual(lines.slice(part.startLine - 1, part.startLine - 1 + part.lines.length));
          for (let i = 0; i < part.lines.length; i++) {
            expect(seen.has(part.startLine + i)).toBe(false);
            seen.add(part.startLine + i);
          }
        }
      }),
    );
  });
});
