import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionText } from './completion-text.ts';

describe('completionText', () => {
  it.each([
    ['what goes on with the line', 'a, b', 'f(', ');\n', 'a, b'],
    ['the rest of the line again', 'a, b);', 'f(', ');\n', 'a, b'],
    ['nothing but the rest of the line', ');', 'f(', ');\n', ''],
    ['more lines while code follows on this one', 'a, b);\nnext();', 'f(', ');\n', 'a, b'],
    ['several lines where nothing follows', 'a;\n  b;\n', '{\n  ', '\n}', 'a;\n  b;'],
    ['the next line again', 'a;\n  return total;\n}', '{\n  ', '\n  return total;\n}', 'a;'],
    ['the next line at once, on an empty line', '  return total;\n}', '{\n', '\n  return total;\n}', ''],
    ['the next line at once, on an indented line', 'return total;\n}', '{\n  ', '\n  return total;\n}', ''],
    ['the same words as the next line, but within a line', 'compute();', 'x = ', '\ncompute();\n', 'compute();'],
    ['a brace that the next line has too', 'a;\n}', '{\n  ', '\n}', 'a;\n}'],
    ['Windows line ends', 'a;\r\nb;\r\n', '', '', 'a;\nb;'],
    ['a line end first', '\n  a;', '{', '\n}', '\n  a;'],
    ['white space only', ' \n\t\n ', '', '', ''],
    ['nothing', '', 'a', 'b', ''],
  ])('%s', (_what, raw, prefix, suffix, shown) => {
    expect(completionText(raw, prefix, suffix)).toBe(shown);
  });

  it('cuts what is too long to read', () => {
    const lines = Array.from({ length: 50 }, (_, i) => `line ${String(i)}`);
    expect(completionText(lines.join('\n'), '', '').split('\n')).toHaveLength(12);
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
        fc.pre((suffix.split(/[\r\n]/)[0] ?? '').trim() !== '');
        expect(completionText(raw, prefix, suffix)).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('never says again the rest of the line', () => {
    fc.assert(
      fc.property(line, line, block, (said, rest, more) => {
        fc.pre(rest.trim() !== '');
        const shown = completionText(said + rest, 'x', `${rest}\n${more}`);
        // One time it stands there already; what the model says before is what is new.
        expect(shown.trimEnd()).toBe(said.trimEnd());
      }),
    );
  });

  it('never says again the line that follows', () => {
    fc.assert(
      fc.property(block, line, block, (said, next, after) => {
        fc.pre(next.trim().length >= 4);
        const shown = completionText(`${said}${next}\n${after}`, '{\n', `\n${next}\n`);
        for (const shownLine of shown.split('\n')) expect(shownLine.trim()).not.toBe(next.trim());
      }),
    );
  });

  it('shows only what the model said, from its beginning, without white space at the end', () => {
    fc.assert(
      fc.property(anything, anything, anything, (raw, prefix, suffix) => {
        const shown = completionText(raw, prefix, suffix);
        expect(raw.replace(/\r\n?/g, '\n').startsWith(shown)).toBe(true);
        expect(shown).toBe(shown.trimEnd());
        expect(shown.split('\n').length).toBeLessThanOrEqual(12);
        if (shown !== '') expect(shown.trim()).not.toBe('');
      }),
    );
  });
});
