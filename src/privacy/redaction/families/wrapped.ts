import { fake, type LiteralDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import type { WholeRunDetector } from '../long-runs.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
VALUES[45] = 62;
VALUES[95] = 63;
/** Longer texts in base64 are pictures and the like. */
const MAX_WRAPPED = 12_000;

/** Base64 as printable ASCII text, `null` as soon as it is something else. Padding may be missing. */
export function decodeText(text: string, start: number, end: number): string | null {
  let decoded = '';
  let bits = 0;
  let held = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 61) break;
    const value = code < 128 ? (VALUES[code] as number) : -1;
    if (value < 0) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      const byte = (bits >> held) & 255;
      bits &= (1 << held) - 1;
      if (!isPrintable(byte)) return null;
      decoded += String.fromCharCode(byte);
    }
  }
  return decoded;
}

/** ASCII as base64; for examples. */
export function encodeText(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    const bits = (a << 16) | ((Number.isNaN(b) ? 0 : b) << 8) | (Number.isNaN(c) ? 0 : c);
    const four = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join('');
    encoded += i + 1 >= text.length ? `${four.slice(0, 2)}==` : i + 2 >= text.length ? `${four.slice(0, 3)}=` : four;
  }
  return encoded;
}

/**
 * Secrets in base64: decoded and looked through with the other detectors, once. The whole wrapped
 * text is what is replaced, since part of it would decode to nonsense.
 */
export function wrapped(holdsSecret: (text: string) => boolean): WholeRunDetector {
  return {
    id: 'base64-wrapped',
    label: 'WRAPPED_SECRET',
    kind: 'secret',
    source: 'RFC 4648; trufflehog and gitleaks decode base64 before they look',
    run: (text, run) => {
      const spans: Span[] = [];
      let { start } = run;
      let joint = 0;
      while (start < run.end) {
        let end = run.end;
        for (; joint < run.joints.length; joint++) {
          const at = run.joints[joint] as number;
          if (at < start || isBase64(text.charCodeAt(at))) continue;
          end = at;
          break;
        }
        const length = end - start;
        // Four characters tell most other texts from wrapped ones.
        if (length >= 16 && length <= MAX_WRAPPED && startsAsText(text, start) && !isMedia(text, start)) {
          const decoded = decodeText(text, start, end);
          if (decoded !== null && decoded.length >= 12 && holdsSecret(decoded)) {
            while (end < run.end && end - start < length + 2 && text.charCodeAt(end) === 61) end++;
            spans.push({ start, end });
          }
        }
        start = end + 1;
      }
      return spans;
    },
    examples: () => [encodeText(`token: ghp_${fake('alnum', 36)}`), encodeText('DB_PASSWORD=Kq9' + '#mmv2\n')],
    counterexamples: () => [
      encodeText('Only a sentence about passwords and tokens.'),
      encodeText('{"version":3,"sources":["a.ts"]}'),
    ],
  };
}

/** Whether the first three bytes are printable. */
function startsAsText(text: string, start: number): boolean {
  const bits =
    (valueAt(text, start) << 18) |
    (valueAt(text, start + 1) << 12) |
    (valueAt(text, start + 2) << 6) |
    valueAt(text, start + 3);
  return isPrintable((bits >> 16) & 255) && isPrintable((bits >> 8) & 255) && isPrintable(bits & 255);
}

function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] as number;
}

function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte <= 126) || byte === 10 || byte === 13 || byte === 9;
}

function isBase64(code: number): boolean {
  return code < 128 && (VALUES[code] as number) >= 0;
}

/** Pictures and fonts in style sheets say what they are. */
function isMedia(text: string, start: number): boolean {
  return /data:(?:image|font|audio|video|application\/(?:font|x-font|wasm|octet|json))[^,\s]{0,60},$/.test(
    text.slice(Math.max(0, start - 90), start),
  );
}

