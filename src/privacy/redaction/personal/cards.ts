import { passesIban, passesLuhn } from '../checksums.ts';
import { tryPattern, type LiteralDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { isAmidHex, type NumericDetector } from '../number-groups.ts';

/** Ranges of the card schemes: first digits, and how many digits in all. */
const SCHEMES: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|622|64[4-9]|65|60|81|82|508)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^3(?:0[0-59]|[689])/, [14, 16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|6[0379])/, [13, 14, 15, 16, 17, 18, 19]],
  [/^(?:4011|438935|45|50|627780|636)/, [16]],
];

/** Numbers that payment processors publish for tests. */
const TEST_CARDS = new Set(
  (
    '4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100 ' +
    '378282246310005 371449635398431 6011111111111117 6011000990139424 6011981111111113 3056930009020004 36227206271667 ' +
    '6555900000604105 3566002020360505 6200000000000005 6200000000000047 6205500000000000004 4111111111111111 ' +
    '4012888888881881 4222222222222 4000000000000002 4000000000009995 4000000000000069 4000000000000127 378734493671000 ' +
    '30569309025904 38520000023237 3530111333300000 5431111111111111 4988438843884305 4166676667666746'
  ).split(' '),
);

/** Whether digits are a card number that processors publish for tests, of which the user may say that they can stay. */
export function isTestCard(value: string): boolean {
  return TEST_CARDS.has(value.replace(/\D/g, ''));
}

/** Registered countries and the length of their IBAN. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ' +
    // Used, though not in the registry.
    'AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

export const CARDS: readonly NumericDetector[] = [
  {
    id: 'card-number',
    label: 'CARD_NUMBER',
    kind: 'personal',
    source: 'ISO/IEC 7812: Luhn; ranges of the card schemes',
    shapes: [
      '16',
      '15',
      '14',
      '13',
      '17',
      '18',
      '19',
      '4 4 4 4',
      '4-4-4-4',
      '4.4.4.4',
      '4 6 5',
      '4-6-5',
      '4 6 4',
      '4-6-4',
      '4 4 4 4 3',
      '4 4 4 3',
      '4 4 4 2',
      '4-4-4-3',
    ],
    check: (digits, text, span) => isCard(digits) && !isAmidHex(text, span),
    examples: () => [
      '4111 1111 1111 ' + '1111',
      '5555-5555-5555-' + '4444',
      '3782 822463 ' + '10005',
      '601111111111' + '1117',
    ],
    counterexamples: () => ['4111 1111 1111 1112', 'at 1612345678901 ms', '0.4111111111111111', '9007199254740991'],
  },
  {
    id: 'iban',
    label: 'IBAN',
    kind: 'personal',
    source: 'ISO 13616, registry of IBAN formats: length by country, remainder 1 modulo 97',
    atNumber: (text, run) => (run.capitals ? findIban(text, run.start) : null),
    examples: () => [
      'DE89 3704 0044 0532 ' + '0130 00',
      'GB29NWBK601613' + '31926819',
      'FR14 2004 1010 0505 ' + '0001 3M02 606',
    ],
    counterexamples: () => ['DE89 3704 0044 0532 0130 01', 'AB12 3456 7890 1234'],
  },
];

function isCard(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits) || !passesLuhn(digits)) return false;
  return SCHEMES.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits));
}

/** The IBAN whose digits begin at `at`, or go on there. */
function findIban(text: string, at: number): Span | null {
  const from = Math.max(0, at - 34);
  for (const match of text.slice(from, at + 2).matchAll(/(?<![A-Za-z0-9])[A-Z]{2}\d{2}/g)) {
    const length = IBAN_LENGTHS.get(match[0].slice(0, 2));
    if (length === undefined) continue;
    const start = from + match.index;
    let compact = '';
    let end = start;
    for (; compact.length < length && end < text.length; end++) {
      const c = text.charAt(end);
      if (/[A-Z0-9]/.test(c)) compact += c;
      else if (!(/[ -]/.test(c) && /[A-Z0-9]/.test(text.charAt(end + 1)))) break;
    }
    if (compact.length === length && !/[A-Za-z0-9]/.test(text.charAt(end)) && passesIban(compact))
      return { start, end };
  }
  return null;
}

/** Three or four digits mean nothing by themselves. */
export const CARD_CODE: LiteralDetector = {
  id: 'card-security-code',
  label: 'CARD_CODE',
  kind: 'personal',
  source: 'PCI DSS: sensitive authentication data; known by its name only',
  literals: ['cvv', 'cvc', 'security_code', 'securitycode', 'security code'],
  locate: tryPattern(
    /(?<![A-Za-z])(?:cvv2?|cvc2?|security[ _]?code)(?:[ _-]?(?:code|number|no))?["']?\s{0,2}[:=]\s{0,2}["']?(?<value>\d{3,4})(?![\w.-])/iy,
    (value) => !/^(?:123|1234|000|0000|999|111)$/.test(value),
  ),
  examples: () => [['"cvv": "873"', '873']],
  counterexamples: () => ['cvv: 12 months of 2024 and more', 'cvv: 123', 'cvvLength = 4'],
};
