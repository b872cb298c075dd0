// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { shown, strokeOf } from './keybindings.ts';

const BINDINGS = ['Ctrl+K Z', 'Ctrl+K Ctrl+W', 'Ctrl+W', 'Ctrl+Z'];
const press = (key: string, ctrlKey = false): unknown =>
  strokeOf(new KeyboardEvent('keydown', { key, ctrlKey }), BINDINGS);

beforeEach(() => {
  // Ends what another test began.
  press('x');
});

test('one stroke', () => {
  expect(press('w', true)).toEqual({ binding: 'Ctrl+W' });
  expect(press('w')).toBeNull();
});

test('two strokes, the modifiers of the second between them', () => {
  expect(press('k', true)).toBe('begun');
  expect(press('z')).toEqual({ binding: 'Ctrl+K Z' });
  expect(press('k', true)).toBe('begun');
  expect(press('Control', true)).toBeNull();
  expect(press('w', true)).toEqual({ binding: 'Ctrl+K Ctrl+W' });
  expect(press('z')).toBeNull();
});

test('a second stroke that ends nothing does not do what it does alone', () => {
  expect(press('k', true)).toBe('begun');
  expect(press('z', true)).toBe('failed');
  expect(press('z', true)).toEqual({ binding: 'Ctrl+Z' });
});

test('as it is shown', () => {
  expect(shown('Ctrl+K Z')).toBe('Ctrl+K Z');
});
