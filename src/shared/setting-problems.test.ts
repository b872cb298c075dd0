import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { readLayer } from './setting-problems.ts';
import { SETTING_NAMES, SETTING_TABLE } from './setting-table.ts';

it('takes every default in the user’s own file', () => {
  expect(readLayer(DEFAULT_SETTINGS, 'user')).toEqual({ values: DEFAULT_SETTINGS, problems: [] });
});

it('says what is unknown and what does not fit, and takes the rest', () => {
  const { values, problems } = readLayer({ editorTabSize: 2, editorFontSize: 1000, colour: 1, __proto__x: 1 }, 'user');
  expect(values).toEqual({ editorTabSize: 2 });
  expect(problems.map((p) => p.name)).toEqual(['editorFontSize', 'colour', '__proto__x']);
});

it('lets a folder set how the editor works, and turn off what asks models', () => {
  const held = { editorTabSize: 2, completionEnabled: false, nextEditEnabled: true, theme: 'dark', proxy: 'none' };
  const { values, problems } = readLayer(held, 'workspace');
  expect(values).toEqual({ editorTabSize: 2, completionEnabled: false });
  expect(problems.map((p) => p.name)).toEqual(['nextEditEnabled', 'theme', 'proxy']);
});

it('lets a folder set nothing that decides what leaves the machine', () => {
  const free = SETTING_NAMES.filter((name) => SETTING_TABLE[name].workspace === 'any');
  expect(free.every((name) => /^(?:editor|explorer|gitBlameLine|terminal(?:Font|Cursor|Scrollback))/.test(name))).toBe(
    true,
  );
});

it('takes no CSS in the name of a font', () => {
  for (const font of ['a; b: url(x)', 'x}', 'url(http://a)', 'var(--x)', '<b>', 'a\\b'])
    expect(readLayer({ editorFontFamily: font }, 'user').problems).toHaveLength(1);
  expect(readLayer({ editorFontFamily: "'Fira Code', monospace" }, 'user').problems).toEqual([]);
});
