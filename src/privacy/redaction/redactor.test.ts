import { Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fake } from './detector.ts';
import { createFinder } from './finder.ts';
import { MAIL_SUFFIX } from './placeholders.ts';
import { createRedactor } from './redactor.ts';
import type { RuleLayer } from './user-rules.ts';

// Assembled at run time so that no scanner takes this file for a leak.
const secrets: readonly (readonly [label: string, value: string])[] = [
  [
    'PRIVATE_KEY',
    ['-----BEGIN RSA PRIV', `ATE KEY-----\n${fake('base64', 64)}\n-----END RSA PRIV`, 'ATE KEY-----'].join(''),
  ],
  ['AWS_ACCESS_KEY', 'AKIA' + 'QWERTYUIOPASDFGH'],
  ['GITHUB_TOKEN', 'ghp_' + fake('alnum', 36)],
  ['GITLAB_TOKEN', 'glpat-' + fake('alnum', 20)],
  ['ANTHROPIC_KEY', 'sk-ant-api03-' + fake('base64Url', 60)],
  ['SLACK_TOKEN', 'xoxb-' + fake('digits', 12) + '-' + fake('alnum', 24)],
  ['JWT', `eyJ${fake('base64Url', 20)}.eyJ${fake('base64Url', 40)}.${fake('base64Url', 43)}`],
  ['IBAN', 'DE89 3704 0044 0532 ' + '0130 00'],
  ['CARD_NUMBER', '4111 1111 1111 ' + '1111'],
  ['US_SSN', '536-22-' + '8726'],
  ['PHONE', '+44 20 7946 ' + '0958'],
  ['IP_ADDRESS', '81.2.69.' + '142'],
];

