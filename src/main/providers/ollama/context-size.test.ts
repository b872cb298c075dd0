import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatPayload } from '../../../privacy/payload.ts';
import { createContextSizes } from './context-size.ts';

const chat = (chars: number, maxTokens = 100): ChatPayload => ({
  task: 'chat',
  turns: [{ role: 'user', text: 'x'.repeat(chars) }],
  maxTokens,
});

describe('the context asked of Ollama', () => {
  it('is what the question and its answer need, in steps, up to the limit of the model', () => {
    const sizes = createContextSizes();
    sizes.setLimit('m', 40_000);
    expect([sizes.knows('m'), sizes.knows('n')]).toEqual([true, false]);
    expect(sizes.sizeFor('m', chat(300))).toBe(8192);
    expect(sizes.sizeFor('m', chat(24_000, 500))).toBe(16_384);
    expect(sizes.sizeFor('m', chat(120_000))).toBe(40_000);
    sizes.setLimit('small', 4096);
    expect(sizes.sizeFor('small', chat(300))).toBe(4096);
    sizes.setLimit('silent', null);
    expect(sizes.sizeFor('silent', chat(600_000))).toBe(262_144);
  });

  it('stays, as each change loads the model anew, and is kept for each model apart', () => {
    const sizes = createContextSizes();
    expect(sizes.sizeFor('a', chat(60_000))).toBe(32_768);
    expect(sizes.sizeFor('a', chat(10))).toBe(32_768);
    expect(sizes.sizeFor('a', { task: 'completion', prefix: 'a', suffix: 'b', maxTokens: 8, stop: [] })).toBe(32_768);
    expect(sizes.sizeFor('b', chat(10))).toBe(8192);
  });

  it('counts pictures, tools and their calls too', () => {
    const sizes = createContextSizes();
    const pictures = Array.from({ length: 8 }, () => ({ mediaType: 'image/png' as const, base64: '' }));
    const plain = chat(10);
    expect(sizes.sizeFor('a', { ...plain, turns: [{ role: 'user', text: '', pictures }] })).toBe(16_384);
    const parameters = { type: 'object', description: 'x'.repeat(30_000) };
    expect(sizes.sizeFor('b', { ...plain, tools: [{ name: 't', description: '', parameters }] })).toBe(16_384);
    const toolCalls = [{ id: 'c', name: 't', arguments: { text: 'x'.repeat(30_000) } }];
    expect(sizes.sizeFor('c', { ...plain, turns: [{ role: 'assistant', text: '', toolCalls }] })).toBe(16_384);
  });

  it('holds any question that the model can take', () => {
    fc.assert(
      fc.property(fc.nat(400_000), fc.nat(8000), fc.nat(200_000), (chars, maxTokens, limit) => {
        const sizes = createContextSizes();
        sizes.setLimit('m', limit);
        const size = sizes.sizeFor('m', chat(chars, maxTokens));
        // A token is three characters at least in code; see estimateTokens.
        expect(size).toBeGreaterThanOrEqual(Math.min(limit, chars / 3 + maxTokens));
        expect(size).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
