import { expect, it } from 'vitest';
import { planImport, type ImportPlan } from './vscode-import.ts';

const KNOWN = new Set(['save', 'palette']);
const LANGUAGES = new Set(['typescript', 'css']);
const plan = (...texts: readonly string[]): ImportPlan =>
  planImport(
    texts.map((text) => ({ name: 'a.json', text })),
    KNOWN,
    LANGUAGES,
  );

it('takes over settings that have one of ours, and says why others are left', () => {
  const { settings, taken, left } = plan(
    '{ // mine\n "editor.fontSize": 15, "editor.wordWrap": "bounded", "files.autoSave": "onWindowChange", "python.path": 1, "__proto__": {}, }',
  );
  expect(settings).toEqual({ editorFontSize: 15, editorWordWrap: true });
  expect(taken.map((t) => t.name)).toEqual(['editor.fontSize', 'editor.wordWrap']);
  expect(left).toEqual(
    expect.arrayContaining([
      { name: 'files.autoSave', note: 'editorAutoSave does not take this value.' },
      { name: 'python.path', note: 'CodeGrex has no such setting.' },
    ]),
  );
});

it('takes over keys of commands that are there, by our names', () => {
  const { keys, left } = plan(
    JSON.stringify([
      { key: 'ctrl+alt+q', command: 'workbench.action.files.save', when: 'editorTextFocus' },
      { key: 'ctrl+s', command: '-workbench.action.files.save' },
      { key: 'f7', command: 'some.extension' },
      { key: 'f8', command: 'workbench.action.files.save', when: 'vim.active' },
      7,
    ]),
  );
  expect(keys).toEqual([
    { key: 'ctrl+alt+q', command: 'save', when: 'editorTextFocus' },
    { key: 'ctrl+s', command: '-save' },
  ]);
  expect(left.map((l) => l.name)).toEqual(['f7 some.extension', 'f8 workbench.action.files.save', 'A rule']);
});

it('takes nothing from what is no JSON', () => {
  expect(plan('{"editor.fontSize": 15', '3')).toMatchObject({ settings: {}, keys: [], taken: [] });
});

it('takes over snippets, those of a file that is named as a language for that language', () => {
  const files = [
    {
      name: 'typescript.json',
      text: '{ "Log": { "prefix": "log", "body": ["a", "$0"], "description": "x" }, "Bad": {} }',
    },
    { name: 'css.json', text: '{ "Log": { "prefix": ["log", "l"], "body": "b" } }' },
    { name: 'team.code-snippets', text: '{ "Both": { "prefix": "b", "scope": "css,typescript", "body": "c" } }' },
    { name: 'other.json', text: '{ "All": { "prefix": "all", "body": "d" } }' },
  ];
  const { snippets, taken, left, settings } = planImport(files, KNOWN, LANGUAGES);
  expect(snippets).toEqual({
    Log: { prefix: 'log', body: ['a', '$0'], scope: 'typescript', description: 'x' },
    'Log (css)': { prefix: ['log', 'l'], body: ['b'], scope: 'css' },
    Both: { prefix: 'b', body: ['c'], scope: 'css,typescript' },
    All: { prefix: 'all', body: ['d'] },
  });
  expect([taken.length, settings]).toEqual([4, {}]);
  expect(left).toEqual([{ name: 'typescript.json', note: '“Bad” needs a prefix and a body.' }]);
});
