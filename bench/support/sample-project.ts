import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The project that the bench opens. */
export interface SampleProject {
  readonly root: string;
  /** TypeScript, 400 lines. */
  readonly source: string;
  /** The first line of {@link source}. */
  readonly firstLine: string;
  /** Plain text, so that no list of suggestions stands before a completion. */
  readonly notes: string;
  /** One MB of text. */
  readonly large: string;
}

/** Write a small project of 40 files below `folder`, always the same. */
export async function writeSampleProject(folder: string): Promise<SampleProject> {
  const root = join(folder, 'project');
  await mkdir(join(root, 'lib'), { recursive: true });
  const firstLine = '/** Orders, as the shop keeps them. */';
  const functions = sampleFunctions(80);
  const files: Record<string, string> = {
    'sample.ts': `${firstLine}\n${functions.join('')}`,
    'notes.txt': `What is to be done.\n\n${'A line of notes, as long as lines of notes are.\n'.repeat(40)}`,
    'large.txt': '0123456789abcde\n'.repeat(65_536),
  };
  for (let i = 0; i < 37; i++) files[`lib/part-${String(i)}.ts`] = functions.slice(0, 5).join('');
  await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(root, path), text)));
  return { root, source: 'sample.ts', firstLine, notes: 'notes.txt', large: 'large.txt' };
}

/** TypeScript, five lines each. */
export function sampleFunctions(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) =>
      `export function total${String(i)}(orders: readonly { price: number; count: number }[]): number {\n` +
      `  const sums = orders.map(({ price, count }) => price * count + ${String(i)});\n` +
      '  return sums.reduce((all, sum) => all + sum, 0);\n}\n\n',
  );
}
