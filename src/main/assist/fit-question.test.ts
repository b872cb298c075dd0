import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../shared/schemas/chat-and-completion.ts';
import { estimateTokens } from '../providers/estimate-tokens.ts';
import type { GatheredContext } from './chat-context.ts';
import { fitQuestion } from './fit-question.ts';

const tokens = (n: number, letter = 'x'): string => letter.repeat(n * 3);
const said = (...sizes: number[]): ChatMessage[] =>
  sizes.map((n, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', text: tokens(n, String(i)) }));
/** One chip per entry: its rank, and the sizes of its parts. */
const context = (...chips: { rank: number; parts: number[] }[]): GatheredContext => ({
  pieces: chips.flatMap(({ rank, parts }, chip) =>
    parts.map((n, i) => ({ chip, rank, name: `${String(chip)}-${String(i)}.ts`, text: tokens(n, 'c') })),
  ),
  report: chips.map((_, i) => ({ path: `chip ${String(i)}`, included: true, reason: null })),
});
const NONE = context();
const fit = (messages: ChatMessage[], around: GatheredContext, contextTokens: number | null, maxTokens = 1000) =>
  fitQuestion({ system: 'Be brief.', messages, context: around, maxTokens }, { contextTokens });
const kept = (turns: ReturnType<typeof fit>['turns']): string =>
  turns
    .slice(1)
    .map((t) => t.text.charAt(0))
    .join('');

describe('fitQuestion', () => {
  it('leaves out nothing where the model has room, or does not say how much', () => {
    for (const room of [100_000, null]) {
      const { turns, report, maxTokens } = fit(said(100, 100, 100), context({ rank: 1, parts: [500] }), room);
      expect(turns.map((t) => t.role)).toEqual(['system', 'user', 'assistant', 'user']);
      expect(turns.at(-1)?.text).toBe(`${tokens(500, 'c')}\n\n${tokens(100, '2')}`);
      expect(report).toEqual([{ path: 'chip 0', included: true, reason: null }]);
      expect(maxTokens).toBe(1000);
    }
  });

  it('drops the oldest turns first, and says how many', () => {
    const { turns, report } = fit(said(400, 400, 400, 400, 400, 400, 100), NONE, 3000);
    expect(kept(turns)).toBe('2345' + '6');
    expect(report).toEqual([
      {
        path: 'earlier messages',
        included: false,
        reason: 'The oldest 2 messages were left out: the model can take about 3,000 tokens.',
      },
    ]);
  });

  it('never begins with an answer whose question is gone', () => {
    const { turns, report } = fit(said(400, 400, 900, 400, 100), NONE, 1800);
    expect(kept(turns)).toBe('4');
    expect(report[0]?.reason).toContain('oldest 4 messages');
  });

  it('keeps what was just said before context, and context before older turns', () => {
    const { turns, report } = fit(said(500, 500, 300, 300, 100), context({ rank: 1, parts: [700] }), 3000);
    expect(turns.slice(1).map((t) => t.text.charAt(0))).toEqual(['2', '3', 'c']);
    expect(report).toMatchObject([
      { path: 'chip 0', included: true, reason: null },
      { path: 'earlier messages', included: false },
    ]);
  });

  it('leaves out the widest sweep first, whatever the order of the chips', () => {
    const around = context({ rank: 4, parts: [1500] }, { rank: 0, parts: [800] }, { rank: 1, parts: [600] });
    const { report } = fit(said(100), around, 3000);
    expect(report.map((r) => r.included)).toEqual([false, true, true]);
    expect(report[0]?.reason).toBe('Left out: the model has no room for its 1,500 or so tokens.');
  });

  it('takes of a folder the files that there is room for, and names the others', () => {
    const { report, turns } = fit(said(100), context({ rank: 4, parts: [900, 5000, 300, 6000] }), 3000);
    expect(report).toEqual([
      {
        path: 'chip 0',
        included: true,
        reason: 'Left out of it, as the model has no room for them: 0-1.ts, 0-3.ts.',
      },
    ]);
    expect(turns.at(-1)?.text).toContain(`${tokens(900, 'c')}\n\n${tokens(300, 'c')}`);
  });

  it('adds to what was left out for other reasons, and does not count in what was refused', () => {
    const around = context({ rank: 4, parts: [9000] }, { rank: 1, parts: [] });
    const report = [
      { path: 'a/', included: true, reason: '1 file is kept from models by rules.' },
      { path: '.env', included: false, reason: 'A rule keeps this file from models.' },
    ];
    expect(fit(said(100), { ...around, report }, 3000).report).toEqual([
      {
        path: 'a/',
        included: false,
        reason: '1 file is kept from models by rules. Left out: the model has no room for its 9,000 or so tokens.',
      },
      report[1],
    ]);
  });

  it('refuses a question that is too long by itself', () => {
    expect(() => fit(said(4000), NONE, 4096)).toThrow(expect.objectContaining({ code: 'context-too-long' }) as Error);
  });

  it('asks for no longer answer than there is room for', () => {
    expect(fit(said(100), NONE, 4096, 100_000).maxTokens).toBeLessThan(4096 - 100);
    expect(fit(said(100), NONE, 4096, 100_000).maxTokens).toBeGreaterThan(3000);
    expect(fit(said(2500), NONE, 4096, 100_000).maxTokens).toBeGreaterThanOrEqual(1024);
  });

  it('never asks for more than the model can take, and reports all that it leaves out', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 800 }), { minLength: 1, maxLength: 9 });
    const chips = fc.array(
      fc.record({ rank: fc.nat(5), parts: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        sizes,
        chips,
        fc.integer({ min: 2000, max: 9000 }),
        fc.integer({ min: 1, max: 5000 }),
        (s, c, room, max) => {
          const messages = said(...(s.length % 2 === 0 ? [...s, 1] : s));
          const around = context(...c);
          const fitted = fit(messages, around, room, max);
          const asked = fitted.turns.reduce((sum, turn) => sum + estimateTokens(turn.text), 0);
          expect(asked + fitted.maxTokens).toBeLessThanOrEqual(room);
          expect(fitted.maxTokens).toBeGreaterThan(0);
          expect(fitted.turns[1]?.role).toBe('user');
          const dropped = messages.length + 1 - fitted.turns.length;
          expect(fitted.report.some((r) => r.path === 'earlier messages')).toBe(dropped > 0);
          const question = fitted.turns.at(-1)?.text ?? '';
          for (const [i, { parts }] of c.entries()) {
            const all = around.pieces.filter((p) => p.chip === i);
            const gone = parts.length > 0 && all.some((p) => !question.includes(p.text));
            if (gone) expect(fitted.report[i]?.reason).toMatch(/no room/);
          }
        },
      ),
    );
  });
});
