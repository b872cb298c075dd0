import { isPossiblePhoneNumber, isValidPhoneNumber, type CountryCode } from 'libphonenumber-js/max';
import type { TextDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { isAmidHex, isIntroduced, isWordCode, type NumericDetector } from '../number-groups.ts';
import type { NumberRun } from '../places/number-at.ts';

const LOCAL = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-\u00a1-\uffdc]/;
const DOMAIN =
  /@(?:[A-Za-z0-9\u00a1-\uffdc](?:[A-Za-z0-9\u00a1-\uffdc-]{0,62})\.){1,8}(?:xn--[a-z0-9-]{2,58}|[A-Za-z\u00a1-\uffdc]{2,24})/y;
/** Names that stand for anybody, which documentation has at reserved domains. */
const ANYBODY =
  /^(?:user(?:name)?|you|your|name|me|email|e-mail|mail|foo|bar|baz|someone|somebody|anyone|nobody|example|test|admin|info|support|hello|contact|noreply|no-reply|git|root|login|account)\d{0,3}$/i;
const RESERVED =
  /@(?:[A-Za-z0-9-]+\.)*(?:example\.(?:com|org|net|edu)|example|invalid|test|localhost|local|domain\.(?:com|tld)|company\.com|email\.com|mail\.com|yourdomain\.com|redacted\.invalid)$/i;
/** Endings of files, not of domains: `icon@2x.png`. */
const FILE_ENDING =
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|scss|less|js|mjs|cjs|ts|tsx|jsx|json|html?|map|md|txt|vue|py|rb|go|rs|java|lock|tgz|zip|gz|exe|dll|so)$/i;

/** E-mail addresses, and the name before one in angle brackets. */
export const EMAIL: TextDetector = {
  id: 'email',
  label: 'EMAIL',
  kind: 'personal',
  source: 'RFC 5322 and 6531 as people write them; RFC 2606 for reserved names',
  scan: (text, report) => {
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      const span = emailAt(text, at);
      if (span !== null) report(span);
    }
  },
  examples: () =>
    ['jane.doe+work@' + 'mail.example.co.uk', 'müller@' + 'firma.de', 'mailto:a.b@' + 'c-d.io'].map((e) =>
      e.startsWith('mailto:') ? ([e, e.slice(7)] as const) : e,
    ),
  counterexamples: () => [
    'user@example.com',
    'import x from "@scope/package";',
    'git@github.com:owner/repo.git',
    'lodash@4.17.21',
    'icon@2x.png',
    '@media (min-width: 1px)',
  ],
};

/** Whether the characters beside an `@` may be an address's. Most are before tags in comments and in names of packages. */
export function mayBeInEmail(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (!isWordCode(next) && next < 128) return false;
  const before = text.charCodeAt(at - 1);
  return before > 32 && before !== 34 && before !== 39 && before !== 96;
}

