import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { personalFamilies } from '../../src/privacy/redaction/detectors.ts';
import { createRedactor } from '../../src/privacy/redaction/redactor.ts';

/** A file of the clean corpus. */
export interface CleanFile {
  readonly path: string;
  readonly text: string;
}

/** What was found in clean files of one kind. */
export interface CleanScore {
  readonly ending: string;
  files: number;
  lines: number;
  /** Nobody publishes one, so each is taken for false. */
  secrets: number;
  /** Names and addresses in headers and package files: personal data, published on purpose. */
  authors: number;
  /** Other personal data; see {@link REVIEWED}. */
  reviewed: number;
  others: number;
  /** The places of `secrets` and `others`, for people who want to look: never the value. */
  readonly places: string[];
}

const ENDINGS = ['.js', '.mjs', '.cjs', '.ts', '.json', '.css'];
const AUTHORS = new Set(['email', 'person-header', 'person-name-with-email']);
const MAX_BYTES = 256 * 1024;
const PERSONAL = new Set(
  personalFamilies({ privateAddresses: false, leaveTestCards: false }).flatMap((family) =>
    family.detectors.map((detector) => detector.id),
  ),
);

/** Packages whose hits were looked at by hand: they hold examples of just what was found. */
export const REVIEWED: readonly (readonly [path: RegExp, what: string])[] = [
  [/^libphonenumber-js\//, 'telephone numbers in examples and tests'],
  [/^(?:.*\/)?zod\/src\/.*tests\//, 'addresses of networks and mail in tests'],
  [/^(?:.*\/)?(?:fast-uri|uri-js|ipaddr\.js)\//, 'addresses of networks in tests'],
  [/^(?:.*\/)?fast-json-stable-stringify\/benchmark\//, 'made-up people'],
  [/^(?:.*\/)?openai\//, 'a telephone number in a comment'],
];

/** Every `step`th source file of our own dependencies, in the order of their paths. */
export function cleanFiles(folder: string, step: number): readonly CleanFile[] {
  const paths: string[] = [];
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      // Caches of tools that ran here are no dependency.
      if (entry.isDirectory() && !entry.name.startsWith('.')) walk(path);
      else if (entry.isFile() && ENDINGS.some((ending) => entry.name.endsWith(ending))) paths.push(path);
    }
  };
  walk(folder);
  return paths
    .filter((path) => statSync(path).size <= MAX_BYTES)
    .sort()
    .filter((_, i) => i % step === 0)
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') }));
}

/** Look through clean files, by ending. */
export function measurePrecision(files: readonly CleanFile[]): readonly CleanScore[] {
  const scores = new Map<string, CleanScore>();
  for (const { path, text } of files) {
    const ending = ENDINGS.find((end) => path.endsWith(end)) ?? '';
    const score = scores.get(ending) ?? {
      ending,
      files: 0,
      lines: 0,
      secrets: 0,
      authors: 0,
      reviewed: 0,
      others: 0,
      places: [],
    };
    scores.set(ending, score);
    score.files++;
    score.lines += text.split('\n').length;
    for (const { type, line } of createRedactor().redact(text).findings) {
      if (AUTHORS.has(type)) score.authors++;
      else if (PERSONAL.has(type) && REVIEWED.some(([pattern]) => pattern.test(path))) score.reviewed++;
      else {
        if (PERSONAL.has(type)) score.others++;
        else score.secrets++;
        score.places.push(`${type} ${path}:${String(line)}`);
      }
    }
  }
  return [...scores.values()].sort((a, b) => b.lines - a.lines);
}
