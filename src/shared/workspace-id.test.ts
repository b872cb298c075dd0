import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rootsOf, workspaceId } from './workspace-id.ts';

const roots = fc.uniqueArray(
  fc.string({ minLength: 1 }).filter((path) => !path.includes('\0')),
  { minLength: 1 },
);

it('is the path of a folder that is alone', () => {
  expect(workspaceId(['/work/one'])).toBe('/work/one');
});

it('tells the folders that it was made of, whatever they are called', () => {
  fc.assert(
    fc.property(roots, (all) => {
      expect(rootsOf(workspaceId(all))).toEqual([...all].sort());
    }),
  );
});

it('is the same in whatever order they were opened', () => {
  fc.assert(
    fc.property(roots, (all) => {
      expect(workspaceId([...all].reverse())).toBe(workspaceId(all));
    }),
  );
});
