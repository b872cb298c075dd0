import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutOverlap } from './overlap.ts';

describe('withoutOverlap', () => {
  it.each([
    ['a;', ';\n', 'a'],
    ['total;\nreturn total;', '\nreturn total;\n}', 'total;'],
    ['a, b', ', b);\n', 'a'],
    ['foobar', 'bar();\n', 'foobar'],
    ['x)', ')\n', 'x)'],
    ['say "x"', '"\n', 'say "x'],
    ['a', '\na', 'a'],
    ['a', '', 'a'],
    ['b(() => {\n    c();\n  });', '\n});\n', 'b(() => {\n    c();\n  });'],
    ['c();\n});', '\n});\n', 'c();'],
  ])('%j before %j', (text, suffix, expected) => {
    expect(withoutOverlap(text, suffix).trimEnd()).toBe(expected);
  });

  it('gives a begin of the text, and finds whole lines that were appended', () => {
    const line = fc.stringMatching(/^[a-z]{2,5}\([a-z]{1,3}\);$/);
    fc.assert(
      fc.property(fc.string(), line, fc.string(), (said, next, more) => {
        const cut = withoutOverlap(said, `${next}\n${more}`);
        expect(said.startsWith(cut)).toBe(true);
        fc.pre(!/\w$/.test(said));
        expect(withoutOverlap(`${said}${next}`, `${next}\n${more}`).trimEnd()).toBe(said.trimEnd());
      }),
    );
  });
});