/** Values under `data:` and `stringData:` of a Kubernetes Secret, whatever their names. */
export const KUBERNETES_SECRET: LiteralDetector = {
  id: 'kubernetes-secret',
  label: 'KUBERNETES_SECRET',
  kind: 'secret',
  source: 'kubernetes.io: Secret; gitleaks kubernetes-secret-yaml',
  literals: ['kind: secret', 'kind: "secret"', "kind: 'secret'", '"kind": "secret"', '"kind":"secret"'],
  locate: secretEntries,
  examples: () => {
    const value = encodeText('not-a-known' + '-thing');
    return [
      [`apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  config.toml: ${value}\n`, value],
      [`kind: Secret\nstringData:\n  anything: "plain-value-1"\n`, 'plain-' + 'value-1'],
      [`data:\n  other: ${value}\nkind: Secret\n`, value],
      [`{"kind": "Secret", "data": {"x": "${value}"}}`, value],
    ];
  },
  counterexamples: () => [
    'kind: SecretStore\ndata:\n  a: b\n',
    `kind: ConfigMap\ndata:\n  other: ${encodeText('a harmless value')}\n`,
  ],
};

/** The values of the document that a place is in. */
function secretEntries(text: string, at: number): readonly Span[] {
  if (/[A-Za-z]/.test(/^["']?(?:kind)["']?\s?:\s?["']?secret(.?)/i.exec(text.slice(at, at + 20))?.[1] ?? '')) return [];
  const from = Math.max(0, at - 20_000);
  const previous = text.slice(from, at + 4).lastIndexOf('\n---');
  const start = previous < 0 ? from : from + previous + 4;
  const following = text.slice(at, at + 40_000).indexOf('\n---');
  const document = text.slice(start, at + (following < 0 ? 40_000 : following));
  const spans: Span[] = [];
  const add = (from: number, value: string): void => {
    if (value !== '' && !/^\{\{|^\$\{|^<|^\|$|^>-?$|REDACTED_/.test(value))
      spans.push({ start: start + from, end: start + from + value.length });
  };
  for (const match of document.matchAll(/["'](?:data|stringData)["']\s{0,4}:\s{0,4}\{([^{}]{1,20000})\}/g)) {
    const from = match.index + match[0].length - 1 - (match[1] as string).length;
    for (const entry of (match[1] as string).matchAll(/:\s{0,4}"([^"]{1,8000})"/g)) {
      add(from + entry.index + entry[0].length - 1 - (entry[1] as string).length, entry[1] as string);
    }
  }
  for (const match of document.matchAll(/(?:^|\n)([ \t]{0,20})(?:data|stringData):[ \t]{0,4}(?=\r?\n)/g)) {
    const indent = (match[1] as string).length;
    let at2 = match.index + match[0].length;
    let blockIndent = -1;
    while (at2 < document.length) {
      const lineStart = at2 + (document.charAt(at2) === '\r' ? 2 : 1);
      const next = document.indexOf('\n', lineStart);
      const lineEnd = next < 0 ? document.length : next;
      const line = document.slice(lineStart, lineEnd).replace(/\r$/, '');
      at2 = lineEnd;
      if (line.trim() === '') {
        if (next < 0) break;
        continue;
      }
      const lineIndent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      if (lineIndent <= indent) break;
      if (blockIndent >= 0 && lineIndent > blockIndent) {
        add(lineStart + lineIndent, line.trim());
        continue;
      }
      blockIndent = -1;
      const entry = /^[ \t]*["']?[\w.-]{1,253}["']?:[ \t]{1,4}(["']?)(.{0,8000}?[^ \t])\1[ \t]*$/.exec(line);
      if (entry === null) continue;
      const value = entry[2] as string;
      if (/^[|>][+-]?\d?$/.test(value)) blockIndent = lineIndent;
      else add(lineStart + line.lastIndexOf(value), value);
    }
  }
  return spans;
}
