import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS } from '../families/assignments.ts';
import { GLANCE, mayHaveValue, mayHeadColumn } from './may-have-value.ts';

/** A text as a finder has it in memory. */
function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length + 2 * GLANCE);
  for (let i = 0; i < text.length; i++) codes[GLANCE + i] = Math.min(text.charCodeAt(i), 255);
  return codes;
}

/** Whether a glance lets the first `name` of a text pass. */
function glance(text: string, name: string, isKey = false): boolean {
  const start = GLANCE + text.indexOf(name);
  return mayHaveValue(codesOf(text), start, start + name.length, isKey);
}

const LEADS = [
  '',
  'export ',
  'const ',
  '  ',
  '{ ',
  '"',
  "'",
  '--',
  '- ',
  '# ',
  'ENV ',
  '(',
  'my_',
  'MY_',
  '// ',
  '?x=1&',
  'as ',
  'x.',
  '\n',
  'é',
];
const NAMES = [
  'password',
  'token',
  'api_key',
  'apiKey',
  'secret',
  'pwd',
  'auth_token',
  'pass',
  'credentials',
  'TOKEN',
  'Secret',
];
const ENDS = ['', '_1', 'Value', 'Prod'];
const OPERATORS = [
  '=', ': ', ' = ', '":"', '": "', "': '", ' is ', ' was ', '="', "='", '=>', " => '", ' ', "('", '>', '</b> ', ' | ',
  ' (staging): ', ' for bob is ', '\t', ' string = "', '["x"] = "', ': |\n  ', '" value="', '" default="', ' += "', " ?? '", " || '",
  '?: "', '!: "', ': string = "', ' := "', '->', '::', '：', ',\n  value: "', ' ("', '"] = "', '\'] = "', ' == "', " !== '", '=new X("',
]; // prettier-ignore
const VALUES = [
  'hunter2!!',
  'Kx8vvP2aa',
  '9f86d081884c7d659a2feaa0c55ad015',
  'Zx81-kk_90Qa',
  'AB12CD34EF56GH78IJ90KL12',
  'p@ssw0rd9',
];
const TAILS = ['\n', '', ';', '"', "'", '",', "',", '");', "')", '\n\n', ' # note'];

describe('mayHaveValue', () => {
  it('turns away no name that a value is found for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LEADS),
        fc.constantFrom(...NAMES),
        fc.constantFrom(...ENDS),
        fc.constantFrom(...OPERATORS),
        fc.constantFrom(...VALUES),
        fc.constantFrom(...TAILS),
        (lead, name, end, operator, value, tail) => {
          const text = lead + name + end + operator + value + tail;
          for (const detector of ASSIGNMENTS) {
            if (!('literals' in detector) || !detector.literals.includes(name.toLowerCase())) continue;
            const start = text.indexOf(name);
            if (detector.locate(text, start, start + name.length) === null) continue;
            expect(glance(text, name, detector.id !== 'password-assignment' && detector.id !== 'pass-assignment')).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('lets heads of tables pass', () => {
    for (const text of [
      'name,password\n',
      'password;name\n',
      '| user | password |\n',
      'INSERT INTO t (name, password) VALUES',
    ])
      expect(glance(text, 'password')).toBe(true);
    expect(mayHeadColumn(codesOf('name,password\n'), GLANCE + 5, GLANCE + 13)).toBe(true);
  });

  it.each([
    'token.type',
    'parse(token, 1)',
    'if (token) {',
    'token = lexer.next();',
    'the token of the request',
    'token: Token;',
    'import {\n  token,\n} from',
    'token === 15',
    '"token": "string"',
    "type A = 'token' | 'key';",
  ])('turns away %j', (text) => {
    expect(glance(text, 'token', true)).toBe(false);
  });
});
