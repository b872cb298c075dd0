import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { randomSource } from '../support/statistics.ts';
import { DOWN, RECORDING_FILE, type Recording } from './session.ts';

/**
 * `node bench/typing/make-recording.ts`: writes the typing session that the bench replays. The text is code of this
 * repository; the rhythm is made, with the same seed each time: gaps as people's are distributed, longer ones before
 * words and lines that need a thought. Run again only to replace the recording: its figures are compared over time.
 */

const ROOT = join(import.meta.dirname, '../..');
/** The bodies of functions, typed again from their first line on. */
const PLACES = [
  { path: 'src/shared/queue.ts', from: /^export function createQueue/m, chars: 230 },
  { path: 'src/main/router/breakers.ts', from: /^export function createBreakers/m, chars: 230 },
  { path: 'src/main/providers/limit-lines.ts', from: /^export function limitLines/m, chars: 230 },
] as const;

const random = randomSource();

/** Log-normal, as gaps between keys are. */
function gap(median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(median * Math.exp(spread * normal));
}

/** How long it takes until this key, ms. */
function before(char: string, previous: string): number {
  if (previous === '\n') return gap(700, 0.4);
  if (/\w/.test(char) && /[\s(]/.test(previous) && random() < 0.25) return gap(550, 0.5);
  return Math.max(35, gap(130, 0.35));
}

/** What a person types of code: editors put in indentation and closers by themselves. */
function typed(code: string): Recording['places'][number]['keys'] {
  const keys: Recording['places'][number]['keys'] = [];
  let previous = '\n';
  const bare = code.replace(/\n[^\S\n]+/g, '\n').replace(/\n{2,}/g, '\n');
  // The closers of a block are on the line below already: one goes there.
  for (const char of bare.replace(/\n[)\]}]+/g, DOWN)) {
    keys.push([char, before(char, previous)]);
    previous = char === DOWN ? '\n' : char;
  }
  return keys;
}

const places: Recording['places'] = [];
for (const { path, from, chars } of PLACES) {
  const text = await readFile(join(ROOT, path), 'utf8');
  const start = text.search(from);
  const body = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', body + chars);
  places.push({
    path,
    before: text.slice(0, body),
    // What comes further down is there already, as in code that is changed.
    after: text.slice(end + 1),
    code: text.slice(body, end),
    keys: typed(text.slice(body, end)),
  });
}
const about = 'Code of this repository, typed in a made rhythm by bench/typing/make-recording.ts.';
const options = await resolveConfig(RECORDING_FILE);
await writeFile(
  RECORDING_FILE,
  await format(JSON.stringify({ about, places } satisfies Recording), { ...options, parser: 'json' }),
);
