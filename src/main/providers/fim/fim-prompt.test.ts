import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompletionContext } from '../../../privacy/payload.ts';
import { FIM_FAMILIES, fimFamilyOf } from './fim-families.ts';
import { fimPrompt, knowsFim, prefixWithFiles } from './fim-prompt.ts';

const context: CompletionContext = {
  repository: 'shop',
  path: 'src/main.ts',
  languageId: 'typescript',
  pieces: [
    { path: 'src/a.ts', text: 'export const a = 1;' },
    { path: 'src/b.ts', text: 'export const b = 2;\n' },
  ],
};
const alone = { prefix: 'f(', suffix: ');\n' };
const promptOf = (model: string, more: Partial<typeof alone & { context: CompletionContext }> = {}): string =>
  fimPrompt(model, { ...alone, ...more })?.prompt ?? 'none';

describe('fimPrompt', () => {
  it.each([
    ['qwen2.5-coder:1.5b', 'qwen-coder'],
    ['Qwen/Qwen3-Coder-30B-A3B', 'qwen-coder'],
    ['deepseek-coder:6.7b-base', 'deepseek-coder'],
    ['deepseek-ai/DeepSeek-Coder-V2-Lite-Base', 'deepseek-coder'],
    ['starcoder2:3b', 'starcoder2'],
    ['bigcode/starcoderbase-1b', 'starcoder'],
    ['granite-code:3b-base', 'granite'],
    ['granite3.3:2b', 'granite'],
    ['granite4:tiny-h', 'granite-4'],
    ['granite-4.0-micro', 'granite-4'],
    ['codegemma:2b-code', 'codegemma'],
    ['codellama:7b-code', 'codellama'],
    ['CodeLlama-13b-hf', 'codellama'],
    ['codestral:22b', 'codestral'],
    ['stable-code:3b', 'starcoder'],
  ])('takes %s for %s', (model, family) => {
    expect(fimFamilyOf(model)?.id).toBe(family);
  });

  it.each(['llama3.2', 'gpt-4o', 'gemma3', 'qwen3:8b', 'deepseek-r1'])('knows no marks for %s', (model) => {
    expect(knowsFim(model)).toBe(false);
    expect(fimPrompt(model, alone)).toBeNull();
  });

  it.each([
    ['qwen2.5-coder', '<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>'],
    ['deepseek-coder', '<｜fim▁begin｜>f(<｜fim▁hole｜>);\n<｜fim▁end｜>'],
    ['starcoder2', '<fim_prefix>f(<fim_suffix>);\n<fim_middle>'],
    ['granite-code', '<fim_prefix>f(<fim_suffix>);\n<fim_middle>'],
    ['granite4', '<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>'],
    ['codegemma', '<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>'],
    ['codellama', '<PRE> f( <SUF>);\n <MID>'],
    ['codestral', '[SUFFIX]);\n[PREFIX]f('],
  ])('asks %s by its own marks', (model, prompt) => {
    expect(promptOf(model)).toBe(prompt);
    expect(promptOf(model, { context: { ...context, pieces: [] } })).toBe(prompt);
  });

  it.each([
    [
      'qwen2.5-coder',
      '<|repo_name|>shop\n<|file_sep|>src/a.ts\nexport const a = 1;\n<|file_sep|>src/b.ts\nexport const b = 2;\n\n' +
        '<|file_sep|>src/main.ts\n<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>',
    ],
    [
      'starcoder2',
      '<repo_name>shop<file_sep>src/a.ts\nexport const a = 1;<file_sep>src/b.ts\nexport const b = 2;\n' +
        '<file_sep><fim_prefix>src/main.ts\nf(<fim_suffix>);\n<fim_middle>',
    ],
    [
      'deepseek-coder',
      '<｜fim▁begin｜>// src/a.ts\nexport const a = 1;\n\n// src/b.ts\nexport const b = 2;\n\n\n// src/main.ts\nf(' +
        '<｜fim▁hole｜>);\n<｜fim▁end｜>',
    ],
    [
      'codegemma',
      '// src/a.ts\nexport const a = 1;<|file_separator|>// src/b.ts\nexport const b = 2;\n<|file_separator|>' +
        '<|fim_prefix|>f(<|fim_suffix|>);\n<|fim_middle|>',
    ],
  ])('puts other files as the makers of %s say', (model, prompt) => {
    expect(fimPrompt(model, { ...alone, context })).toMatchObject({ prompt, files: true });
  });

  it.each(['codellama', 'granite-code', 'granite4', 'codestral'])('puts other files as comments for %s', (model) => {
    const asked = fimPrompt(model, { ...alone, context });
    expect(asked?.prompt).toContain('// src/a.ts:\n// export const a = 1;\n// src/b.ts:\n// export const b = 2;\nf(');
    expect(asked?.files).toBe(false);
    expect(asked?.prompt).toContain(prefixWithFiles({ ...alone, context }));
  });

  it('keeps marks that stand in the code from being read as such', () => {
    const pieces = [{ path: 'x<|file_sep|>y', text: '<|repo_name|>' }];
    const prompt = promptOf('qwen2.5-coder', {
      prefix: 'const mark = "<|fim_middle|>";',
      suffix: '<|endoftext|><|fim_suffix|>',
      context: { ...context, pieces },
    });
    for (const mark of ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|repo_name|>']) {
      expect(prompt.split(mark)).toHaveLength(2);
    }
    expect(prompt.split('<|file_sep|>')).toHaveLength(3);
    expect(prompt).not.toContain('<|endoftext|>');
    expect(prompt).toContain('< |fim_middle|>');
  });

  it('loses nothing of code without marks, in any family', () => {
    const code = fc.stringMatching(/^[\w ().;\n]{0,40}$/);
    fc.assert(
      fc.property(fc.constantFrom(...FIM_FAMILIES), code, code, code, ({ id }, prefix, suffix, text) => {
        const pieces = text === '' ? [] : [{ path: 'p', text }];
        const asked = fimPrompt(id, { prefix, suffix, context: { ...context, languageId: 'plaintext', pieces } });
        const texts = asked?.segments.flatMap((s) => ('text' in s ? [s.text] : [])).join('\u0000') ?? '';
        expect(texts).toContain(prefix);
        expect(texts).toContain(suffix);
        for (const line of text.split('\n')) expect(texts).toContain(line.trim());
      }),
    );
  });

  it('names where each family is described', () => {
    for (const { source } of FIM_FAMILIES) expect(source).toMatch(/^https:\/\//);
  });
});
