import { describe, expect, it } from 'vitest';
import { shapeOf } from './shape.ts';

const shape = (prefix: string, suffix: string, languageId = 'typescript'): string =>
  shapeOf({ prefix, suffix, languageId });

describe('shapeOf', () => {
  it.each([
    ['within a line', 'const a = ', '\n', 'line'],
    ['before code on the line', 'f(', ', b);\n', 'line'],
    ['between brackets', 'f(', ')\n', 'line'],
    ['between braces', 'if (x) {', '}\n', 'block'],
    ['after a brace', 'if (x) {', '\n', 'block'],
    ['after an arrow', 'const f = () =>', '\n', 'block'],
    ['on a new line of a block', 'if (x) {\n  ', '\n}\n', 'block'],
    ['on a new line between statements', '{\n  a();\n  ', '\n  b();\n}\n', 'line'],
    ['on the last line of a block', '{\n  a();\n  ', '\n}\n', 'block'],
    ['after a comment', '{\n  // Adds.\n  ', '\n  b();\n}\n', 'block'],
    ['in an empty file', '', '', 'block'],
  ])('%s', (_where, prefix, suffix, expected) => {
    expect(shape(prefix, suffix)).toBe(expected);
  });

  it.each([
    ['after a colon', 'def f():', '\n', 'block'],
    ['below a colon', 'def f():\n    ', '\n    return 1\n', 'block'],
    ['after a comment', '# Adds.\n', '\nx = 1\n', 'block'],
    ['within a line', 'x = ', '\n', 'line'],
  ])('in Python, %s', (_where, prefix, suffix, expected) => {
    expect(shape(prefix, suffix, 'python')).toBe(expected);
  });

  it('does not take a colon to open a block elsewhere', () => {
    expect(shape('const a:', '\n')).toBe('line');
  });
});
