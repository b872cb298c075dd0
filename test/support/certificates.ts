import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own, which nothing else trusts. */
export interface Authority {
  readonly cert: string;
  /** A server's certificate for these names. */
  issue(names: readonly string[]): Certificate;
}

/* ASN.1 in DER (ITU-T X.690), as far as X.509 (RFC 5280) needs it here: Node reads certificates but makes none. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
const integer = (n: number): Buffer => der(0x02, Buffer.from([n]));
const bits = (bytes: Uint8Array): Buffer => der(0x03, Buffer.from([0]), bytes);
const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes);
const yes = der(0x01, Buffer.from([0xff]));
const text = (value: string): Buffer => der(0x0c, Buffer.from(value));
/** Object identifiers, as encoded. */
const id = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_SHA256 = sequence(id('2a8648ce3d040302'));
const COMMON_NAME = id('550403');
const BASIC_CONSTRAINTS = id('551d13');
const ALTERNATIVE_NAMES = id('551d11');

const named = (name: string): Buffer => sequence(set(sequence(COMMON_NAME, text(name))));
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`;

const DAY = 24 * 60 * 60 * 1000;

function certificate(parts: {
  readonly serial: number;
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extension: Buffer;
}): string {
  const now = Date.now();
  const body = sequence(
    der(0xa0, integer(2)),
    integer(parts.serial),
    ECDSA_SHA256,
    named(parts.issuer),
    sequence(time(new Date(now - DAY)), time(new Date(now + DAY))),
    named(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(parts.extension)),
  );
  return pem('CERTIFICATE', sequence(body, ECDSA_SHA256, bits(sign('sha256', body, parts.signer))));
}

export function createAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const constraints = sequence(BASIC_CONSTRAINTS, yes, octets(sequence(yes)));
  const common = { issuer: name, signer: own.privateKey };
  let serial = 1;
  return {
    cert: certificate({ ...common, serial: serial++, subject: name, publicKey: own.publicKey, extension: constraints }),
    issue: (names) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const list = sequence(...names.map((n) => der(0x82, Buffer.from(n))));
      const extension = sequence(ALTERNATIVE_NAMES, octets(list));
      const publicKey = createPublicKey(privateKey);
      return {
        cert: certificate({ ...common, serial: serial++, subject: names[0] ?? '', publicKey, extension }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
