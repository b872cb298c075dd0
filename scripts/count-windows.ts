import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { personalFamilies, SECRET_FAMILIES } from '../src/privacy/redaction/detectors.ts';

/**
 * Counts, in the programs that this machine has, how often those pieces of four and three characters
 * occur that detectors' literals consist of, so that a literal is looked for by what is rare in it.
 * Only speed depends on it. Writes src/privacy/redaction/places/common-windows.ts.
 */
const FOLDERS = ['../node_modules', '/usr/lib/python3', '/usr/include', '/usr/share/perl'];
const ENDINGS = new Set(['.js', '.mjs', '.cjs', '.ts', '.css', '.json', '.md', '.py', '.h', '.pl', '.pm']);
/** Every so manieth file, until there is so much of each folder. */
const STEP = 11;
const ENOUGH = 8_000_000;
const LONGEST = 200_000;
/** Occurrences in a million characters that make a class. */
const CLASSES = [1000, 300, 100, 30, 10];

const families = [...SECRET_FAMILIES, ...personalFamilies({ privateAddresses: true, leaveTestCards: false })];
const literals = families
  .flatMap((family) => family.detectors)
  .flatMap((detector) => ('literals' in detector ? detector.literals : []));
const counts = new Map<string, number>();
for (const literal of literals) {
  for (const size of [3, 4]) {
    for (let i = 0; i + size <= literal.length; i++) counts.set(literal.slice(i, i + size), 0);
  }
}

let chars = 0;
for (const folder of FOLDERS) {
  const until = chars + ENOUGH;
  let seen = 0;
  for (const path of filesIn(fileURLToPath(new URL(folder, import.meta.url)))) {
    if (chars >= until) break;
    if (seen++ % STEP !== 0) continue;
    const text = readFileSync(path, 'utf8').toLowerCase();
    if (text.length > LONGEST) continue;
    chars += text.length;
    for (let i = 0; i < text.length; i++) {
      for (const piece of [text.slice(i, i + 3), text.slice(i, i + 4)]) {
        const count = counts.get(piece);
        if (count !== undefined) counts.set(piece, count + 1);
      }
    }
  }
}

function* filesIn(folder: string): Generator<string> {
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && ENDINGS.has(extname(entry.name))) yield join(entry.parentPath, entry.name);
    }
  } catch (error) {
    console.warn(`${folder}: ${(error as Error).message}`);
  }
}

const classes = CLASSES.map((least, i) => {
  const most = CLASSES[i - 1] ?? Infinity;
  const pieces = [...counts].filter(([, n]) => (n / chars) * 1e6 >= least && (n / chars) * 1e6 < most);
  const joined = (size: number): string =>
    JSON.stringify(
      pieces
        .flatMap(([piece]) => (piece.length === size ? [piece] : []))
        .sort()
        .join(''),
    );
  return `  { perMillion: ${String(least)}, threes: ${joined(3)}, fours: ${joined(4)} },`;
});
writeFileSync(
  new URL('../src/privacy/redaction/places/common-windows.ts', import.meta.url),
  `// Made by \`npm run count:windows\`.\n\n` +
    `/** Pieces of literals that programs are full of, one after the other, by how often they occur at least. */\n` +
    `export const COMMON_WINDOWS: readonly { readonly perMillion: number; readonly threes: string; readonly fours: string }[] = [\n` +
    `${classes.join('\n')}\n];\n`,
);
