import { fake, token, tryPattern, type Detector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { isRandom } from '../value-shape.ts';

const pem = (kind: string): string =>
  `-----BEGIN ${kind}-----\n${fake('base64', 64)}\n${fake('base64', 64, 2)}\n-----END ${kind}-----`;
const RSA = ['RSA PRIVATE', 'KEY'].join(' ');
const PKCS = ['PRIVATE', 'KEY'].join(' ');
const SSH = ['OPENSSH PRIVATE', 'KEY'].join(' ');
const PGP = ['PGP PRIVATE', 'KEY BLOCK'].join(' ');

/** Private keys, tokens of standard form, hashes of passwords. */
export const KEYS: readonly Detector[] = [
  {
    id: 'private-key',
    label: 'PRIVATE_KEY',
    kind: 'secret',
    source: 'RFC 7468, RFC 4716, OpenSSH PROTOCOL.key, RFC 9580; gitleaks private-key; secretlint rule privatekey',
    literals: ['-----begin ', '---- begin '],
    locate: pemAt,
    examples: () => [
      pem(RSA),
      pem(PKCS),
      pem(SSH),
      pem(PGP),
      pem(['EC PRIVATE', 'KEY'].join(' ')),
      pem(['ENCRYPTED PRIVATE', 'KEY'].join(' ')),
      pem(PKCS).replaceAll('\n', '\\n'),
    ],
    counterexamples: () => [
      `if (text.startsWith("-----BEGIN ${PKCS}-----")) return;`,
      `-----BEGIN CERTIFICATE-----\n${fake('base64', 64)}\n-----END CERTIFICATE-----`,
      pem(['PUBLIC', 'KEY'].join(' ')),
    ],
  },
  {
    id: 'putty-private-key',
    label: 'PRIVATE_KEY',
    kind: 'secret',
    source: 'PuTTY documentation, appendix C: PPK file format',
    literals: ['putty-user-key-file-'],
    locate: tryPattern(/PuTTY-User-Key-File-[23]: [^\n]{1,41}(?:\n[^\n]{0,121}){1,80}?\nPrivate-MAC: [0-9a-f]{40,64}/y),
    examples: () => [
      `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n${fake('base64', 64)}\nPrivate-Lines: 1\n${fake('base64', 64, 2)}\nPrivate-MAC: ${fake('hex', 64)}`,
    ],
    counterexamples: () => ['The format is PuTTY-User-Key-File-3.'],
  },
  token({
    id: 'jwt',
    label: 'JWT',
    begins: ['eyJ', 'ewog'],
    shape:
      '(?:eyJ|ewog)[A-Za-z0-9_-]{8,4000}\\.(?:eyJ|ewog)?[A-Za-z0-9_-]{8,8000}\\.(?:[A-Za-z0-9_-]{8,4000}(?:\\.[A-Za-z0-9_-]{8,8000}\\.[A-Za-z0-9_-]{8,100})?)?',
    source: 'RFC 7519, RFC 7515, RFC 7516; gitleaks jwt',
    example: () => `eyJ${fake('base64Url', 33)}.eyJ${fake('base64Url', 80)}.${fake('base64Url', 43)}`,
    not: () => ['eyJhbGciOiJIUzI1NiJ9', 'eyJ.eyJ.x'],
  }),
  token({
    id: 'jwt-base64',
    label: 'JWT',
    begins: ['ZXlK'],
    shape: 'ZXlK[A-Za-z0-9+/_-]{80,8000}={0,2}',
    source: 'gitleaks jwt-base64',
    example: () => 'ZXlK' + fake('base64', 200),
  }),
  token({
    id: 'age-secret-key',
    label: 'AGE_KEY',
    literals: 'age-secret-key-1',
    shape: 'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
    source: 'gitleaks age-secret-key',
    example: () => 'AGE-SECRET-KEY-1' + 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE',
  }),
  token({
    id: 'bitcoin-extended-key',
    label: 'WALLET_KEY',
    begins: ['xprv', 'yprv', 'zprv', 'tprv'],
    shape: '[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,160}',
    source: 'BIP 32: extended private keys',
    example: () => 'xprv' + fake('base58', 107),
  }),
  token({
    id: 'bitcoin-private-key',
    label: 'WALLET_KEY',
    begins: ['5H', '5J', '5K', 'Kw', 'Kx', 'Ky', 'Kz', 'L1', 'L2', 'L3', 'L4', 'L5'],
    shape: '(?:5[HJK][1-9A-HJ-NP-Za-km-z]{49}|(?:K[w-z]|L[1-5])[1-9A-HJ-NP-Za-km-z]{50})',
    source: 'en.bitcoin.it: wallet import format',
    example: () => 'Kx' + fake('base58', 50),
    accept: isRandom,
  }),
  {
    id: 'ethereum-private-key',
    label: 'WALLET_KEY',
    kind: 'secret',
    source: 'documentation of Hardhat, ethers, viem, web3.py: accounts from private keys',
    literals: ['accounts: [', 'new wallet(', 'privatekeytoaccount(', 'account.from_key(', '"accounts": ['],
    locate: tryPattern(
      /(?:"?accounts"?: \[|new Wallet\(|privateKeyToAccount\(|Account\.from_key\()\s{0,20}["'`](?<value>(?:0x)?[0-9a-fA-F]{64})(?=["'`])/y,
    ),
    examples: () => [[`accounts: ["0x${fake('hex', 64)}"]`, '0x' + fake('hex', 64)]],
    counterexamples: () => ['accounts: [process.env.KEY]', "new Wallet('0x1234')"],
  },
  token({
    id: 'nostr-secret-key',
    label: 'NOSTR_KEY',
    literals: ['nsec1', 'ncryptsec1'],
    shape: '(?:nsec1[a-z0-9]{58}|ncryptsec1[a-z0-9]{60,200})',
    source: 'NIP-19, NIP-49',
    example: () => 'nsec1' + fake('lowerAlnum', 58),
  }),
  token({
    id: 'bcrypt-hash',
    label: 'PASSWORD_HASH',
    literals: ['$2a$', '$2b$', '$2y$', '$2x$'],
    shape: '\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}',
    source: 'crypt(5); htpasswd',
    left: '',
    example: () => '$2b$12$' + fake('alnum', 53),
  }),
  token({
    id: 'crypt-hash',
    label: 'PASSWORD_HASH',
    literals: ['$1$', '$5$', '$6$', '$y$', '$apr1$'],
    shape: '\\$(?:1|5|6|y|apr1)\\$(?:rounds=\\d{1,9}\\$)?[./A-Za-z0-9]{1,40}\\$[./A-Za-z0-9]{22,100}',
    source: 'crypt(5); /etc/shadow, htpasswd',
    left: '',
    example: () => `$6$${fake('alnum', 16)}$${fake('alnum', 86)}`,
  }),
  token({
    id: 'argon-hash',
    label: 'PASSWORD_HASH',
    literals: ['$argon2', '$scrypt$', '$pbkdf2'],
    shape: '\\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\\d{1,3})?)\\$[A-Za-z0-9=,+/.$-]{30,400}={0,2}',
    source: 'PHC string format; passlib',
    left: '',
    example: () => `$argon2id$v=19$m=65536,t=3,p=4$${fake('alnum', 22)}$${fake('alnum', 43)}`,
  }),
  token({
    id: 'django-hash',
    label: 'PASSWORD_HASH',
    literals: ['pbkdf2_sha256$', 'pbkdf2_sha1$', 'bcrypt_sha256$', '{ssha}', '{ssha512}', '{sha}'],
    shape:
      '(?:pbkdf2_sha(?:1|256)\\$\\d{1,8}\\$[A-Za-z0-9+/]{8,64}\\$[A-Za-z0-9+/]{27,64}=?|bcrypt_sha256\\$\\$2[ab]\\$\\d\\d\\$[./A-Za-z0-9]{53}|\\{SS?HA(?:512)?\\}[A-Za-z0-9+/]{27,200}={0,2})',
    source: 'docs.djangoproject.com: password storage; RFC 2307',
    left: '',
    example: () => `pbkdf2_sha256$600000$${fake('alnum', 22)}$${fake('alnum', 43)}=`,
  }),
  {
    id: 'jwk-private-part',
    label: 'PRIVATE_KEY',
    kind: 'secret',
    source: 'RFC 7517, RFC 7518: members d, p, q, dp, dq, qi, k',
    literals: ['"kty"', "'kty'"],
    locate: jwkAt,
    examples: () => {
      const value = fake('base64Url', 43);
      return [[`{"kty":"EC","crv":"P-256","x":"${fake('base64Url', 43, 2)}","d":"${value}"}`, value]];
    },
    counterexamples: () => [
      `{"kty":"EC","crv":"P-256","x":"${fake('base64Url', 43)}","y":"${fake('base64Url', 43, 3)}"}`,
    ],
  },
  {
    id: 'rsa-xml-key',
    label: 'PRIVATE_KEY',
    kind: 'secret',
    source: 'learn.microsoft.com: RSA.ToXmlString',
    literals: ['<rsakeyvalue>'],
    locate: tryPattern(/<RSAKeyValue>(?:(?!<P>)[^"'`]){40,400}<P>[A-Za-z0-9+/=<>\s]{100,8000}?<\/D>/y),
    examples: () => [
      `<RSAKeyValue><Modulus>${fake('alnum', 86)}</Modulus><Exponent>AQAB</Exponent><P>${fake('alnum', 43)}</P><Q>${fake('alnum', 43)}</Q><D>${fake('alnum', 86)}</D>`,
    ],
    counterexamples: () => [
      `<RSAKeyValue><Modulus>${fake('alnum', 86)}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>`,
    ],
  },
];

/** From the header line to the footer, whatever joins the lines; headers alone, as code compares with, are left. */
function pemAt(text: string, start: number): Span | null {
  const header = /^-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/.exec(
    text.slice(start, start + 100),
  );
  if (header === null) return null;
  const bodyStart = start + header[0].length;
  const footer = /-{4,5} ?END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
  footer.lastIndex = bodyStart;
  const match = footer.exec(text.slice(0, bodyStart + 40_000));
  const end = match === null ? bodyEnd(text, bodyStart) : footer.lastIndex;
  const letters = text.slice(bodyStart, match === null ? end : match.index).replace(/\\[nr]|[^A-Za-z0-9+/=]/g, '');
  return letters.length < 40 ? null : { start, end };
}

/** A key cut short: as far as base64, line breaks and what joins literals go. */
function bodyEnd(text: string, from: number): number {
  const body = /[A-Za-z0-9+/=\s"',|>#*:.\\-]{1,40000}/y;
  body.lastIndex = from;
  const match = body.exec(text);
  if (match === null) return from;
  // Words that follow the key are not part of it.
  const lines = match[0].split(/(?<=\n)/);
  let end = from;
  for (const line of lines) {
    if (/[A-Za-z]/.test(line) && !/[A-Za-z0-9+/=]{30}/.test(line) && end > from + 60) break;
    end += line.length;
  }
  return end;
}

/** The private member of a JSON web key, near its key type. */
function jwkAt(text: string, start: number): Span | null {
  const from = Math.max(0, start - 2000);
  const around = text.slice(from, start + 2000);
  const middle = start - from;
  for (const match of around.matchAll(/["'](?:d|k)["']\s{0,4}:\s{0,4}["']([A-Za-z0-9_-]{20,1400})["']/g)) {
    const between = match.index < middle ? around.slice(match.index, middle) : around.slice(middle, match.index);
    if (/[{}]/.test(between)) continue;
    const valueStart = from + match.index + match[0].length - 1 - (match[1] as string).length;
    return { start: valueStart, end: valueStart + (match[1] as string).length };
  }
  return null;
}
