import { isPlaceholder, isReference } from './value-shape.ts';

/** One setting of a `.env` file. */
export interface DotenvEntry {
  readonly name: string;
  readonly value: string;
}

const NAME = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=|:[ \t])[ \t]*/;

/**
 * The settings of a `.env` file, as dotenv reads it: `export`, comments, three kinds of quotes,
 * values over several lines in quotes, `\n` in double quotes. What cannot be read is passed over,
 * never thrown at.
 */
export function parseDotenv(text: string): readonly DotenvEntry[] {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const entries: DotenvEntry[] = [];
  let at = 0;
  while (at < source.length) {
    const newline = source.indexOf('\n', at);
    const lineEnd = newline < 0 ? source.length : newline;
    const match = NAME.exec(source.slice(at, Math.min(lineEnd, at + 1000)));
    if (match === null) {
      at = lineEnd + 1;
      continue;
    }
    const name = match[1] as string;
    const start = at + match[0].length;
    const quote = source.charAt(start);
    const close = /["'`]/.test(quote) ? closing(source, start, quote) : -1;
    if (close < 0) {
      const line = source.slice(start, lineEnd);
      entries.push({
        name,
        value: (/^#|[ \t]#/.exec(line) ? line.slice(0, /^#|[ \t]#/.exec(line)?.index) : line).trim(),
      });
      at = lineEnd + 1;
      continue;
    }
    const inner = source.slice(start + 1, close);
    entries.push({ name, value: quote === '"' ? unescape(inner) : inner });
    const after = source.indexOf('\n', close);
    at = after < 0 ? source.length : after + 1;
  }
  return entries;
}

/** The quote that ends a value; `-1` if there is none, and the quote is part of the value. */
function closing(source: string, start: number, quote: string): number {
  for (let end = source.indexOf(quote, start + 1); end >= 0; end = source.indexOf(quote, end + 1)) {
    let backslashes = 0;
    while (source.charAt(end - 1 - backslashes) === '\\') backslashes++;
    if (quote !== '"' || backslashes % 2 === 0) return end;
  }
  return -1;
}

function unescape(value: string): string {
  return value.replace(/\\([nrt"\\$])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter);
}

const SENSITIVE_NAME =
  /pass|pwd|secret|token|key|cred|auth|private|salt|hash|sign|cert|dsn|webhook|cookie|session|licen[cs]e|(?:^|_)(?:pin|pat|psk|sid|otp)(?:_|$)/i;
/** Settings that are no secret in any workspace, and would tear holes into every text. */
const COMMON = new Set(
  (
    'development dev production prod staging stage test testing local localhost debug info warn warning error fatal trace ' +
    'verbose silent true false yes no on off null none undefined enabled disabled default auto utf8 utf-8 en en-us en_us de fr ' +
    'http https tcp udp tls ssl smtp imap redis postgres postgresql mysql mariadb sqlite mongodb memory file console stdout stderr ' +
    'json text html plain admin root user guest postgres public private master main develop us-east-1 us-east-2 us-west-1 us-west-2 ' +
    'eu-west-1 eu-central-1 ap-southeast-1 node python java docker linux darwin windows utc europe/berlin america/new_york ' +
    'nodejs browser server client sandbox live mock lax strict cors same-origin include example.com 127.0.0.1 0.0.0.0 database ' +
    'sync async cookie session array log daily single stack pgsql app web api worker laravel django rails react next angular'
  ).split(' '),
);

/**
 * The values of settings that are worth keeping from a model: all but the commonplace ones, with
 * the passwords of addresses by themselves too. A value of a setting whose name speaks of a secret
 * counts from four characters on, others from six.
 */
export function valuesWorthProtecting(entries: readonly DotenvEntry[]): readonly string[] {
  const values = new Set<string>();
  for (const { name, value } of entries) {
    const sensitive = SENSITIVE_NAME.test(name);
    if (isWorthProtecting(value, sensitive)) values.add(value);
    const password = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:(.+)@[^@\s]+$/i.exec(value)?.[1];
    if (password === undefined) continue;
    for (const spelling of [password, decoded(password)]) if (isWorthProtecting(spelling, true)) values.add(spelling);
  }
  return [...values];
}

function isWorthProtecting(value: string, sensitive: boolean): boolean {
  if (value.length < (sensitive ? 4 : 6) || COMMON.has(value.toLowerCase())) return false;
  if (/^(?:true|false|yes|no|on|off|null|none)$/i.test(value)) return false;
  if (isReference(value) && /^(?:\$\{?\w+\}?|\$\(.*\)|<[^>]*>|\{\{.*\}\})$/.test(value)) return false;
  if (isPlaceholder(value) && (!sensitive || /^(?:x+|\*+|\.+)$|your|example|change.?me|placeholder/i.test(value)))
    return false;
  if (sensitive) return true;
  // Numbers, ports, sizes, times; addresses of this machine.
  if (/^[\d.,:_-]+(?:px|ms|s|m|h|d|kb|mb|gb|%)?$/i.test(value)) return value.replace(/\D/g, '').length >= 9;
  return !/^(?:https?|wss?|redis|postgres(?:ql)?|mysql|mongodb|amqp):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?(?:\/[\w.-]*)?$/i.test(
    value,
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
