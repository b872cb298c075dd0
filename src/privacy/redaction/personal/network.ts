import type { SeparatorDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import type { NumericDetector } from '../number-groups.ts';
import type { NumberRun } from '../places/number-at.ts';

const ADDRESS_WORDS =
  /\b(?:ip|host|addr(?:ess)?|server|client|remote|peer|gateway|dns|from|connect\w*|ping|ssh|route)\b[^\n]{0,20}$|_(?:ip|host|addr)\b[^\n]{0,6}$/i;
const VERSION_WORDS =
  /(?:version|release|\bver\b|\brev\b|build|firmware|chrome|safari|edge?|firefox|opera|\boid\b|assembly)[^\n]{0,14}$|[A-Za-z][/@-]$|[vV@^~]$|[=<>!]=\s?$|\d[,.]\s?$/i;

/** Options of the address detectors. */
export interface NetworkOptions {
  /** Whether addresses of private networks count too (RFC 1918, RFC 4193). */
  readonly privateAddresses: boolean;
}

/** IPv4 addresses that say where somebody is. */
export function ipv4(options: NetworkOptions): NumericDetector {
  return {
    id: 'ipv4',
    label: 'IP_ADDRESS',
    kind: 'personal',
    source: 'RFC 791; special ranges of RFC 6890 and 5737 say nothing about anyone',
    atNumber: (text, run) => ipv4At(text, run, options.privateAddresses),
    examples: () => ['81.2.69.' + '142', ['http://93.184.216.' + '34:8080/', '93.184.216.' + '34']],
    counterexamples: () => [
      '127.0.0.1',
      '10.0.0.7',
      '192.168.1.20',
      '0.0.0.0',
      '192.0.2.7',
      '203.0.113.9',
      'Chrome/91.0.4472.124',
      'version 11.22.33.44',
      '1.3.6.1.4.1',
      '300.1.1.1',
    ],
  };
}

function ipv4At(text: string, run: NumberRun, privateToo: boolean): readonly Span[] | null {
  if (run.end - run.start < 7) return null;
  const spans: Span[] = [];
  for (const match of text.slice(run.start, run.end).matchAll(QUAD)) {
    const start = run.start + match.index;
    const span = { start, end: start + match[0].length };
    if (isAddress(text, span, match.slice(1), privateToo)) spans.push(span);
  }
  return spans;
}

const QUAD = /(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?!\.?\d)/g;

function isAddress(text: string, { start, end }: Span, parts: readonly string[], privateToo: boolean): boolean {
  if (/[.A-Za-z0-9_]/.test(text.charAt(start - 1)) || /^(?:\.\d|[A-Za-z_]|-[a-z])/.test(text.slice(end, end + 2))) {
    return false;
  }
  if (parts.some((part) => part.length > 1 && part.startsWith('0'))) return false;
  const octets = parts.map(Number);
  if (octets.some((n) => n > 255) || isSpecial(octets, privateToo)) return false;
  const before = text.slice(Math.max(0, start - 32), start);
  if (isOutline(octets, before, text.slice(end, end + 2))) return false;
  if (/(?:\/\/|\[::ffff:)$/i.test(before)) return true;
  if (VERSION_WORDS.test(before)) return false;
  if (ADDRESS_WORDS.test(before)) return true;
  // Alone in quotes behind a name that speaks of no address, versions are written so too.
  const named = /[\w"'][ \t]?[:=][ \t]{0,2}["']$/.test(before) && /["']/.test(text.charAt(end));
  return octets.some((n) => n >= 32) && octets[3] !== 0 && !(named && (octets[0] ?? 0) < 20);
}

/** Numbers of sections, object identifiers, coordinates of drawings: four numbers, and no address. */
function isOutline(octets: readonly number[], before: string, after: string): boolean {
  if (/(?:\/\/|\[::ffff:)$/i.test(before) || ADDRESS_WORDS.test(before)) return false;
  const [a = 0] = octets;
  return (
    octets.every((n) => n <= 60) ||
    (a <= 2 && octets.every((n) => n <= 100)) ||
    (/\d[ -]$/.test(before) && a < 20) ||
    (after.startsWith('. ') && octets.every((n) => n < 100)) ||
    /(?:section|chapter|clause|appendix|§|,v)\s$|identifier\("$/i.test(before)
  );
}

/** Loopback, documentation, multicast, shared and, unless asked for, private ranges. */
function isSpecial([a = 0, b = 0, c = 0]: readonly number[], privateToo: boolean): boolean {
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
  if (isPrivate) return !privateToo;
  return (
    a === 0 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113)
  );
}

const HEX_GROUPS = /[0-9A-Fa-f]{1,4}(?:::?[0-9A-Fa-f]{1,4}){1,8}(?:::)?(?:(?<=:)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?/y;

/** IPv6 addresses. All public and private ones begin with a group of four. */
export function ipv6(options: NetworkOptions): SeparatorDetector {
  return {
    id: 'ipv6',
    label: 'IP_ADDRESS',
    kind: 'personal',
    source: 'RFC 4291; RFC 3849, 4193 and 6890 for special ranges',
    atSeparator: (text, at) => {
      const start = at - 4;
      if (text.charCodeAt(at) !== 58 || start < 0 || /[A-Za-z0-9_.:$]/.test(text.charAt(start - 1))) return null;
      HEX_GROUPS.lastIndex = start;
      if (!HEX_GROUPS.test(text)) return null;
      const end = HEX_GROUPS.lastIndex;
      if (/[A-Za-z0-9_:]/.test(text.charAt(end))) return null;
      return isPublicIpv6(text.slice(start, end), options.privateAddresses) ? { start, end } : null;
    },
    examples: () => ['2a02:8388:6bc:1280:' + '4d5f:9a1c:77f2:3e01', '2607:f8b0:4005:80a::' + '200e'],
    counterexamples: () => [
      'std::chrono::seconds',
      '12:34:56',
      '::1',
      'fe80::1',
      '2001:db8::1',
      'a::b',
      'fd00::1234:5678',
      'add::dead',
    ],
  };
}

/** Hardware addresses. */
export const MAC: SeparatorDetector = {
  id: 'mac-address',
  label: 'MAC_ADDRESS',
  kind: 'personal',
  source: 'IEEE 802: EUI-48; broadcast, multicast and documentation addresses (RFC 7042) and those of Docker are left',
  atSeparator: (text, at) => {
    // Called for the second separator first.
    if (at < 5) return null;
    const pattern = text.charCodeAt(at) === 58 ? MAC_WITH_COLONS : MAC_WITH_DASHES;
    pattern.lastIndex = at - 5;
    const value = pattern.exec(text)?.[0];
    return value !== undefined && isOwnMac(value) ? { start: at - 5, end: pattern.lastIndex } : null;
  },
  examples: () => ['3c:22:fb:7a:' + '91:0e', 'A4-83-E7-2B-' + '5F-C1'],
  counterexamples: () => [
    'ff:ff:ff:ff:ff:ff',
    '00:00:00:00:00:00',
    '12:34:56',
    'aa-bb-cc',
    '01:00:5e:00:00:fb',
    '02:42:ac:11:00:02',
  ],
};

const MAC_WITH_COLONS = /(?<![0-9A-Za-z_.:$])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}(?![0-9A-Za-z_:])/y;
const MAC_WITH_DASHES = /(?<![0-9A-Za-z-])[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}(?![0-9A-Za-z-])/y;

function isOwnMac(value: string): boolean {
  const hex = value.replace(/[:-]/g, '').toLowerCase();
  return (
    !/^(.)\1+$/.test(hex) &&
    !/^(?:01005e|3333|ffff|0180c2|01000c|00005e00|0{8}|123456789abc|0242ac|001122334455|aabbccddeeff)/.test(hex)
  );
}

function isPublicIpv6(value: string, privateToo: boolean): boolean {
  const halves = value.toLowerCase().split('::');
  if (halves.length > 2) return false;
  const groups = value.split(':').filter((group) => group !== '');
  if (halves.length === 1 ? groups.length !== 8 : groups.length > 7 || groups.length < 3) return false;
  // Words such as `dead::beef` are hexadecimal too; an address has digits, and in more than one group.
  if (groups.filter((group) => /\d/.test(group)).length < 2) return false;
  const first = parseInt(groups[0] as string, 16);
  if (first >= 0xfc00 && first <= 0xfdff) return privateToo;
  if (first >= 0xfe80 || first < 0x2000 || first > 0x3fff) return false;
  return !(first === 0x2001 && parseInt(groups[1] as string, 16) === 0xdb8);
}
