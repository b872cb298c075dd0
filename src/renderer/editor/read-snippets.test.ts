import { describe, expect, it } from 'vitest';
import { readSnippets } from './read-snippets.ts';

describe('a file of snippets', () => {
  it('is read as VS Code writes it', () => {
    const text = `// mine
    { "For": { "prefix": ["for", "each"], "body": ["for ($1) {", "\\t$0", "}"], "description": "A loop", "scope": "c, cpp" },
      "All": { "prefix": "x", "body": "y" }, }`;
    expect(readSnippets(text)).toEqual({
      problems: [],
      snippets: [
        {
          name: 'For',
          prefixes: ['for', 'each'],
          body: 'for ($1) {\n\t$0\n}',
          description: 'A loop',
          languages: ['c', 'cpp'],
        },
        { name: 'All', prefixes: ['x'], body: 'y', description: '', languages: null },
      ],
    });
    expect(readSnippets(' \n')).toEqual({ snippets: [], problems: [] });
  });

  it.each(['{ "a": { "prefix": 1, "body": "x" } }', '{ "a": ', '[]', '3', '['.repeat(100_000)])(
    'that cannot be used says so: %#',
    (text) => {
      const { snippets, problems } = readSnippets(text);
      expect([snippets, problems.length]).toEqual([[], 1]);
    },
  );
});
