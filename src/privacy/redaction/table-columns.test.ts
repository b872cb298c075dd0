import { describe, expect, it } from 'vitest';
import { columnAt } from './table-columns.ts';

function below(text: string, name: string): readonly string[] {
  const at = text.indexOf(name);
  return columnAt(text, at, at + name.length).map(({ start, end }) => text.slice(start, end));
}

describe('columnAt', () => {
  it.each([
    ['CSV', 'name,password,since\nkim,"a,b",2020\nlee,cd,2021\n'],
    ['TSV', 'name\tpassword\nkim\ta,b\nlee\tcd\n'],
    ['semicolons', 'name;"password"\r\nkim;a,b\r\nlee;cd\r\n'],
    ['Markdown', '| name | password |\n| --- | :---: |\n| kim | `a,b` |\n| lee | cd |\n'],
    ['INSERT', "INSERT INTO people (name, password) VALUES ('kim', 'a,b'), ('lee', 'cd');"],
    ['COPY', 'COPY public.people (id, "password") FROM stdin;\n1\ta,b\n2\tcd\n\\.\n'],
  ])('gives what stands below a name: %s', (_what, text) => {
    expect(below(text, 'password')).toEqual(['a,b', 'cd']);
  });

  it.each([
    ['a list', 'one,password,two'],
    ['rows of other lengths', 'name,password\nonly one\n'],
    ['a row among rows', 'id,name\n1,password\n2,other\n'],
    ['arguments', 'call(name, password)\nthen(a, b)\n'],
  ])('gives nothing for what is no table: %s', (_what, text) => {
    expect(below(text, 'password')).toEqual([]);
  });

  it('reads long tables to the end, each cell once', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `user${String(i)},word${String(i)}`);
    expect(below(`name,password\n${rows.join('\n')}`, 'password')).toHaveLength(5000);
  });
});
