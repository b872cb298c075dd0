import { describe, expect, it } from 'vitest';
import { withSection } from './results-file.ts';

const FILE = `# Results

Words.

<!-- bench:a -->

old a

<!-- /bench:a -->

<!-- bench:ab -->

old ab

<!-- /bench:ab -->

After.
`;

describe('withSection', () => {
  it('replaces its section and nothing else', () => {
    expect(withSection(FILE, 'a', 'new $& a')).toBe(FILE.replace('old a', () => 'new $& a'));
    expect(withSection(FILE, 'ab', 'new ab')).toBe(FILE.replace('old ab', 'new ab'));
  });

  it('adds a section that is not there yet, and then finds it', () => {
    const added = withSection(FILE, 'c', 'c');
    expect(added).toBe(`${FILE}\n<!-- bench:c -->\n\nc\n\n<!-- /bench:c -->\n`);
    expect(withSection(added, 'c', 'other')).toBe(added.replace('\nc\n', '\nother\n'));
  });

  it('does not guess where a section ends', () => {
    expect(() => withSection('<!-- bench:a -->\n\nold', 'a', 'new')).toThrow(/no end mark/);
  });
});
