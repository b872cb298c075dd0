import { describe, expect, it } from 'vitest';
import { foundMatch } from './found-match.ts';
import { LIMITS } from './limits.ts';

describe('foundMatch', () => {
  it('has the place in the file, and what stands around it on its line', () => {
    expect(foundMatch('const a = 1;\r\n', 7, 6, 7)).toEqual({
      line: 7,
      column: 7,
      endLine: 7,
      endColumn: 8,
      before: 'const ',
      text: 'a',
      after: ' = 1;',
      cut: false,
      beforeCut: false,
    });
  });

  it('goes over lines', () => {
    const found = foundMatch('one\ntwo\nthree\n', 3, 5, 10);
    expect(found).toMatchObject({ line: 4, column: 2, endLine: 5, endColumn: 3, before: 't', after: 'ree' });
  });

  it('ends with the line', () => {
    expect(foundMatch('one\ntwo\n', 1, 0, 4)).toMatchObject({ endLine: 2, endColumn: 1, after: '' });
  });

  it('is empty at the begin of a line', () => {
    expect(foundMatch('one\n', 1, 0, 0)).toMatchObject({ column: 1, endColumn: 1, before: '', text: '', after: 'one' });
  });

  it('shows of a long line what is near, and of a long match the begin', () => {
    const long = 'x'.repeat(100_000);
    const near = foundMatch(`${long}y${long}`, 1, 100_000, 100_001);
    expect(near).toMatchObject({ column: 100_001, beforeCut: true, cut: false });
    expect([near.before.length, near.after.length]).toEqual([200, 250]);
    const whole = foundMatch(long, 1, 0, long.length);
    expect(whole).toMatchObject({ endColumn: 100_001, cut: true });
    expect(whole.text).toHaveLength(LIMITS.matchChars);
  });
});
