import { expect, it } from 'vitest';
import { holds, problemOfWhen } from './key-context.ts';
import { canonicalKeys, strokeText } from './key-names.ts';
import { bindingsOf, conflictsOf, readKeyRules, withoutRules, withRule } from './key-rules.ts';

const COMMANDS = [{ id: 'save', keys: ['Ctrl+S'] }, { id: 'zen', keys: ['Ctrl+K Z'] }, { id: 'none' }];

it('reads VS Code’s names of keys', () => {
  expect(canonicalKeys('shift+ctrl+p')).toBe('Ctrl+Shift+P');
  expect(canonicalKeys('ctrl+k  ctrl+left')).toBe('Ctrl+K Ctrl+ArrowLeft');
  expect(canonicalKeys('cmd+,')).toBe('Ctrl+,');
  expect(canonicalKeys('ctrl++')).toBe('Ctrl++');
  for (const bad of ['', 'ctrl', 'hyper+a', 'ctrl+k a b', 'ctrl+nokey']) expect(canonicalKeys(bad), bad).toBeNull();
});

it('writes the key that was pressed', () => {
  const event = { key: 'Z', code: 'KeyZ', ctrlKey: true, metaKey: false, altKey: false, shiftKey: true };
  expect(strokeText(event)).toBe('Ctrl+Shift+Z');
  expect(strokeText({ ...event, key: 'Shift', code: 'ShiftLeft' })).toBeNull();
  expect(strokeText({ ...event, key: 'Ω', shiftKey: false, altKey: true })).toBe('Ctrl+Alt+Z');
});

it('takes comments and trailing commas, and says what does not count', () => {
  const { rules, problems } = readKeyRules(`// mine
[
  { "key": "ctrl+alt+q", "command": "save" },
  { "key": "ctrl+nokey", "command": "save" },
  { "key": "f9", "command": "save", "when": "someExtension.active" },
  { "command": "save" },
]`);
  expect(rules).toEqual([{ key: 'ctrl+alt+q', command: 'save' }]);
  expect(problems).toHaveLength(3);
  expect(problems[1]).toContain('no context "someExtension.active"');
  expect(readKeyRules('[\n\n{').problems[0]).toMatch(/^Line 3: /);
  expect(readKeyRules('{}').problems).toEqual(['Keybindings are a JSON list.']);
  expect(readKeyRules('')).toEqual({ rules: [], problems: [] });
});

it('adds keys, takes them away, and leaves commands that are not there', () => {
  const { rules } = readKeyRules(
    '[{"key":"ctrl+s","command":"-save"},{"key":"f9","command":"save"},{"key":"f8","command":"other.extension"}]',
  );
  expect(bindingsOf(COMMANDS, rules)).toEqual([
    { key: 'Ctrl+K Z', command: 'zen', when: null, source: 'default' },
    { key: 'F9', command: 'save', when: null, source: 'user' },
  ]);
});

it('leaves Vim its keys in a text', () => {
  const commands = [{ id: 'side', keys: ['Ctrl+B', 'Ctrl+J'] }];
  const when = (preset: 'vscode' | 'vim'): unknown[] => bindingsOf(commands, [], preset).map((b) => b.when);
  expect(when('vim')).toEqual(['!editorTextFocus', null]);
  expect(when('vscode')).toEqual([null, null]);
});

it('finds the keys that cannot both be had', () => {
  const all = bindingsOf(COMMANDS, []);
  const commands = (key: string, when: string | null = null): string[] =>
    conflictsOf({ key, command: 'none', when }, all).map((b) => b.command);
  expect(commands('Ctrl+S')).toEqual(['save']);
  expect(commands('Ctrl+K')).toEqual(['zen']);
  expect(commands('Ctrl+S X')).toEqual(['save']);
  expect(commands('Ctrl+Q')).toEqual([]);
  expect(conflictsOf({ key: 'Ctrl+S', command: 'save', when: null }, all)).toEqual([]);
});

it('changes the file and leaves its comments', () => {
  const begun = '[\n  // first\n  { "key": "f9", "command": "save" }\n]\n';
  const added = withRule(begun, { key: 'f8', command: 'zen' });
  expect(added).toContain('// first');
  expect(readKeyRules(added).rules.map((r) => r.key)).toEqual(['f9', 'f8']);
  const removed = withoutRules(added, (rule) => rule.command === 'save');
  expect(readKeyRules(removed).rules).toEqual([{ key: 'f8', command: 'zen' }]);
  expect(readKeyRules(withRule('', { key: 'f8', command: 'zen' })).rules).toHaveLength(1);
});

it('asks where a key was pressed', () => {
  expect(problemOfWhen('editorTextFocus && !inputFocus || terminalFocus')).toBeNull();
  expect(problemOfWhen('__proto__')).not.toBeNull();
  expect(holds('!editorTextFocus', null)).toBe(true);
  expect(holds('editorTextFocus', null)).toBe(false);
  expect(holds('inputFocus || !editorTextFocus', null)).toBe(true);
});
