import { expect, it } from 'vitest';
import { searchQuery } from '../../../../test/support/search-query.ts';
import { queryWithin } from './ripgrep-arguments.ts';

const within = (name: string, include: string[], exclude: string[] = []) => {
  const query = queryWithin({ ...searchQuery('x'), include, exclude }, name);
  return query === null ? null : [query.include, query.exclude];
};

it.each([
  { what: 'everything', include: [], api: [[], []], web: [[], []] },
  { what: 'a name in any folder', include: ['*.ts'], api: [['*.ts'], []], web: [['*.ts'], []] },
  { what: 'one folder', include: ['./web'], api: null, web: [[], []] },
  { what: 'one folder by its name alone', include: ['web'], api: [['web'], []], web: [[], []] },
  { what: 'a place in one', include: ['./web/src'], api: null, web: [['./src'], []] },
  {
    what: 'a place in one, or of that name',
    include: ['web/src'],
    api: [['web/src'], []],
    web: [['./src', 'web/src'], []],
  },
  { what: 'a place in each', include: ['./*/src'], api: [['./src'], []], web: [['./src'], []] },
  { what: 'nothing of one', include: [], exclude: ['./web/'], api: [[], []], web: null },
  { what: 'not a place in one', include: [], exclude: ['./web/dist'], api: [[], []], web: [[], ['./dist']] },
])('looks for $what', ({ include, exclude, api, web }) => {
  expect(within('api', include, exclude)).toEqual(api);
  expect(within('web', include, exclude)).toEqual(web);
});

it('knows a folder by its name, however it is written as a glob', () => {
  expect(within('a[1]', ['./a[[]1[]]/src'])).toEqual([['./src'], []]);
});