describe('redact', () => {
  it.each(secrets)('replaces %s', (label, secret) => {
    const { text, count } = createRedactor().redact(`before ${secret} after`);
    expect(text).toBe(`before REDACTED_${label}_1 after`);
    expect(count).toBe(1);
  });

  it.each([
    'const token = await getToken();',
    'password: string;',
    'version 1.2.3.4-rc, host 127.0.0.1, 10.0.0.7, 0.0.0.0',
    'import { secret } from "./x"',
    'apiKey: process.env.API_KEY',
    'api_key = os.environ["API_KEY"]',
    'token: ${{ secrets.DEPLOY_TOKEN }}',
    'password: ${DB_PASSWORD}',
    'order 4111 1111 1111 1112',
    'const password = "${PASSWORD}";',
    'aws_access_key_id = AKIA' + 'IOSFODNN7' + 'EXAMPLE',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY' + 'EXAMPLEKEY',
    '"integrity": "sha512-' + fake('base64', 86) + '=="',
    'commit ' + fake('hex', 40),
    'id: 0b6f0c3e-8c1b-4c0f-9d53-6a1f9a4f0f11',
    'color: #a1b2c3; background: #fff',
    '//# sourceMappingURL=data:application/json;base64,' + fake('base64', 400),
    'mail user@example.com for help',
  ])('leaves %s alone', (text) => {
    expect(createRedactor().redact(text)).toEqual({ text, count: 0, findings: [] });
  });

  it('gives a value the same placeholder throughout a conversation', () => {
    const redactor = createRedactor();
    expect(redactor.redact('jane@b.example and joe@d.example').text).toBe(
      `REDACTED_EMAIL_1${MAIL_SUFFIX} and REDACTED_EMAIL_2${MAIL_SUFFIX}`,
    );
    expect(redactor.redact('again joe@d.example').text).toBe(`again REDACTED_EMAIL_2${MAIL_SUFFIX}`);
  });

  it('does not give out a placeholder that the text already has', () => {
    expect(createRedactor().redact('REDACTED_EMAIL_1 jane@b.example').text).toBe(
      `REDACTED_EMAIL_1 REDACTED_EMAIL_2${MAIL_SUFFIX}`,
    );
  });

  it('changes nothing when it redacts a second time', () => {
    const redactor = createRedactor();
    for (const [, secret] of secrets) {
      const once = redactor.redact(
        `const password = "${fake('alnum', 12)}"; // ${secret} jane@corp.example\n{"n": 4111111111111111}`,
      ).text;
      expect(redactor.redact(once).text).toBe(once);
    }
  });

  it('finds a key by its mark where chance made it of letters', () => {
    const key = ['sk-pPHTPpKJnRzMUtyhOeoe', 'T3Blb', 'kFJ', 'MNUnSbRaZewcJaZLKCOA'].join('');
    expect(createRedactor().redact(`use ${key}`).text).toBe('use REDACTED_API_KEY_1');
  });

  it('takes no placeholder for the name of what stands beside it', () => {
    const redactor = createRedactor();
    const token = 'pypi-AgEIcHlwaS5vcmc' + fake('base64Url', 80);
    const once = redactor.redact(`use ${token}=${fake('alnum', 32)}`).text;
    expect(redactor.redact(once)).toEqual({ text: once, count: 0, findings: [] });
  });

  it('replaces what a placeholder stands for again, with what is glued to it', () => {
    const redactor = createRedactor();
    const { text } = redactor.redact('{"fullName": "Zofia Kowalski"} password = "Kq9#mmv2zz"');
    expect(text).toBe('{"fullName": "REDACTED_PERSON_NAME_1"} password = "REDACTED_PASSWORD_1"');
    // Nothing here says that this is a name.
    expect(redactor.redact('so REDACTED_PERSON_NAME_1 said').text).toBe('so REDACTED_PERSON_NAME_1 said');
    const longer = redactor.redact('password = "REDACTED_PASSWORD_1!x"');
    expect(longer.text).toBe('password = "REDACTED_PASSWORD_2"');
    expect(longer.count).toBe(1);
    expect(redactor.restore(longer.text)).toBe('password = "Kq9#mmv2zz!x"');
  });

  it('leaves nothing of a value that begins in the digits behind another one', () => {
    const rules: readonly RuleLayer[] = [
      { source: 's', authority: 'user', patterns: [{ pattern: 'KEY' }, { pattern: '[0-9]{3}-secret' }] },
    ];
    const redactor = createRedactor({ rules });
    const { text, findings } = redactor.redact('a KEY123-secret7 b');
    expect(text).toBe('a REDACTED_CUSTOM_1 b');
    expect(findings).toMatchObject([{ type: 'user-pattern', start: 2, end: 16, line: 1 }]);
    expect(redactor.restore(text)).toBe('a KEY123-secret7 b');
  });

  it('gives out no spelling that a text has had by itself meanwhile', () => {
    const redactor = createRedactor();
    redactor.redact('{"phone": "4155552671"}');
    const text = '{"order": 707002000001, "phone": 4155552671}';
    const safe = redactor.redact(text).text;
    expect(safe).not.toContain('4155552671');
    expect(redactor.restore(safe)).toBe(text);
  });

  it('marks its placeholders in a redacted text', () => {
    const redactor = createRedactor();
    const { text } = redactor.redact('mail jane.doe@corp.example, ssn 536-22-' + '8726 {"n": 4111111111111111}');
    const marked = redactor.marks(text).map(({ start, end }) => text.slice(start, end));
    expect(marked).toEqual([`REDACTED_EMAIL_1${MAIL_SUFFIX}`, 'REDACTED_US_SSN_1', '707001000001']);
    expect(redactor.marks('REDACTED_EMAIL_2 is nobody’s')).toEqual([]);
  });

  it('says where, in characters and lines, and never what', () => {
    const token = 'ghp_' + fake('alnum', 36);
    const { findings } = createRedactor().redact(`a\nb ${token}\n\n${token}`);
    expect(findings).toEqual([
      { type: 'github-pat', start: 4, end: 44, line: 2, placeholder: 'REDACTED_GITHUB_TOKEN_1' },
      { type: 'github-pat', start: 46, end: 86, line: 4, placeholder: 'REDACTED_GITHUB_TOKEN_1' },
    ]);
  });

  it('keeps code and data parsing', () => {
    const redactor = createRedactor();
    const json = `{"card": 4111111111111111, "mail": "jane.doe@corp.example", "key": "${secrets[0]?.[1].replaceAll('\n', '\\n') ?? ''}", "phone": 4155552671}`;
    const safe = redactor.redact(json).text;
    const parsed = JSON.parse(safe) as Record<string, unknown>;
    expect(parsed['card']).toBeTypeOf('number');
    expect(parsed['card']).not.toBe(4111111111111111);
    expect(parsed['mail']).toMatch(/^REDACTED_EMAIL_1@[a-z.]+$/);
    expect(parsed['key']).toBe('REDACTED_PRIVATE_KEY_1');
    expect(redactor.restore(safe)).toBe(json);
    const code = `const pin = 4111111111111111;\nconst t = 'ghp_${fake('alnum', 36)}';`;
    expect(() => new Script(redactor.redact(code).text)).not.toThrow();
  });

  it('finds a secret again where nothing announces it', () => {
    const redactor = createRedactor();
    const secret = 'Kq9' + '#mmv2zz';
    const { text } = redactor.redact(`const password = "${secret}";\nlogin("${secret}");`);
    expect(text).toBe('const password = "REDACTED_PASSWORD_1";\nlogin("REDACTED_PASSWORD_1");');
    expect(redactor.redact(`he typed ${secret} twice`).text).toBe('he typed REDACTED_PASSWORD_1 twice');
  });

  it('leaves no part of two secrets that overlap', () => {
    const token = 'ghp_' + fake('alnum', 36);
    const { text } = createRedactor().redact(`password = "pre9/${token}/post7"`);
    expect(text).toBe('password = "REDACTED_GITHUB_TOKEN_1"');
  });

  it('heeds what the user allows and adds, and private networks and test cards if asked', () => {
    const rules: readonly RuleLayer[] = [
      {
        source: 'settings',
        authority: 'user',
        allow: ['jane@corp.example', '/10\\.[0-9.]+/'],
        patterns: [{ pattern: 'PROJ-[0-9]+', label: 'Project id' }],
      },
    ];
    const redactor = createRedactor({ rules, privateAddresses: true, leaveTestCards: true });
    expect(
      redactor.redact('jane@corp.example joe@corp.example PROJ-77 10.1.2.3 192.168.7.9 4242424242424242').text,
    ).toBe(
      `jane@corp.example REDACTED_EMAIL_1${MAIL_SUFFIX} REDACTED_PROJECT_ID_1 10.1.2.3 REDACTED_IP_ADDRESS_1 4242424242424242`,
    );
  });

  it('never lets known values through, whatever is allowed', () => {
    const value = 'hunter' + '2';
    const rules: readonly RuleLayer[] = [
      { source: 's', authority: 'user', allow: [value, '/h.*/'], patterns: [{ pattern: 'x hunter', label: 'mine' }] },
    ];
    const redactor = createRedactor({ rules, knownValues: [{ value }] });
    expect(redactor.redact(`y ${value} y`).text).toBe('y REDACTED_KNOWN_VALUE_1 y');
    expect(redactor.redact(`x ${value} y`).text).toBe('REDACTED_KNOWN_VALUE_2 y');
  });

  it('says which rule found something', () => {
    const rules: readonly RuleLayer[] = [{ source: 's', authority: 'user', patterns: [{ pattern: 'PROJ-\\d+' }] }];
    const { findings } = createRedactor({ rules }).redact('PROJ-7 jane.doe@corp.example');
    expect(findings.map(({ type, rule }) => [type, rule])).toEqual([
      ['user-pattern', { source: 's', pattern: 'PROJ-\\d+' }],
      ['email', undefined],
    ]);
  });

  it('lets stay at once what the user allows, though an earlier text gave it away', () => {
    const secret = 'Kq9' + '#mmv2zz';
    const redactor = createRedactor();
    const found = createFinder();
    const first = `password = "${secret}"`;
    redactor.apply(redactor.prepare(first), found(first));
    const later = `he typed ${secret}`;
    expect(redactor.apply(redactor.prepare(later), found(later)).text).toBe('he typed REDACTED_PASSWORD_1');
    const allows = (value: string): boolean => value === secret;
    expect(redactor.apply(redactor.prepare(later), found(later), allows).text).toBe(later);
  });

  it('learns what built-in detectors find however much a rule finds', () => {
    const secret = 'Kq9' + '#mmv2zz';
    const rules: readonly RuleLayer[] = [{ source: 's', authority: 'workspace', patterns: [{ pattern: 'id\\d{7}x' }] }];
    const redactor = createRedactor({ rules });
    redactor.redact(Array.from({ length: 2500 }, (_, i) => `id${String(i).padStart(7, '0')}x`).join(' '));
    redactor.redact(`password = "${secret}"`);
    expect(redactor.redact(`he typed ${secret}`).text).toBe('he typed REDACTED_PASSWORD_1');
  });

  it('puts back a number beside what a rule replaced', () => {
    const rules: readonly RuleLayer[] = [{ source: 's', authority: 'user', patterns: [{ pattern: '[}=]' }] }];
    const redactor = createRedactor({ rules });
    for (const text of ['{"n": 4111111111111111}', 'n =4111111111111111;']) {
      const safe = redactor.redact(text).text;
      expect(safe).not.toContain('4111');
      expect(redactor.restore(safe)).toBe(text);
    }
  });
});

