import { describe, expect, it } from 'vitest';
import { parseQuickQuery } from './quick-query.ts';

describe('parseQuickQuery', () => {
  it.each([
    ['', { kind: 'files', text: '', line: null, column: 1 }],
    ['main.ts', { kind: 'files', text: 'main.ts', line: null, column: 1 }],
    ['src\\main', { kind: 'files', text: 'src/main', line: null, column: 1 }],
    ['main.ts:12', { kind: 'files', text: 'main.ts', line: 12, column: 1 }],
    ['main.ts:12:3', { kind: 'files', text: 'main.ts', line: 12, column: 3 }],
    ['main.ts:', { kind: 'files', text: 'main.ts', line: null, column: 1 }],
    ['a:b', { kind: 'files', text: 'a:b', line: null, column: 1 }],
    [':', { kind: 'line', line: null, column: 1 }],
    [':7', { kind: 'line', line: 7, column: 1 }],
    [':7:9', { kind: 'line', line: 7, column: 9 }],
    [':0', { kind: 'line', line: null, column: 1 }],
    ['@', { kind: 'symbols', text: '' }],
    ['@ area', { kind: 'symbols', text: 'area' }],
  ])('%j', (typed, expected) => {
    expect(parseQuickQuery(typed)).toEqual(expected);
  });
});
