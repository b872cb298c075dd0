import { afterEach, describe, expect, it } from 'vitest';
import { formatted, msg, speak, spokenLocale, t } from './t.ts';

afterEach(() => {
  speak('en');
});

describe('messages', () => {
  it('are in English at first, with values in their places', () => {
    expect(spokenLocale()).toBe('en');
    expect(t('Nothing was found.')).toBe('Nothing was found.');
    expect(t('{source}, line {line}', { source: '{a} <b>', line: 3 })).toBe('{a} <b>, line 3');
  });

  it('count as the language does', () => {
    const text = (matches: number): string => t('{matches, plural, one {# match} other {# matches}}', { matches });
    expect([text(0), text(1), text(2)]).toEqual(['0 matches', '1 match', '2 matches']);
  });

  it('are in another language where it has them, and else in English', () => {
    speak('en', { '{source}, line {line}': 'Zeile {line} in {source}' });
    expect(t('{source}, line {line}', { source: 'a', line: 3 })).toBe('Zeile 3 in a');
    expect(t('Nothing was found.')).toBe('Nothing was found.');
  });

  it('of tables are translated when they are shown', () => {
    const table = { none: msg('Nothing was found.') };
    speak('en', { 'Nothing was found.': 'Nichts gefunden.' });
    expect(t(table.none)).toBe('Nichts gefunden.');
  });

  it('have what is no text in its place', () => {
    const element = { element: true };
    expect(formatted('{model} was not pulled. {error}', { model: element, error: 'No space.' })).toEqual([
      element,
      ' was not pulled. No space.',
    ]);
  });

  it('have accents in the pseudo-locale, but not their values', () => {
    speak('en-XA');
    expect(t('{source}, line {line}', { source: 'notes', line: 3 })).toMatch(/^\[notes, ļîñé 3( ~)+\]$/);
    expect(t('{matches, plural, one {# match} other {# matches}}', { matches: 2 })).toMatch(/^\[2 måţčĥéš( ~)+\]$/);
    expect(t('Nothing was found.')).toMatch(/^\[Ñöţĥîñĝ ŵåš föûñď\.( ~)+\]$/);
  });
});
