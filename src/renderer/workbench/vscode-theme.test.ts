import { expect, it } from 'vitest';
import { readColorTheme, variablesOf } from './vscode-theme.ts';

const read = (text: string, more: Record<string, string> = {}) =>
  readColorTheme('a.json', new Map(Object.entries({ 'a.json': text, ...more })));

it('takes colours and tokens over, with comments, trailing commas and what is included', () => {
  const theme = read(
    `{ // mine
      "name": "Mine", "include": "./base.json",
      "colors": { "editor.background": "#112233", "foreground": "#eee", },
      "tokenColors": [{ "scope": ["comment", "keyword.control"], "settings": { "foreground": "#00ff00", "fontStyle": "italic" } },],
    }`,
    { 'base.json': '{"type":"light","colors":{"editor.background":"#ffffff","focusBorder":"#abcdef"}}' },
  );
  expect(theme).toMatchObject({ name: 'Mine', base: 'light', refused: 0 });
  expect(theme.rules).toEqual([
    { token: 'comment', foreground: '00ff00', fontStyle: 'italic' },
    { token: 'keyword', foreground: '00ff00', fontStyle: 'italic' },
  ]);
  expect(variablesOf(theme).get('--bg')).toBe('#112233');
  expect(variablesOf(theme).get('--focus')).toBe('#abcdef');
});

it.each(['url(https://a.example/x)', 'expression(alert(1))', 'var(--x)', '#12', '#ggg', 'red;}', '#fff url(x)', 7])(
  'refuses %s as a colour',
  (value) => {
    const theme = read(
      JSON.stringify({
        colors: { 'editor.background': value, foreground: '#ffffff' },
        tokenColors: [{ scope: 'comment', settings: { foreground: value } }],
      }),
    );
    expect(theme.refused).toBe(2);
    expect(theme.colors).toEqual({ foreground: '#ffffff' });
    expect(theme.rules).toEqual([]);
  },
);

it('refuses what is no theme, what is huge, and a theme that includes itself', () => {
  expect(() => read('[')).toThrow('no colour theme');
  expect(() => read('{"colors": 1}')).toThrow('no colour theme');
  expect(() => read(`{"name":"${'x'.repeat(1_000_000)}"}`)).toThrow('too large');
  expect(() => read('{"include":"./a.json"}')).toThrow('includes too many');
  expect(() => read('{"include":"./b.json"}')).toThrow('choose that file');
});
