import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSource } from './statistics.ts';

/** A folder as large as those of large companies. */
export interface LargeFolder {
  readonly root: string;
  /** Relative, with `/`. */
  readonly paths: readonly string[];
}

const WORDS =
  'account address agent basket billing buffer cache catalog channel client config counter customer delivery device engine event export filter format gateway handler index invoice layout ledger market memory message metric model network notify order parser payment picker policy price product profile queue record region report request result router schema search server session setting shipment signal stock storage stream supplier table target ticket token transfer upload user vendor voucher widget window worker'.split(
    ' ',
  );
const KINDS = ['ts', 'ts', 'ts', 'tsx', 'css', 'md', 'json', 'py'];
const FILES_PER_FOLDER = 40;
/** Lines of a file. */
const LINES = 30;

/** Write a folder of `count` files below `folder`, always the same: names of two or three words, some lines of code. */
export async function writeLargeFolder(folder: string, count: number): Promise<LargeFolder> {
  const random = randomSource();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const root = join(folder, 'large');
  const paths: string[] = [];
  for (let at = 0; at < count; at += FILES_PER_FOLDER) {
    const depth = 1 + Math.floor(random() * 5);
    const parent = [...Array.from({ length: depth }, () => pick(WORDS)), `part${String(at / FILES_PER_FOLDER)}`].join(
      '/',
    );
    await mkdir(join(root, parent), { recursive: true });
    const files = Array.from({ length: Math.min(FILES_PER_FOLDER, count - at) }, (_, i) => {
      const name = `${pick(WORDS)}-${pick(WORDS)}${random() < 0.3 ? `-${pick(WORDS)}` : ''}-${String(i)}.${pick(KINDS)}`;
      const lines = Array.from(
        { length: LINES },
        (__, line) =>
          `export const ${pick(WORDS)}${String(line)} = ${pick(WORDS)}.${pick(WORDS)}(${String(Math.floor(random() * 1e6))});`,
      );
      return { path: `${parent}/${name}`, text: `${lines.join('\n')}\n` };
    });
    await Promise.all(files.map(({ path, text }) => writeFile(join(root, path), text)));
    paths.push(...files.map(({ path }) => path));
  }
  return { root, paths };
}
