import { afterEach, describe, expect, it } from 'vitest';
import { said } from '../../privacy/said.ts';
import { tell } from './tell.ts';
import { formatted, msg, speak, spokenLocale, t, told } from './t.ts';

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

  it('that were recorded in English are translated when they are shown, and other texts are left alone', () => {
    speak('en', { 'The server is on this machine': 'Der Server läuft hier' });
    expect(told('The server is on this machine')).toBe('Der Server läuft hier');
    expect(told('{src}/a.ts')).toBe('{src}/a.ts');
    speak('en-XA');
    const once = told('The server is on this machine');
    expect(once).toMatch(/^\[Ţĥé /);
    expect(told(once)).toBe(once);
  });

  it('of the policy have what else it says within them', () => {
    const notice = said('{source} could not be read, so it counts as Sensitive.', { source: said('your settings') });
    expect(tell(notice)).toBe('your settings could not be read, so it counts as Sensitive.');
    speak('en', {
      '{source} could not be read, so it counts as Sensitive.': 'Sensitive, weil {source} unlesbar sind.',
      'your settings': 'Ihre Einstellungen',
    });
    expect(tell(notice)).toBe('Sensitive, weil Ihre Einstellungen unlesbar sind.');
    expect(tell(said('{file}'))).toBe('{file}');
  });

  it('have accents in the pseudo-locale, but not their values', () => {
    speak('en-XA');
    expect(t('{source}, line {line}', { source: 'notes', line: 3 })).toMatch(/^\[notes, ļîñé 3( ~)+\]$/);
    expect(t('{matches, plural, one {# match} other {# matches}}', { matches: 2 })).toMatch(/^\[2 måţčĥéš( ~)+\]$/);
    expect(t('Nothing was found.')).toMatch(/^\[Ñöţĥîñĝ ŵåš föûñď\.( ~)+\]$/);
  });
});
