import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bracketsOf, closingOf, missingClosers } from './brackets.ts';

const brackets = (text: string, languageId = 'typescript'): string =>
  bracketsOf(text, languageId)
    .map(({ char }) => char)
    .join('');
const missing = (prefix: string, suffix: string, whole = true, languageId = 'typescript'): string =>
  missingClosers({ prefix, suffix, languageId }, whole).join('');

describe('bracketsOf', () => {
  it.each([
    ['f(a[1])', '([])'],
    ['f("(") + \'[\' + `{`', '()'],
    ['f("\\"(")', '()'],
    ['f(1) // (', '()'],
    ['/* { */ f()', '()'],
    ['`a\n(`', ''],
    ["don't (", '('],
    ['"unended (', '('],
  ])('%s', (text, found) => {
    expect(brackets(text)).toBe(found);
  });

  it('knows other comments', () => {
    expect(brackets('f(1) # (', 'python')).toBe('()');
    expect(brackets('f(1) // (', 'python')).toBe('()(');
    expect(brackets("fn f<'a>(x: &'a str)", 'rust')).toBe('()');
  });
});

describe('missingClosers', () => {
  it.each([
    ['what was just opened', 'f(', '\n', ')'],
    ['what is closed on the line', 'f(', ');\n', ''],
    ['the inner one of two', 'f(g(', ');\n', ')'],
    ['a block that nothing closes', 'if (x) {\n  ', '\n', '}'],
    ['a block that is closed', 'if (x) {\n  ', '\n}\n', ''],
    ['the inner block, though the outer one is closed', 'function f() {\n  if (x) {\n    ', '\n}\n', '}'],
    ['neither of two closed blocks', 'function f() {\n  if (x) {\n    ', '\n  }\n}\n', ''],
    ['bracket and brace, the innermost first', 'it(() => {\n  ', '\n', '})'],
    ['nothing where nothing is open', 'f();\n', '\n}', ''],
  ])('%s', (_what, prefix, suffix, closers) => {
    expect(missing(prefix, suffix)).toBe(closers);
  });

  it('takes what is out of sight to be closed, but for what was just opened', () => {
    expect(missing('if (x) {\n  f(', '\n  more();\n', false)).toBe(')');
    expect(missing('if (x) {\n  more();\n  ', '\n  more();\n', false)).toBe('');
  });

  it('finds exactly what was taken away from the end of balanced text', () => {
    const openers = fc.array(fc.constantFrom<'(' | '[' | '{'>('(', '[', '{'), { maxLength: 6 });
    fc.assert(
      fc.property(openers, fc.nat(6), (open, keep) => {
        const close = open.toReversed().map((c) => ({ '(': ')', '[': ']', '{': '}' })[c]);
        const kept = Math.min(keep, close.length);
        // Each on a line of its own, indented by its depth, as people write it.
        const prefix = open.map((c, i) => `${' '.repeat(i)}a${c}\n`).join('') + ' '.repeat(open.length);
        const suffix = `\n${close
          .slice(kept)
          .map((c, i) => `${' '.repeat(open.length - 1 - kept - i)}${c}\n`)
          .join('')}`;
        expect(missing(prefix, suffix)).toBe(close.slice(0, kept).join(''));
      }),
    );
  });
});

describe('closingOf', () => {
  it('leaves alone what it opened itself, and finds the first closer too many', () => {
    const opened = fc.constantFrom('()', '[]', '{}', 'f(a[0])', 'x', ' ');
    fc.assert(
      fc.property(fc.array(opened, { maxLength: 5 }), fc.constantFrom(')', ']', '}'), (parts, closer) => {
        const own = parts.join('');
        expect(closingOf(own, [], 'typescript')).toMatchObject({ surplus: null, closed: null, depth: 0 });
        expect(closingOf(own + closer, [], 'typescript').surplus).toBe(own.length);
        expect(closingOf(own + closer, [closer], 'typescript')).toMatchObject({
          surplus: null,
          closed: own.length + 1,
        });
      }),
    );
  });

  it('says how deep it ends', () => {
    expect(closingOf('f({ a: [', [], 'typescript').depth).toBe(3);
  });
});
