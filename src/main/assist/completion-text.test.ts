import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionText, type Reading } from './completion-text.ts';

const text = (
  raw: string,
  prefix: string,
  suffix: string,
  more: Partial<Reading> & { languageId?: string } = {},
): string =>
  completionText(raw, { prefix, suffix, languageId: more.languageId ?? 'typescript' }, { whole: true, ...more });

describe('completionText', () => {
  it.each([
    ['what goes on with the line', 'a, b', 'f(', ');\n', 'a, b'],
    ['the rest of the line again', 'a, b);', 'f(', ');\n', 'a, b'],
    ['nothing but the rest of the line', ');', 'f(', ');\n', ''],
    ['the quote that is there', 'hello");', 'f("', '");\n', 'hello'],
    ['the end of the statement that is there', 'total;', 'x = ', ';\n', 'total'],
    ['more lines while code follows on this one', 'a, b);\nnext();', 'f(', ');\n', 'a, b'],
    ['a bracket that the line lacks', 'a, b));', 'f(g(', ');\n', 'a, b)'],
    ['several lines where nothing follows', 'a;\n  b;\n', 'f() {\n  ', '\n}', 'a;\n  b;'],
    ['the next line again', 'a;\n  return total;\n}', '{\n  ', '\n  return total;\n}', 'a;'],
    ['the next line at once, on an empty line', '  return total;\n}', '{\n', '\n  return total;\n}', ''],
    ['the next line at once, on an indented line', 'return total;\n}', '{\n  ', '\n  return total;\n}', ''],
    ['the same words as the next line, but within a line', 'compute();', 'x = ', '\ncompute();\n', 'compute();'],
    ['a brace that the next line has too', 'a;\n}', '{\n  ', '\n}', 'a;'],
    ['a brace that the file lacks', 'a;\n}\nb();', 'if (x) {\n  ', '\n', 'a;\n}'],
    ['a block with what ends its line', 'a;\n});\nb();', 'it(() => {\n  ', '\n', 'a;\n});'],
    ['code beyond the block', 'a;\nfunction other() {', 'function f() {\n  ', '\n}', 'a;'],
    ['a second paragraph', 'a();\nb();\n\nc();', '{\n', '\n}', 'a();\nb();'],
    ['a blank line within brackets of its own', 'f({\n  a,\n\n  b,\n});\n\nc();', '', '', 'f({\n  a,\n\n  b,\n});'],
    ['Windows line ends', 'a;\r\nb;\r\n', '', '', 'a;\nb;'],
    ['a line end first', '\n  a;', '{', '\n}', '\n  a;'],
    ['blank lines on a blank line', '\n\n  a;', '{\n  ', '\n}', 'a;'],
    ['the indentation that is there', '    a;\n    b;', '{\n    ', '\n}', 'a;\n    b;'],
    ['the line above again', 'const total = 1;', 'const total = 1;\n', '\n', ''],
    ['the end of the line above again', 'total = 1;', 'const total = 1;\nconst ', '\n', ''],
    ['a short line above again', '});', '});\n', '', ''],
    ['the comment again', '// Adds the numbers.\nadd();', '// Adds the numbers\n', '\n', ''],
    ['another comment', '// Then the rest.', '// Adds the numbers\n', '\n', '// Then the rest.'],
    ['itself, for ever', 'call(1);\ncall(1);\ncall(1);\ncall(1);', '{\n', '\n', 'call(1);'],
    ['white space only', ' \n\t\n ', '', '', ''],
    ['nothing', '', 'a', 'b', ''],
  ])('%s', (_what, raw, prefix, suffix, shown) => {
    expect(text(raw, prefix, suffix)).toBe(shown);
  });

  it.each([
    ['a block by indentation', 'x = 1\n    return x\nprint(2)', 'def f():\n    ', '\n', 'x = 1\n    return x'],
    ['a block that begins on the next line', '\n    x = 1\n\nprint(2)', 'def f():', '\n', '\n    x = 1'],
    ['a comment', '# Adds.\nadd()', '# adds\n', '\n', ''],
  ])('in Python: %s', (_what, raw, prefix, suffix, shown) => {
    expect(text(raw, prefix, suffix, { languageId: 'python' })).toBe(shown);
  });

  it.each([
    ['fences', '```ts\na, b\n```', 'a, b'],
    ['fences that are not ended', '```\na, b', 'a, b'],
    ['none', 'a, b', 'a, b'],
  ])('asked in words, takes what is between fences: %s', (_what, raw, shown) => {
    expect(text(raw, 'f(', ')', { inWords: true })).toBe(shown);
  });

  it('cuts what is too long to read', () => {
    const lines = Array.from({ length: 50 }, (_, i) => `line ${String(i)}`);
    expect(text(lines.join('\n'), '', '').split('\n')).toHaveLength(12);
  });

  const words = fc.array(fc.constantFrom('a', 'b();', '  ', '\t', ')', '}', ';', ' + ', 'return total;', '\u{1f600}'), {
    maxLength: 6,
  });
  const line = words.map((w) => w.join(''));
  const block = fc
    .array(
      fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')).map(([l, e]) => l + e),
      { maxLength: 5 },
    )
    .map((l) => l.join(''));
  const anything = fc.oneof(block, fc.string(), fc.string({ unit: 'binary' }));

  it('stays within one line when text follows the cursor', () => {
    fc.assert(
      fc.property(anything, anything, anything, (raw, prefix, suffix) => {
        fc.pre((suffix.split('\n')[0] ?? '').trim() !== '');
        fc.pre(!(prefix.split('\n').at(-1) ?? '').trim().endsWith('{'));
        expect(text(raw, prefix, suffix)).not.toContain('\n');
      }),
    );
  });

  it('never says again the rest of the line', () => {
    const said = fc.stringMatching(/^[a-z]{1,6} [a-z]{1,6}$/);
    const rest = fc.stringMatching(/^[;,+"][a-z]{0,4}[;)]{0,2}$/);
    fc.assert(
      fc.property(said, rest, block, (fresh, after, more) => {
        expect(text(fresh + after, 'x(', `${after}\n${more}`)).toBe(fresh);
      }),
    );
  });

  it('never says again the line that follows', () => {
    fc.assert(
      fc.property(block, line, block, (said, next, after) => {
        fc.pre(next.trim().length >= 4);
        const shown = text(`${said}${next}\n${after}`, '{\n', `\n${next}\n`);
        for (const shownLine of shown.split('\n')) expect(shownLine.trim()).not.toBe(next.trim());
      }),
    );
  });

  it('closes nothing that the file has closed', () => {
    const balanced = fc.constantFrom('f(a)', 'if (x) { y(); }', '[1, 2]', 'a', '"("', '// (');
    fc.assert(
      fc.property(balanced, fc.constantFrom(')', ']', '}'), anything, (said, closer, more) => {
        const shown = text(`${said}\n${closer}${more}`, '', '');
        expect(shown.startsWith(said)).toBe(true);
        expect(shown.slice(said.length)).not.toContain(closer);
      }),
    );
  });

  it('shows only what the model said, without white space at the end of a line', () => {
    fc.assert(
      fc.property(anything, anything, anything, (raw, prefix, suffix) => {
        const shown = text(raw, prefix, suffix);
        expect(raw.replace(/\r\n?/g, '\n')).toContain(shown);
        if ((suffix.split('\n')[0] ?? '').trim() === '') expect(shown).toBe(shown.trimEnd());
        expect(shown.split('\n').length).toBeLessThanOrEqual(12);
        if (shown !== '') expect(shown.trim()).not.toBe('');
      }),
    );
  });
});
