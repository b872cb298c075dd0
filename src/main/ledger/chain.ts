import { createHash } from 'node:crypto';

/**
 * The lines of a hash chain. A line is one JSON object that ends with the SHA-256 of its own bytes
 * up to there, and names the hash of the line before it:
 *
 *     {"seq":7,"prev":"<hash of line 6>","kind":"entry","entry":{…},"hash":"<hash>"}
 *
 * The hash is taken over the bytes as they stand, not over a parsed and printed form, so that no two
 * writings of one line pass for the same: `sha256(<the line without ,"hash":"…"> )` in any language.
 */

/** One line of one run, which stands for all lines before it. */
export interface Mark {
  /** A run is what one process wrote; see ./chain-files.ts. */
  readonly run: string;
  readonly seq: number;
  readonly hash: string;
}

/** What a line says. */
export type LineBody =
  /** The first line of a run. `after` are the ends of the runs that were there when it began. */
  | { readonly kind: 'open'; readonly run: string; readonly time: string; readonly after: readonly Mark[] }
  | { readonly kind: 'entry'; readonly entry: unknown }
  /** The oldest lines, up to these marks, were removed to make room. */
  | { readonly kind: 'dropped'; readonly through: readonly Mark[] }
  /** The user had everything before removed. */
  | { readonly kind: 'erased'; readonly time: string }
  /** The process ended as it should. */
  | { readonly kind: 'close'; readonly time: string };

/** A line that agrees with its own hash. */
export interface ChainLine {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly body: LineBody;
}

/** What the first line of a run names as the one before it. */
export const NO_LINE = '0'.repeat(64);

const HASH_MEMBER = ',"hash":"';
/** Bytes from there to the end of the line. */
const TAIL = HASH_MEMBER.length + 64 + 2;
const KINDS: ReadonlySet<unknown> = new Set<LineBody['kind']>(['open', 'entry', 'dropped', 'erased', 'close']);

/** Make the line that follows the one with hash `prev`. The text has no line break. */
export function sealLine(seq: number, prev: string, body: LineBody): { readonly text: string; readonly hash: string } {
  const text = JSON.stringify({ seq, prev, ...body });
  const hash = sha256(text);
  return { text: `${text.slice(0, -1)}${HASH_MEMBER}${hash}"}`, hash };
}

/** Read a line without its line break. `null` if it is none, or does not agree with its hash. */
export function readLine(bytes: Buffer): ChainLine | null {
  const cut = bytes.length - TAIL;
  if (cut < 1 || bytes.toString('latin1', cut, cut + HASH_MEMBER.length) !== HASH_MEMBER) return null;
  const hash = bytes.toString('latin1', cut + HASH_MEMBER.length, bytes.length - 2);
  if (bytes.toString('latin1', bytes.length - 2) !== '"}') return null;
  if (createHash('sha256').update(bytes.subarray(0, cut)).update('}').digest('hex') !== hash) return null;
  try {
    const { seq, prev, ...body } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    if (!Number.isSafeInteger(seq) || typeof prev !== 'string' || !isBody(body)) return null;
    return { seq: seq as number, prev, hash, body };
  } catch {
    return null;
  }
}

/** The lines of a file, each without its line break, and what follows the last line break. */
export function splitLines(bytes: Buffer): { readonly lines: readonly Buffer[]; readonly rest: Buffer } {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return { lines, rest: bytes.subarray(from) };
}

function isBody(body: Record<string, unknown>): body is Record<string, unknown> & LineBody {
  if (!KINDS.has(body['kind'])) return false;
  if (body['kind'] === 'open') return typeof body['run'] === 'string' && areMarks(body['after']);
  return body['kind'] !== 'dropped' || areMarks(body['through']);
}

function areMarks(value: unknown): value is readonly Mark[] {
  return (
    Array.isArray(value) &&
    value.every((mark: unknown) => {
      const { run, seq, hash } = (mark ?? {}) as Partial<Record<keyof Mark, unknown>>;
      return typeof run === 'string' && Number.isSafeInteger(seq) && typeof hash === 'string';
    })
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
