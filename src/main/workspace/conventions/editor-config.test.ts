import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editorConfigOf } from './editor-config.ts';

const reader =
  (files: Readonly<Record<string, string>>) =>
  (path: string): Promise<string | null> =>
    Promise.resolve(files[path] ?? null);

/** All that is said of a file. */
async function said(path: string, read: ReturnType<typeof reader>): Promise<object> {
  const { conventions, encoding } = await editorConfigOf(path, read);
  return { ...conventions, encoding };
}

const NOTHING = {
  insertSpaces: null,
  indentSize: null,
  tabSize: null,
  eol: null,
  encoding: null,
  trimTrailingWhitespace: null,
  finalNewline: null,
  maxLineLength: null,
  sources: [],
  refused: null,
};

it('says nothing where nobody does', async () => {
  expect(await said('a/b.ts', reader({}))).toEqual(NOTHING);
});

it('reads what is usual', async () => {
  const root = `
root = true
[*]
indent_style = space
indent_size = 2
end_of_line = lf
charset = utf-8
trim_trailing_whitespace = true
insert_final_newline = true
max_line_length = 120
[*.{md,markdown}]
trim_trailing_whitespace = false
[{Makefile,*.mk}]
indent_style = tab
indent_size = unset
tab_width = 8
[src/**/{generated,vendor}/*.ts]
insert_final_newline = false
end_of_line = crlf
`;
  const read = reader({ '.editorconfig': root });
  const usual = {
    ...NOTHING,
    insertSpaces: true,
    indentSize: 2,
    tabSize: 2,
    eol: '\n',
    encoding: { encoding: 'utf-8', bom: false },
    trimTrailingWhitespace: true,
    finalNewline: true,
    maxLineLength: 120,
    sources: ['.editorconfig'],
  };
  expect(await said('src/a.ts', read)).toEqual(usual);
  expect(await said('docs/README.md', read)).toEqual({ ...usual, trimTrailingWhitespace: false });
  expect(await said('Makefile', read)).toMatchObject({ insertSpaces: false, indentSize: 8, tabSize: 8 });
  const generated = await said('src/x/y/vendor/a.ts', read);
  expect(generated).toMatchObject({ finalNewline: false, eol: '\r\n' });
});

it('asks the folders from the file up, the nearest first, to the one that calls itself the root', async () => {
  const files = {
    '.editorconfig': '[*]\nindent_size = 8\nend_of_line = crlf',
    'a/.editorconfig': 'root = true\n[*]\nindent_size = 4\ntrim_trailing_whitespace = true',
    'a/b/.editorconfig': '[*.ts]\nindent_size = 2',
  };
  expect(await said('a/b/c.ts', reader(files))).toMatchObject({
    indentSize: 2,
    trimTrailingWhitespace: true,
    eol: null,
    sources: ['a/b/.editorconfig', 'a/.editorconfig'],
  });
  expect(await said('x.ts', reader(files))).toMatchObject({ indentSize: 8, eol: '\r\n' });
});

it('takes no value that is none', async () => {
  const text =
    '[*]\nindent_size = 4000\ntab_width = -1\nindent_style = both\nend_of_line = cr\n' +
    'insert_final_newline = {"a":1}\nmax_line_length = off\n__proto__ = {"indent_size":3}\nconstructor = 1';
  expect(await said('a.ts', reader({ '.editorconfig': text }))).toEqual({
    ...NOTHING,
    sources: ['.editorconfig'],
  });
});

it.each([
  ['nested braces without end', `[${'{a,'.repeat(40)}b${'}'.repeat(40)}]`],
  ['many groups', `[${'{a,b,c}'.repeat(12)}]`],
  ['long ranges', '[{1..1000000}{1..1000000}]'],
  ['many stars', `[${'*a'.repeat(30)}b]`],
  ['double stars', `[${'**'.repeat(20)}]`],
  ['groups that repeat', '[*(*(*(a)))b]'],
  ['many sections', '[{1..200}]\n'.repeat(50)],
])('does not match what takes long: %s', async (_what, glob) => {
  const text = `[*]\nindent_size = 2\n${glob}\nindent_size = 3`;
  const long = `${'a'.repeat(200)}/${'a'.repeat(250)}`;
  expect(await said(long, reader({ '.editorconfig': text }))).toEqual({
    ...NOTHING,
    refused: '.editorconfig',
  });
});

it('one that is refused does not keep those above from being followed', async () => {
  const files = { '.editorconfig': '[*]\nindent_size = 2', 'a/.editorconfig': '[*a*a*a*a*a]' };
  expect(await said('a/b.ts', reader(files))).toMatchObject({ indentSize: 2, refused: 'a/.editorconfig' });
});

it('answers to any file at all', async () => {
  const pieces = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    '*',
    '**',
    '..',
    '1',
    '\\',
    '!',
    '?',
    '(',
    '\n',
    '=',
    '#',
    'a',
    '/',
  );
  const text = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('a', 'a/a/a', '1', 'a.a'), async (config, path) => {
      expect(await said(path, reader({ '.editorconfig': `[*]\na=a\n${config}` }))).toHaveProperty('refused');
    }),
    { numRuns: 500 },
  );
});
