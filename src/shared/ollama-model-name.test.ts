import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelNameProblem, OLLAMA_REGISTRY, registryOf, withTag } from './ollama-model-name.ts';

describe('a model’s name', () => {
  it.each([
    'llama3.2',
    'qwen2.5-coder:7b',
    'gemma3:4b-it-qat',
    'jane/My_Model:latest',
    'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M',
    'registry.corp:5000/team/model:v1',
    'localhost:5000/team/model',
    'nomic-embed-text',
    'clouded:7b',
  ])('%s is one', (name) => {
    expect(modelNameProblem(name)).toBeNull();
  });

  it.each([
    ['', /empty/],
    ['qwen 7b', /space/],
    ['llama\n', /space/],
    ['https://ollama.com/library/llama3.2', /address/],
    ['a/b/c/d', /more than three/],
    ['-bad', /letters, digits/],
    ['../etc/passwd', /no host/],
    ['..', /letters, digits/],
    ['a..b', /letters, digits/],
    ['model:', /tag/],
    ['model:a:b', /tag/],
    ['model:7b@sha256', /tag/],
    ['na.me/model', /last slash/],
    ['/model', /last slash/],
    ['ho st/x/model', /space/],
    ['evil.example:99999999/x/model', /no host/],
    ['llama;rm', /letters, digits/],
    ['modèle', /letters, digits/],
    ['a'.repeat(81), /letters, digits/],
    ['gpt-oss:120b-cloud', /Ollama’s cloud/],
    ['minimax-m2:cloud', /Ollama’s cloud/],
  ])('%j is none', (name, why) => {
    expect(modelNameProblem(name)).toMatch(why);
  });

  it('holds nothing that could be taken for more than a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        if (modelNameProblem(name) === null) expect(name).toMatch(/^[\w./:-]+$/);
      }),
    );
  });

  it('says which registry it is fetched from', () => {
    expect(registryOf('llama3.2')).toBe(OLLAMA_REGISTRY);
    expect(registryOf('jane/model:7b')).toBe(OLLAMA_REGISTRY);
    expect(registryOf('hf.co/jane/model:7b')).toBe('hf.co');
  });

  it('is the same with the tag that stands for none', () => {
    expect(withTag('llama3.2')).toBe('llama3.2:latest');
    expect(withTag('llama3.2:3b')).toBe('llama3.2:3b');
    expect(withTag('registry.corp:5000/team/model')).toBe('registry.corp:5000/team/model:latest');
  });
});
