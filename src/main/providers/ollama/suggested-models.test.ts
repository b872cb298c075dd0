import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelNameProblem } from '../../../shared/ollama-model-name.ts';
import { SuggestedModel } from '../../../shared/schemas/ollama.ts';
import { memoryNeeded, suggestModels, SUGGESTIONS } from './suggested-models.ts';

const GB = 1e9;
const names = (total: number, free = total): string[] => suggestModels({ total, free }).map(({ name }) => name);

describe('suggested models', () => {
  it('name each a source and a day, can be pulled, and stand in order of weight', () => {
    for (const { name, source, read } of SUGGESTIONS) {
      expect(modelNameProblem(name)).toBeNull();
      expect(name).toMatch(/:/);
      expect(new URL(source).protocol).toBe('https:');
      expect(new Date(read).toISOString().slice(0, 10)).toBe(read);
    }
    const sizes = SUGGESTIONS.map(({ sizeBytes }) => sizeBytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(SUGGESTIONS.map(({ name }) => name)).size).toBe(SUGGESTIONS.length);
  });

  it('are those that fit, for either task already on a machine of 4 GB', () => {
    expect(names(2 * GB)).toEqual([]);
    const small = suggestModels({ total: 4 * GB, free: GB });
    expect(new Set(small.flatMap(({ tasks }) => tasks))).toEqual(new Set(['completion', 'chat']));
    expect(small.every(({ fitsNow }) => !fitsNow)).toBe(true);
    expect(names(16 * GB)).toContain('qwen2.5-coder:7b');
    expect(names(16 * GB)).not.toContain('qwen2.5-coder:32b');
    expect(names(64 * GB)).toEqual(SUGGESTIONS.map(({ name }) => name));
  });

  it('never take more than the machine has, and more memory takes none away', () => {
    const bytes = fc.integer({ min: 0, max: 256 * GB });
    fc.assert(
      fc.property(bytes, bytes, bytes, (total, more, free) => {
        const some = suggestModels({ total, free });
        for (const suggested of some) {
          expect(() => SuggestedModel.parse(suggested)).not.toThrow();
          expect(suggested.memoryBytes).toBe(memoryNeeded(suggested.sizeBytes));
          expect(suggested.memoryBytes).toBeLessThan(total);
          expect(suggested.memoryBytes).toBeGreaterThan(suggested.sizeBytes);
          expect(suggested.fitsNow).toBe(suggested.memoryBytes <= free);
        }
        expect(names(total + more, free)).toEqual(expect.arrayContaining(some.map(({ name }) => name)));
      }),
    );
  });
});
