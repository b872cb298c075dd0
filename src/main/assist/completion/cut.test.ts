import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCut } from './cut.ts';
import type { Place } from './place.ts';
import { shapeOf } from './shape.ts';

const place = (prefix: string, suffix: string, languageId = 'typescript'): Place => ({ prefix, suffix, languageId });
const cutOf = (at: Place, text: string, ended = true): string | null => {
  const cut = createCut(at, shapeOf(at), true)(text, ended);
  return cut === null ? null : text.slice(0, cut);
};

describe('createCut', () => {
  it.each([
    ['the rest of a line, while it comes', 'const a = ', '\n', 'b + c', null],
    ['the rest of a line, when it is there', 'const a = ', '\n', 'b + c;\n', 'b + c;'],
    ['a bracket too many', 'f(', ')\n', 'a)', 'a'],
    ['a block that is not closed yet', 'if (x) {\n  ', '\n', 'a();\n  b(', null],
    ['a block that was closed, with the rest of its line still to come', 'if (x) {\n  ', '\n', 'a();\n}', null],
    ['a block that was closed', 'if (x) {\n  ', '\n', 'a();\n});\nmore', 'a();\n}'],
    [
      'a block with another one behind it',
      'if (x) {\n  ',
      '\n',
      'a();\n} else {\n  b();\n}\nmore',
      'a();\n} else {\n  b();\n}',
    ],
    ['a line that begins like the one that follows', '{\n  ', '\n  return total;\n}', 'return total', null],
  ])('%s', (_what, prefix, suffix, text, expected) => {
    expect(cutOf(place(prefix, suffix), text, false)).toBe(expected);
  });

  it('once it says where to end, it says so whatever else comes', () => {
    const line = fc.constantFrom('a();', '  b(c);', '}', '', 'if (x) {', '  }', 'return total;', ');');
    const lines = fc.array(line, { maxLength: 8 }).map((all) => all.join('\n'));
    const places = fc.constantFrom(
      place('', ''),
      place('if (x) {\n  ', '\n}\n'),
      place('if (x) {\n  ', '\n'),
      place('f(', ');\n'),
      place('{\n  ', '\n  return total;\n}\n'),
      place('def f():\n    ', '\n', 'python'),
    );
    fc.assert(
      fc.property(places, lines, lines, (at, text, more) => {
        const cut = createCut(at, shapeOf(at), true);
        const early = cut(text, false);
        fc.pre(early !== null);
        expect(cut(`${text}\n${more}`, false)).toBe(early);
        expect(cut(text, true)).toBe(early);
      }),
    );
  });
});
