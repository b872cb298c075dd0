import { describe, expect, it } from 'vitest';
import { PROVIDER_PRESETS, recogniseKey } from './provider-presets.ts';

const hex = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);
const letters = (length: number): string => 'aB3dE5gH7jK9mN1p'.repeat(12).slice(0, length);

describe('recogniseKey', () => {
  it.each([
    ['anthropic', `sk-ant-api03-${letters(93)}AA`],
    ['openrouter', `sk-or-v1-${hex(64)}`],
    ['deepseek', `sk-${hex(32)}`],
    ['openai', `sk-proj-${letters(156)}`],
    ['openai', `sk-svcacct-${letters(60)}`],
    ['openai', `sk-${letters(48)}`],
    ['gemini', `AIza${letters(35)}`],
    ['groq', `gsk_${letters(52)}`],
    ['together', `tgp_v1_${letters(43)}`],
  ])('knows a key of %s, with spaces about it too', (id, key) => {
    expect(recogniseKey(` ${key}\n`)?.id).toBe(id);
  });

  it.each(['', 'sk-', 'hello', hex(32), `sk-ant-${letters(5)}`])('does not guess at %j', (key) => {
    expect(recogniseKey(key)).toBeNull();
  });
});

describe('PROVIDER_PRESETS', () => {
  it('has an id of its own for each, and addresses without a port, a query or credentials', () => {
    expect(new Set(PROVIDER_PRESETS.map(({ id }) => id)).size).toBe(PROVIDER_PRESETS.length);
    for (const { baseUrl } of PROVIDER_PRESETS) {
      if (baseUrl === null) continue;
      const url = new URL(baseUrl);
      expect([url.protocol, url.port, url.search, url.username, url.hash]).toEqual(['https:', '', '', '', '']);
    }
  });
});
