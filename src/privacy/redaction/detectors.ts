/** What one detector finds. Patterns are linear: no nested quantifier can backtrack for long. */
export interface Detector {
  /** Upper case; becomes part of the placeholder, `REDACTED_EMAIL_1`. */
  readonly label: string;
  /** Global; the group named `value`, if there is one, is what is replaced, else the whole match. */
  readonly pattern: RegExp;
  /** A second look at the value, e.g. a checksum. */
  readonly confirm?: (value: string) => boolean;
}

/** In order of precedence: where two overlap, the earlier detector's match is taken. */
export const DETECTORS: readonly Detector[] = [
  {
    label: 'PRIVATE_KEY',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { label: 'AWS_ACCESS_KEY', pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g },
  { label: 'GITHUB_TOKEN', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g },
  { label: 'GITLAB_TOKEN', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,64}/g },
  { label: 'ANTHROPIC_KEY', pattern: /\bsk-ant-[A-Za-z0-9_-]{20,200}/g },
  { label: 'OPENAI_KEY', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}/g },
  { label: 'GOOGLE_KEY', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { label: 'SLACK_TOKEN', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g },
  { label: 'SLACK_WEBHOOK', pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,200}/g },
  { label: 'STRIPE_KEY', pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}/g },
  { label: 'SENDGRID_KEY', pattern: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g },
  { label: 'NPM_TOKEN', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { label: 'PYPI_TOKEN', pattern: /\bpypi-[A-Za-z0-9_-]{50,250}/g },
  { label: 'HUGGINGFACE_TOKEN', pattern: /\bhf_[A-Za-z0-9]{30,60}\b/g },
  { label: 'JWT', pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}/g },
  { label: 'AZURE_KEY', pattern: /\bAccountKey=(?<value>[A-Za-z0-9+/]{60,100}={0,2})/g },
  { label: 'URL_PASSWORD', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{0,100}:(?<value>[^\s@/"']{1,200})@/gi },
  { label: 'BEARER_TOKEN', pattern: /\b(?:Bearer|Basic)\s+(?<value>[A-Za-z0-9._~+/-]{16,2000}={0,2})/g },
  {
    label: 'SECRET',
    pattern:
      /(?:password|passwd|passphrase|secret|token|api_?key|apikey|access_?key|private_?key|client_?secret|credentials?)\w{0,20}["'`]?\s{0,4}(?::=|=>|[:=])\s{0,4}(?<q>["'`])(?<value>[^"'`\r\n]{6,500})\k<q>/gi,
    confirm: (value) => !/^(?:\$\{.*\}|<.*>|\*+|x+|\.+|process\.env\b.*)$/i.test(value),
  },
  {
    label: 'SECRET',
    // KEY=value as in .env files: upper-case names only, so that code is left alone.
    pattern:
      /^[ \t]*(?:export[ \t]+)?[A-Z0-9_]{0,60}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]{0,30}=(?<value>[^\s"'`#$<{][^\s#]{5,500})/gm,
  },
  {
    label: 'IBAN',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    confirm: isIban,
  },
  { label: 'CARD_NUMBER', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, confirm: passesLuhn },
  { label: 'US_SSN', pattern: /\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g },
  { label: 'EMAIL', pattern: /\b[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g },
  {
    label: 'PHONE',
    pattern: /(?<![\w+.])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){2,4}(?![\w.])/g,
  },
  { label: 'IP_ADDRESS', pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]|-)/g, confirm: isPublicIpv4 },
];

/** ISO 13616: letters count 10 to 35, the first four characters go last, remainder 1 modulo 97. */
function isIban(value: string): boolean {
  const compact = value.replace(/ /g, '');
  if (compact.length < 15 || compact.length > 34) return false;
  let rest = 0;
  for (const c of compact.slice(4) + compact.slice(0, 4)) {
    const n = parseInt(c, 36);
    rest = (rest * (n > 9 ? 100 : 10) + n) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7812: the Luhn checksum of a payment card number. */
function passesLuhn(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 1 ? (d > 4 ? d * 2 - 9 : d * 2) : d;
  }
  return sum % 10 === 0;
}

/** Addresses of RFC 1918, loopback, link-local and documentation say nothing about anyone. */
function isPublicIpv4(value: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = value.split('.').map(Number);
  if ([a, b, c, d].some((n) => n > 255)) return false;
  const special =
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && (b === 168 || (b === 0 && c === 2))) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113);
  return !special;
}
