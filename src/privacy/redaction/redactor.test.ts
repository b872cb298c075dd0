import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

// Assembled at run time so that no scanner takes this file for a leak.
const token = (prefix: string, length: number): string => prefix + 'aB3dE5gH7jK9'.repeat(30).slice(0, length);

const privateKey = ['PRIVATE', 'KEY'].join(' ');

const secrets: readonly (readonly [string, string])[] = [
  ['PRIVATE_KEY', `-----BEGIN RSA ${privateKey}-----\n${token('', 64)}\n-----END RSA ${privateKey}-----`],
  ['AWS_ACCESS_KEY', 'AKIA' + 'QWERTYUIOPASDFGH'],
  ['GITHUB_TOKEN', token('ghp_', 36)],
  ['GITHUB_TOKEN', token('github_pat_', 60)],
  ['GITLAB_TOKEN', token('glpat-', 20)],
  ['ANTHROPIC_KEY', token('sk-ant-api03-', 60)],
  ['OPENAI_KEY', token('sk-proj-', 60)],
  ['GOOGLE_KEY', token('AIza', 35)],
  ['SLACK_TOKEN', token('xoxb-', 40)],
  ['STRIPE_KEY', token('sk_live_', 24)],
  ['SENDGRID_KEY', `SG.${token('', 22)}.${token('', 43)}`],
  ['NPM_TOKEN', token('npm_', 36)],
  ['PYPI_TOKEN', token('pypi-', 80)],
  ['HUGGINGFACE_TOKEN', token('hf_', 34)],
  ['JWT', `${token('eyJ', 20)}.${token('eyJ', 40)}.${token('', 43)}`],
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['CARD_NUMBER', '4111 1111 1111 1111'],
  ['US_SSN', '536-22-8726'],
  ['EMAIL', 'jane.doe+work@mail.example.co.uk'],
  ['PHONE', '+44 20 7946 0958'],
  ['IP_ADDRESS', '81.2.69.142'],
];

describe('redact', () => {
  it.each(secrets)('replaces %s: %s', (label, secret) => {
    const { text, count } = createRedactor().redact(`before ${secret} after`);
    expect(text).toBe(`before REDACTED_${label}_1${label === 'EMAIL' ? '@redacted.invalid' : ''} after`);
    expect(count).toBe(1);
  });

  it.each([
    ['const password = "hunter2!!";', 'hunter2!!'],
    ["api_key: 'abcdef123456'", 'abcdef123456'],
    ['{"client_secret": "s3cr3t-value"}', 's3cr3t-value'],
    ['export DB_PASSWORD=correct-horse', 'correct-horse'],
    ['postgres://app:pa55word@db.corp/x', 'pa55word'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'abcdefghijklmnop1234'],
  ])('replaces the value in %s', (text, value) => {
    expect(createRedactor().redact(text).text).not.toContain(value);
  });

  it.each([
    'const token = await getToken();',
    'password: string;',
    'version 1.2.3.4-rc, host 127.0.0.1, 10.0.0.7, 0.0.0.0',
    'import { secret } from "./x"',
    'apiKey: process.env.API_KEY',
    'order 4111 1111 1111 1112',
    'const password = "${PASSWORD}";',
  ])('leaves %s alone', (text) => {
    expect(createRedactor().redact(text)).toEqual({ text, count: 0, findings: [] });
  });

  it('gives a value the same placeholder throughout a conversation', () => {
    const redactor = createRedactor();
    expect(redactor.redact('a@b.example and c@d.example').text).toBe(
      'REDACTED_EMAIL_1@redacted.invalid and REDACTED_EMAIL_2@redacted.invalid',
    );
    expect(redactor.redact('again c@d.example').text).toBe('again REDACTED_EMAIL_2@redacted.invalid');
  });

  it('does not give out a placeholder that the text already has', () => {
    expect(createRedactor().redact('REDACTED_EMAIL_1 a@b.example').text).toBe(
      'REDACTED_EMAIL_1 REDACTED_EMAIL_2@redacted.invalid',
    );
  });
});

describe('restorer', () => {
  it('restores what was redacted, however the stream is cut', () => {
    const word = fc.oneof(fc.constantFrom(...secrets.map(([, s]) => s), 'RED', 'REDACTED_', 'R', '\n'), fc.string());
    fc.assert(
      fc.property(fc.array(word), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (words, cuts) => {
        const original = words.join(' ');
        const redactor = createRedactor();
        const { text } = redactor.redact(original);
        const restorer = redactor.restorer();
        let restored = '';
        for (let at = 0, i = 0; at < text.length; i++) {
          const length = cuts[i % cuts.length] ?? 1;
          restored += restorer.push(text.slice(at, at + length));
          at += length;
        }
        expect(restored + restorer.flush()).toBe(original);
      }),
    );
  });

  it('holds back little: text without a placeholder passes at once', () => {
    const restorer = createRedactor().restorer();
    expect(restorer.push('const x = 1;')).toBe('const x = 1;');
    expect(restorer.push('REDACTED_EM')).toBe('');
    expect(restorer.push('BER is a word')).toBe('REDACTED_EMBER is a word');
  });
});
