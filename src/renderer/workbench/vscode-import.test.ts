import { expect, it } from 'vitest';
import { planImport } from './vscode-import.ts';

const KNOWN = new Set(['save', 'palette']);

it('takes over settings that have one of ours, and says why others are left', () => {
  const plan = planImport(
    [
      '{ // mine\n "editor.fontSize": 15, "editor.wordWrap": "bounded", "files.autoSave": "onWindowChange", "python.path": 1, "__proto__": {}, }',
    ],
    KNOWN,
  );
  expect(plan.settings).toEqual({ editorFontSize: 15, editorWordWrap: true });
  expect(plan.taken.map((t) => t.name)).toEqual(['editor.fontSize', 'editor.wordWrap']);
  expect(plan.left).toEqual(
    expect.arrayContaining([
      { name: 'files.autoSave', note: 'editorAutoSave does not take this value.' },
      { name: 'python.path', note: 'CodeGrex has no such setting.' },
    ]),
  );
});

it('takes over keys of commands that are there, by our names', () => {
  const plan = planImport(
    [
      JSON.stringify([
        { key: 'ctrl+alt+q', command: 'workbench.action.files.save', when: 'editorTextFocus' },
        { key: 'ctrl+s', command: '-workbench.action.files.save' },
        { key: 'f7', command: 'some.extension' },
        { key: 'f8', command: 'workbench.action.files.save', when: 'vim.active' },
        7,
      ]),
    ],
    KNOWN,
  );
  expect(plan.keys).toEqual([
    { key: 'ctrl+alt+q', command: 'save', when: 'editorTextFocus' },
    { key: 'ctrl+s', command: '-save' },
  ]);
  expect(plan.left.map((l) => l.name)).toEqual(['f7 some.extension', 'f8 workbench.action.files.save', 'A rule']);
});

it('takes nothing from what is no JSON', () => {
  expect(planImport(['{"editor.fontSize": 15', '3'], KNOWN)).toMatchObject({ settings: {}, keys: [], taken: [] });
});