describe('restore', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...secrets.map(([, s]) => s),
      'jane.doe@corp.example',
      'R',
      'RED',
      'REDACTED_',
      'REDACTED_KEY_',
      '_1',
      '7070',
      '70700100000',
      '5',
      '\n',
      '=',
    ),
    fc.constantFrom(
      'REDACTED_EMAIL_1',
      `REDACTED_EMAIL_1${MAIL_SUFFIX}`,
      'REDACTED_PASSWORD_12',
      'password: "Kq9#mmv2zz"',
      '{"n": 4111111111111111}',
    ),
    fc.string({ maxLength: 8 }),
  );
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

  it('gives back every byte, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('', ' '), cuts, (words, joint, lengths) => {
        const original = words.join(joint);
        const redactor = createRedactor();
        const { text } = redactor.redact(original);
        const restorer = redactor.restorer();
        let restored = '';
        for (let at = 0, i = 0; at < text.length; i++) {
          const length = lengths[i % lengths.length] ?? 1;
          restored += restorer.push(text.slice(at, at + length));
          at += length;
        }
        expect(restored + restorer.flush()).toBe(original);
      }),
      { numRuns: 3000 },
    );
  });

  it('splits at every offset, and holds back 64 characters at most', () => {
    const redactor = createRedactor();
    const original = secrets
      .map(([label, value]) => `${label}: ${value}, jane.doe@corp.example; {"a": 4111111111111111}`)
      .join('\n');
    const { text } = redactor.redact(original);
    for (let at = 0; at <= text.length; at++) {
      const restorer = redactor.restorer();
      const first = restorer.push(text.slice(0, at));
      const held = restorer.push('').length === 0 ? text.slice(0, at) : '';
      expect(first + restorer.push(text.slice(at)) + restorer.flush()).toBe(original);
      expect(held.length).toBeGreaterThanOrEqual(0);
    }
    const restorer = redactor.restorer();
    let given = 0;
    for (let at = 0; at < text.length; at++) {
      given += redactor.redact(restorer.push(text.charAt(at))).text.length === 0 ? 0 : 1;
    }
    expect(given).toBeGreaterThan(0);
  });

  it('holds back only what can still become a placeholder', () => {
    const redactor = createRedactor();
    redactor.redact('jane.doe@corp.example');
    const restorer = redactor.restorer();
    expect(restorer.push('const x = 1;')).toBe('const x = 1;');
    expect(restorer.push('REDACTED_EM')).toBe('');
    expect(restorer.push('BER is a word')).toBe('REDACTED_EMBER is a word');
    expect(restorer.push('REDACTED_' + 'A'.repeat(60))).toBe('REDACTED_' + 'A'.repeat(60));
    for (const endless of ['REDACTED_'.repeat(30), '7070'.repeat(30), 'REDACTED_EMAIL_1@redacted.'.repeat(9)]) {
      let out = 0;
      let put = 0;
      const stream = redactor.restorer();
      for (const letter of endless) {
        out += stream.push(letter).length;
        put += 1;
        expect(put - out).toBeLessThanOrEqual(64);
      }
    }
  });

  it('leaves placeholders that were never given out', () => {
    const redactor = createRedactor();
    redactor.redact('jane.doe@corp.example');
    for (const invented of [
      'REDACTED_EMAIL_2@redacted.invalid',
      'REDACTED_EMAIL_1@gmail.com',
      'REDACTED_EMAIL_11',
      'REDACTED_GITHUB_TOKEN_1',
      '707001000001',
    ]) {
      expect(redactor.restore(`a ${invented} b`)).toBe(`a ${invented} b`);
    }
  });

  it('escapes originals in JSON', () => {
    const redactor = createRedactor();
    const key = secrets[0]?.[1] ?? '';
    const { text } = redactor.redact(key);
    const args = JSON.stringify({ path: 'a.pem', content: `${text}\n` });
    expect(JSON.parse(redactor.restoreJson(args))).toEqual({ path: 'a.pem', content: `${key}\n` });
    const restorer = redactor.jsonRestorer();
    let streamed = '';
    for (const letter of args) streamed += restorer.push(letter);
    expect(streamed + restorer.flush()).toBe(redactor.restoreJson(args));
  });

  it('tells escapes of JSON from letters, however the stream is cut', () => {
    const redactor = createRedactor();
    redactor.redact('{"card": 4111111111111111}');
    const content = 'n = [\n707001000001,\r\n707001000001,\u0130707001000001] n707001000001 \\n707001000001';
    const args = JSON.stringify({ content }).replaceAll('\u0130', '\\u0130');
    for (let at = 0; at <= args.length; at++) {
      const restorer = redactor.jsonRestorer();
      const json = restorer.push(args.slice(0, at)) + restorer.push(args.slice(at)) + restorer.flush();
      expect(JSON.parse(json)).toEqual({ content: redactor.restore(content) });
    }
    expect(redactor.restore(content)).toContain('\n4111111111111111,');
  });

  it('keeps JSON parsing where an original begins with zero', () => {
    const redactor = createRedactor();
    const { text } = redactor.redact('const phone = 0612345678;');
    expect(text).toBe('const phone = REDACTED_PHONE_1;');
    const args = JSON.stringify({ text, phone: 'REDACTED_PHONE_1' });
    expect(JSON.parse(redactor.restoreJson(args))).toEqual({ text: 'const phone = 0612345678;', phone: '0612345678' });
  });
});
