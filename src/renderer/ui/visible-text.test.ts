import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it('shows what would hide, or change what is around it', () => {
    expect(visibleText('a\nb\tc\x7f')).toBe('a␊b␉c␡');
    expect(visibleText('invoice\u202egpj.exe')).toBe('invoice⟨202E⟩gpj.exe');
    expect(visibleText('\u200b\ufeff\u2066')).toBe('⟨200B⟩⟨FEFF⟩⟨2066⟩');
  });

  it('leaves text of any script as it is', () => {
    expect(visibleText('Größe שלום <b>😀</b>')).toBe('Größe שלום <b>😀</b>');
  });
});
