import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Looks for what is left of removed texts in a folder. Texts are cut into passages that a copy would
 * contain byte for byte, whether it is plain, JSON or UTF-16: no passage crosses a character that
 * JSON escapes. A copy of 64 characters or more of one line has a whole passage in it; so has one of
 * any word that mixes letters and digits, as names of hosts, keys and ids do. What is compressed or
 * encrypted, and what the file system has freed without wiping it, no scan of files can find.
 */

/** What a scan found. Paths are relative to the folder. */
export interface Residue {
  readonly files: number;
  readonly bytes: number;
  readonly found: readonly string[];
  readonly unread: readonly string[];
}

const PASSAGE_CHARS = 32;
/** A shorter line is as likely anyone else's. */
const SHORTEST_LINE = 20;
const SHORTEST_WORD = 12;
const LONGEST_WORD = 128;
/** A passage of fewer distinct characters is a rule or an indentation. */
const DISTINCT_CHARS = 6;
/** Bytes of a passage that are hashed. */
const KEY_BYTES = 12;
const CHUNK_BYTES = 4 * 1024 * 1024;
/** The longest passage in bytes, twice. */
const OVERLAP_BYTES = 2048;

/**
 * The passages of `texts` to look for.
 * @param elsewhere text that is kept on purpose; what is in it too is no sign of anything
 */
export function passagesOf(texts: Iterable<string>, elsewhere: string): Set<string> {
  const passages = new Set<string>();
  const add = (passage: string): void => {
    if (new Set(passage).size >= DISTINCT_CHARS && !elsewhere.includes(passage)) passages.add(passage);
  };
  for (const text of texts) {
    for (const piece of text.split(/[\u0000-\u001f"\\]+/)) {
      const line = piece.trim();
      if (line.length >= SHORTEST_LINE) {
        for (let at = 0; at < line.length; at += PASSAGE_CHARS) {
          add(line.slice(Math.max(0, Math.min(at, line.length - PASSAGE_CHARS)), at + PASSAGE_CHARS));
        }
      }
      for (const [word] of line.matchAll(/[\p{L}\p{N}_.@/+-]+/gu)) {
        if (word.length >= SHORTEST_WORD && /\p{L}/u.test(word) && /\p{N}/u.test(word))
          add(word.slice(0, LONGEST_WORD));
      }
    }
  }
  return passages;
}

/** Look for any of `passages` in the files below `folder` and in their names. Links are not followed. */
export async function scanForResidue(folder: string, passages: ReadonlySet<string>): Promise<Residue> {
  const finder = createFinder(passages);
  const found: string[] = [];
  const unread: string[] = [];
  const buffer = Buffer.alloc(OVERLAP_BYTES + CHUNK_BYTES);
  let files = 0;
  let bytes = 0;
  async function scan(path: string): Promise<void> {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => {
      unread.push(path);
      return [];
    });
    for (const entry of entries) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      let hit = finder(Buffer.from(entry.name));
      if (entry.isDirectory()) await scan(inner);
      else if (entry.isFile()) {
        files++;
        try {
          for await (const chunk of chunksOf(join(folder, inner), buffer)) {
            bytes += chunk.fresh;
            hit ||= finder(chunk.bytes);
          }
        } catch {
          unread.push(inner);
        }
      }
      if (hit) found.push(inner);
    }
  }
  await scan('');
  return { files, bytes, found, unread };
}

/** The file in pieces, each beginning with the end of the one before, in one buffer. `fresh`: bytes not seen yet. */
async function* chunksOf(file: string, buffer: Buffer): AsyncGenerator<{ bytes: Buffer; fresh: number }> {
  const handle = await open(file, 'r');
  try {
    let kept = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept, null);
      if (bytesRead === 0) return;
      const length = kept + bytesRead;
      yield { bytes: buffer.subarray(0, length), fresh: bytesRead };
      kept = Math.min(OVERLAP_BYTES, length);
      buffer.copy(buffer, 0, length - kept, length);
    }
  } finally {
    await handle.close();
  }
}

/** Says whether any passage is in some bytes, by a rolling hash of the first few bytes of each (Rabin and Karp). */
function createFinder(passages: ReadonlySet<string>): (bytes: Buffer) => boolean {
  const byKey = new Map<number, Buffer[]>();
  const seen = new Uint8Array(1 << 20);
  for (const passage of passages) {
    for (const bytes of [Buffer.from(passage, 'utf8'), Buffer.from(passage, 'utf16le')]) {
      const key = hashOf(bytes);
      const same = byKey.get(key);
      if (same) same.push(bytes);
      else byKey.set(key, [bytes]);
      seen[key >>> 12] = 1;
    }
  }
  return (bytes) => {
    if (byKey.size === 0 || bytes.length < KEY_BYTES) return false;
    let key = hashOf(bytes);
    for (let at = 0; ; at++) {
      if (seen[key >>> 12] === 1) {
        const hit = byKey.get(key)?.some((wanted) => wanted.equals(bytes.subarray(at, at + wanted.length)));
        if (hit === true) return true;
      }
      if (at + KEY_BYTES >= bytes.length) return false;
      key = (Math.imul(key - Math.imul(bytes[at] ?? 0, HIGHEST), BASE) + (bytes[at + KEY_BYTES] ?? 0)) >>> 0;
    }
  };
}

const BASE = 0x01000193;
/** BASE to the power of KEY_BYTES - 1, modulo 2^32. */
const HIGHEST = Array.from({ length: KEY_BYTES - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);

function hashOf(bytes: Buffer): number {
  let key = 0;
  for (let at = 0; at < KEY_BYTES; at++) key = (Math.imul(key, BASE) + (bytes[at] ?? 0)) >>> 0;
  return key;
}
