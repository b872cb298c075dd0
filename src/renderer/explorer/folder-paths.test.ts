import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WorkspaceInfo } from '../../shared/schemas/workspace.ts';
import { foldersOf, movedBetween } from './folder-paths.ts';

const workspace = (...names: string[]): WorkspaceInfo => ({
  id: names.join(),
  name: names.join(),
  folders: names.map((name) => ({ name, root: `/work/${name}` })),
});

it('paths begin with the name of a folder where several are open', () => {
  expect(foldersOf(workspace('api')).map(({ prefix }) => prefix)).toEqual(['']);
  expect(foldersOf(workspace('api', 'web')).map(({ prefix }) => prefix)).toEqual(['api/', 'web/']);
  expect(foldersOf(null)).toEqual([]);
});

it('a path follows its folder when others are opened or closed', () => {
  const [api, both] = [workspace('api'), workspace('api', 'web')];
  const forth = movedBetween(api, both);
  expect(['src/a.ts', 'api/a.ts', ''].map(forth)).toEqual(['api/src/a.ts', 'api/api/a.ts', 'api']);
  const back = movedBetween(both, api);
  expect(['api/src/a.ts', 'api'].map(back)).toEqual(['src/a.ts', '']);
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'api', 'web', 'src'), { minLength: 1 }), (parts) => {
      const path = parts.join('/');
      expect(back(forth(path))).toBe(path);
    }),
  );
});

it('a path stays as it is among folders that stay', () => {
  const moved = movedBetween(workspace('api', 'web'), workspace('api', 'lib', 'web'));
  expect(['api/a.ts', 'web/b.ts'].map(moved)).toEqual(['api/a.ts', 'web/b.ts']);
});