/** The address whose `@` is at a place. */
export function emailAt(text: string, at: number): Span | null {
  if (!mayBeInEmail(text, at)) return null;
  let start = at;
  while (start > 0 && at - start < 64 && LOCAL.test(text.charAt(start - 1))) start--;
  if (start === at) return null;
  DOMAIN.lastIndex = at;
  const match = DOMAIN.exec(text);
  if (match === null) return null;
  const end = DOMAIN.lastIndex;
  if (/[A-Za-z0-9_]/.test(text.charAt(end))) return null;
  let local = text.slice(start, at);
  // An address begins with a letter or a digit; quotes, brackets and `mailto=` before it are not part.
  const lead = /^.*?(?:[=`'"{}|/&?#]|\\[nrt])(?=[A-Za-z0-9])|^[^A-Za-z0-9\u00a1-\uffdc]+/s.exec(local);
  if (lead !== null && lead[0].length < local.length) {
    start += lead[0].length;
    local = text.slice(start, at);
    return emailAtFrom(text, start, at, end);
  }
  if (text.charAt(start - 1) === '\\' && /^[nrt]/.test(local)) start++;
  return emailAtFrom(text, start, at, end);
}

function emailAtFrom(text: string, from: number, at: number, end: number): Span | null {
  let start = from;
  for (
    let cut = /[=`'"{}|/&?#]/.exec(text.slice(start, at));
    cut !== null;
    cut = /[=`'"{}|/&?#]/.exec(text.slice(start, at))
  ) {
    start += cut.index + 1;
  }
  const local = text.slice(start, at);
  if (local === '' || !/[A-Za-z0-9\u00a1-\uffdc]/.test(local) || local.endsWith('.') || local.startsWith('.'))
    return null;
  const address = text.slice(start, end);
  if (FILE_ENDING.test(address)) return null;
  // `git@host:path` is an address of a repository, `user:password@host` one of a server.
  if (
    local === 'git' ||
    (/[:]/.test(text.charAt(start - 1)) && text.slice(Math.max(0, start - 60), start).includes('://'))
  )
    return null;
  if (text.startsWith('://', start - 3)) return null;
  if (ANYBODY.test(local) && RESERVED.test(address)) return null;
  if (address.endsWith('@redacted.invalid')) return null;
  return { start, end };
}

const PHONE_WORDS =
  /(?:\b|_)(?:tele?(?:phone|fone|fono|fon|foon|foni|fonu)?|téléphone|teléfono|phone|mobile?|mobiel|cell(?:ulare|phone|ular)?|celular|fax|whatsapp|handy|m[oó]vil|portable|gsm|sms|contact.?(?:no|number))(?:[ _.-]?(?:no|nr|num|number|nummer|n[uú]mero))?\b[^\n\d{}]{0,16}$|(?:電話|手机|电话|携帯|전화|휴대|телефон|тел\.|هاتف|טלפון|फोन|โทร)[^\n\d]{0,12}$|(?:[a-z]Phone|[a-z]Mobile|[a-z]Fax|[pP]honeNumber|[mM]obileNumber)["']?\s{0,2}[:=]\s{0,2}["']?$/i;
const COUNTRIES: readonly CountryCode[] = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'SE',
  'PL',
  'BR',
  'IN',
  'JP',
  'CN',
  'KR',
  'AU',
  'AT',
  'CH',
  'BE',
  'PT',
  'IE',
  'DK',
  'NO',
  'FI',
  'CZ',
  'TR',
  'MX',
  'AR',
  'ZA',
  'RU',
  'UA',
  'NZ',
  'SG',
  'HK',
  'TW',
  'IL',
  'RO',
  'HU',
  'GR',
  'CO',
  'CL',
];
const DATE = /^(?:\d{1,2}[.\-/]\d{1,2}[.\-/]\d{2,4}|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2})(?: \d|$)/;

/** Telephone numbers: international, in a national way of grouping, or announced by a word. */
export const PHONE: NumericDetector = {
  id: 'phone',
  label: 'PHONE',
  kind: 'personal',
  source: 'ITU-T E.164; libphonenumber (libphonenumber-js, full metadata)',
  atNumber: phoneAt,
  examples: () => [
    '+44 20 7946 ' + '0958',
    '+1 (555) 123-' + '4567',
    '(415) 555-' + '2671',
    '415-555-' + '2671',
    '06 12 34 56 ' + '78',
    '090-1234-' + '5678',
    ['Tel.: 612 345 ' + '678', '612 345 ' + '678'],
    ['"phone": "138001' + '38000"', '138001' + '38000'],
    '+49 (0)30 90' + '1820',
  ],
  counterexamples: () => [
    'x = a +1073741824;',
    '2024-01-02 10:11',
    '1.2.3.4',
    'width: 1234567px',
    'id 123456789012',
    '01-02-2003 12',
  ],
};

function phoneAt(text: string, run: NumberRun): Span | null {
  if (run.digits > 15 || isWordCode(run.after)) return null;
  const lead = leadOf(text, run);
  const start = run.start - lead.length;
  const before = text.charAt(start - 1);
  if (/[A-Za-z0-9_)\]$.%#/\\-]/.test(before) && !(/[nrt]/.test(before) && text.charAt(start - 2) === '\\')) return null;
  const number = text.slice(start, run.end);
  const digits = number.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return null;
  const body = number.slice(lead.length);
  const span = { start, end: run.end };
  if (isAmidHex(text, span) || /^(?:2147483647|2147483648|4294967295)$/.test(body)) return null;
  // A postal code of the United States.
  if (
    /^\d{5}-\d{4}$/.test(body) &&
    (/[A-Z]{2},?\s{1,3}$/.test(text.slice(Math.max(0, start - 6), start)) ||
      /^,? {0,2}USA\b/.test(text.slice(run.end, run.end + 7)))
  )
    return null;
  const grouped = /[ .\-/()]/.test(number);
  if (lead.includes('+')) {
    if (/^\d\.\d+$/.test(body)) return null;
    if (!isPossiblePhoneNumber(number.replace('(0)', ''))) return null;
    return grouped || digits.length >= 10 || isValidPhoneNumber(number) || isIntroduced(text, start, PHONE_WORDS)
      ? span
      : null;
  }
  if (lead === '' && DATE.test(body)) return null;
  if (/\.\d{1,2}$|^\d+\.\d+$/.test(body) && !/^\d{2}(?:\.\d{2}){4}$/.test(body)) return null;
  const plain = (run.after !== 46 || !/\d/.test(text.charAt(run.end + 1))) && run.after !== 58;
  if (!plain) return null;
  if (isNationalShape(lead, body)) return span;
  if (!PHONE_WORDS.test(text.slice(Math.max(0, start - 48), start))) return null;
  if (/^00[1-9]/.test(body)) return isPossiblePhoneNumber(`+${digits.slice(2)}`) ? span : null;
  return (grouped || digits.length >= 8) && COUNTRIES.some((country) => isPossiblePhoneNumber(number, country))
    ? span
    : null;
}

/** What belongs to the number before its digits: a plus, an area code in brackets. */
function leadOf(text: string, run: NumberRun): string {
  if (run.before === 43) return '+';
  // A bracket right before, or a space or dash and a bracket.
  if (run.before !== 41 && text.charCodeAt(run.start - 2) !== 41) return '';
  const left = text.slice(Math.max(0, run.start - 14), run.start);
  return /(?:\+\d{1,3}[ .-]?)?\(\+?\d{1,5}\)[ .-]?$/.exec(left)?.[0] ?? '';
}

/** Ways of grouping that nothing but telephone numbers has. */
function isNationalShape(lead: string, body: string): boolean {
  const whole = lead + body;
  // North America.
  if (/^(?:1[ .-])?\(?[2-9]\d{2}\)? ?[-.]?[2-9]?\d{3}[-.]\d{4}$/.test(whole))
    return /^\(|[-.]\d{3}[-.]|^1/.test(whole) && sameSeparators(whole);
  // Brazil.
  if (/^\(\d{2}\) ?9?\d{4}-\d{4}$/.test(whole)) return true;
  // France, with dots.
  if (/^0[1-9](?:\.\d{2}){4}$/.test(whole)) return true;
  // A trunk zero and an area code, then groups: most of Europe, Japan, Korea, China, Australia.
  const digits = whole.replace(/\D/g, '').length;
  if (digits < 9 || digits > 12 || !TRUNK.test(whole)) return false;
  // Pairs that count up are bytes of a dump.
  return !/^0\d(?: \d\d){4}$/.test(whole) || !/^(?:01 02 03 04 05|0[1-9] 0[1-9] 0[1-9] 0[1-9] 0[1-9])$/.test(whole);
}

const TRUNK =
  /^(?:\(0[1-9]\d{1,4}\)[ ]?|0[1-9]\d{1,4}[ /-])\d{2,9}(?:[ -]\d{2,5}){0,3}$|^0[1-9](?:[ -]\d{2}){4}$|^0[1-9][ /-]\d{3,4}[ -]?\d{3,5}$|^0[1-9]-\d{7,9}$/;

function sameSeparators(number: string): boolean {
  return !(number.includes('.') && number.includes('-'));
}
