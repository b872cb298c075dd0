import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, readEdit, type EditFrame } from './read-edit.ts';

const block = (search: readonly string[], replace: readonly string[]): string =>
  ['<<<<<<< SEARCH', ...search, '=======', ...replace, '>>>>>>> REPLACE'].join('\n');

/** Lines 10 to 14 and 40 to 42 of some file, of which the name was changed in line 10. */
const FRAME: EditFrame = {
  cursorLine: 10,
  edits: [{ startLine: 10, before: ['let total = 0;'], after: ['let sum = 0;'] }],
  parts: [
    { startLine: 10, lines: ['let sum = 0;', 'for (const n of all) {', '  total += n;', '}', 'log(total);'] },
    { startLine: 40, lines: ['', 'log(total);', '}'] },
  ],
};
const read = (answer: string, more: Partial<EditFrame> = {}) => readEdit(answer, { ...FRAME, ...more });

describe('readEdit', () => {
  it('finds the lines and takes those that change', () => {
    const answer = block(
      ['for (const n of all) {', '  total += n;', '}'],
      ['for (const n of all) {', '  sum += n;', '}'],
    );
    expect(read(answer)).toEqual({ startLine: 12, old: ['  total += n;'], lines: ['  sum += n;'] });
    expect(read(`\n${answer}\n`)).toEqual(read(answer));
    expect(read(`\`\`\`ts\n${answer}\n\`\`\``)).toEqual(read(answer));
    expect(read(answer.replaceAll('\n', '\r\n'))).toEqual(read(answer));
  });

  it('takes the next place below the cursor, else the nearest above', () => {
    const answer = block(['log(total);'], ['log(sum);']);
    expect(read(answer)?.startLine).toBe(14);
    expect(read(answer, { cursorLine: 20 })?.startLine).toBe(41);
    expect(read(answer, { cursorLine: 60 })?.startLine).toBe(41);
  });

  it('can remove lines, and add some beside one that stays', () => {
    expect(read(block(['  total += n;'], []))).toEqual({ startLine: 12, old: ['  total += n;'], lines: [] });
    const added = { startLine: 14, old: ['log(total);'], lines: ['log(total);', 'done();'] };
    expect(read(block(['}', 'log(total);'], ['}', 'log(total);', 'done();']))).toEqual(added);
  });

  it.each([
    ['nothing', ''],
    ['that there is none', 'NONE'],
    ['prose', 'You could rename total in line 12.'],
    ['a block with words before it', `Here it is:\n${block(['  total += n;'], ['  sum += n;'])}`],
    ['a block with words behind it', `${block(['  total += n;'], ['  sum += n;'])}\nThat is all.`],
    ['two blocks', `${block(['  total += n;'], ['  sum += n;'])}\n${block(['log(total);'], ['log(sum);'])}`],
    ['one that is not ended', block(['  total += n;'], ['  sum += n;']).slice(0, -4)],
    ['one without a middle', '<<<<<<< SEARCH\n  total += n;\n>>>>>>> REPLACE'],
    ['one with marks within', block(['  total += n;'], ['=======', '  sum += n;'])],
    ['lines that are not there', block(['  count += n;'], ['  sum += n;'])],
    ['lines of two parts', block(['log(total);', '', 'log(total);'], ['x'])],
    ['no lines to replace', block([], ['  sum += n;'])],
    ['blank lines alone', block([''], ['x'])],
    ['the same again', block(['  total += n;'], ['  total += n;'])],
    ['other white space at ends alone', block(['  total += n;'], ['  total += n;  '])],
    ['what was just changed, back', block(['let sum = 0;'], ['let total = 0;'])],
    ['a placeholder', block(['  total += n;'], ['  sum += REDACTED_EMAIL_1;'])],
    ['too many lines', block(['  total += n;'], Array<string>(40).fill('x'))],
    ['too long a line', block(['  total += n;'], ['x'.repeat(4000)])],
  ])('drops %s', (_what, answer) => {
    expect(read(answer)).toBeNull();
  });

  it('takes whatever is said without an error, and edits nothing that was not shown', () => {
    const piece = fc.constantFrom(
      ...['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE', '```', 'NONE', '', 'log(total);', '  total += n;', '}', 'x'],
    );
    const line = fc.oneof({ weight: 4, arbitrary: piece }, fc.string());
    const lines = fc.array(line, { maxLength: 8 });
    const answer = fc.oneof(
      lines.map((all) => all.join('\n')),
      fc.tuple(lines, lines).map(([search, replace]) => block(search, replace)),
      fc.string(),
    );
    const parts = fc.array(
      fc.record({ startLine: fc.integer({ min: 1, max: 50 }), lines: fc.array(line, { minLength: 1 }) }),
    );
    fc.assert(
      fc.property(answer, parts, fc.integer({ min: 1, max: 60 }), (said, more, cursorLine) => {
        const frame = { ...FRAME, parts: [...FRAME.parts, ...more], cursorLine };
        isComplete(said);
        const edit = readEdit(said, frame);
        if (edit === null) return;
        const { startLine, old } = edit;
        const stands = frame.parts.some((part) =>
          old.every((text, i) => part.lines[startLine - part.startLine + i]?.trimEnd() === text.trimEnd()),
        );
        expect(stands).toBe(true);
        expect(edit.lines).not.toEqual(old);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isComplete', () => {
  it('waits for what may become an edit', () => {
    const whole = block(['a'], ['b']);
    for (const answer of [whole, `\`\`\`ts\n${whole}`, `\n${whole}`]) {
      for (let end = 0; end < answer.length - '> REPLACE'.length; end++)
        expect(isComplete(answer.slice(0, end))).toBe(false);
      expect(isComplete(answer)).toBe(true);
    }
    expect(isComplete('NO')).toBe(false);
  });

  it('waits no longer where it is none', () => {
    for (const answer of ['NONE', 'The next', '```\nlet', '<html>']) expect(isComplete(answer)).toBe(true);
  });
});
