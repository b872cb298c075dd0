import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompletionMemory } from './completion-memory.ts';
import { maySay, remainderOf, type Answer, type Spot } from './type-ahead.ts';

/** A spot in a whole file. @param at of the cursor @param reach characters that are looked at on either side */
function spotIn(text: string, at: number, reach = 1000, path = 'a.ts'): Spot {
  return {
    path,
    languageId: 'typescript',
    offset: at,
    prefix: text.slice(Math.max(0, at - reach), at),
    suffix: text.slice(at, at + reach),
    whole: at + reach >= text.length,
  };
}
/** `before|after` */
function spot(marked: string, reach?: number): Spot {
  const at = marked.indexOf('|');
  return spotIn(marked.replace('|', ''), at, reach);
}
const answer = (marked: string, text: string): Answer => ({ spot: spot(marked), text });

describe('remainderOf', () => {
  it.each([
    ['nothing typed', 'f(|);', 'a, b', 'f(|);', 'a, b'],
    ['some typed', 'f(|);', 'a, b', 'f(a,|);', ' b'],
    ['all typed', 'f(|);', 'a', 'f(a|);', ''],
    ['something else typed', 'f(|);', 'a, b', 'f(b|);', null],
    ['gone back', 'f(x|);', 'a', 'f(|);', null],
    ['something else in brackets', 'x = |\n', 'f[a];', 'x = f(|)\n', null],
    ['a closer that the completion ends with', 'x = |\n', 'f(a)', 'x = f(|)\n', 'a'],
    ['brackets within', 'x = |\n', 'f(a, g(b))', 'x = f(|)\n', 'a, g(b)'],
    ['a quote put in by the editor', 'x = |;\n', '"abc"', 'x = "|";\n', 'abc'],
    ['Enter between braces', 'if (x) |\n', '{\n  a();\n}', 'if (x) {\n  |\n}\n', 'a();'],
    ['another file’s text', 'f(|);', 'a', 'g(|);', null],
    ['a change after the cursor', 'f(|);', 'a, b', 'f(a|); more', null],
  ])('%s', (_what, before, text, now, rest) => {
    expect(remainderOf(answer(before, text), spot(now))?.text ?? null).toBe(rest);
  });

  it('replaces a closer put in by the editor, where the completion goes on behind it', () => {
    expect(remainderOf(answer('x = |\n', 'f(a);'), spot('x = f(|)\n'))).toEqual({ text: 'a);', replaces: 1 });
    expect(remainderOf(answer('x = |\n', 'f(() => {\n  a();\n});'), spot('x = f(|)\n'))?.replaces).toBe(1);
    expect(remainderOf(answer('x = | + 1\n', 'f(() => {\n  a();\n});'), spot('x = f(|) + 1\n'))).toBeNull();
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '(', ')', '\n', ' ', '"', '中'), maxLength: 40 });

  it('is what is left, for whatever begin of it was typed, however much of the file is seen', () => {
    fc.assert(
      fc.property(text, text, text, fc.nat(40), fc.integer({ min: 45, max: 90 }), (before, after, said, n, reach) => {
        const typed = said.slice(0, n);
        const asked = spotIn(before + after, before.length, reach);
        const now = spotIn(before + typed + after, before.length + typed.length, reach);
        expect(remainderOf({ spot: asked, text: said }, now)).toEqual({ text: said.slice(typed.length), replaces: 0 });
        expect(maySay(asked, now)).toBe(true);
      }),
    );
  });

  it('never lets the file become another than the completion said', () => {
    fc.assert(
      fc.property(text, text, text, text, text, (before, after, said, typed, added) => {
        const now = spotIn(before + typed + added + after, before.length + typed.length);
        const rest = remainderOf({ spot: spotIn(before + after, before.length), text: said }, now);
        if (rest === null) return;
        expect(said.startsWith(typed)).toBe(true);
        // With the rest put in, what was said stands there, but for white space around the closers.
        const result = typed + rest.text + (now.suffix === after ? '' : added.slice(rest.replaces));
        expect(result.replace(/\s/g, '')).toBe(said.replace(/\s/g, ''));
      }),
    );
  });
});

describe('createCompletionMemory', () => {
  it('prefers the latest, knows where a model had nothing to say, and forgets the oldest', () => {
    const memory = createCompletionMemory<Answer>(2);
    memory.put(answer('f(|);', 'old'));
    memory.put(answer('f(|);', 'new'));
    expect(memory.find(spot('f(n|);'))?.text).toBe('ew');
    expect(memory.find(spot('f(o|);'))?.text).toBe('ld');
    memory.put(answer('g(|);', ''));
    expect(memory.find(spot('g(|);'))?.text).toBe('');
    // Typed to its end: time to ask again.
    expect(memory.find(spot('f(old|);'))).toBeNull();
    expect(memory.find(spot('f(n|);'))).toBeNull();
    memory.clear();
    expect(memory.find(spot('g(|);'))).toBeNull();
  });
});
