import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/**
 * Replace one section of a Markdown file; the rest stays as it is. A section stands between
 * `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, and is added at the end where there is none yet.
 */
export async function writeSection(file: string, name: string, body: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const options = await resolveConfig(file);
  await writeFile(file, await format(withSection(before, name, body), { ...options, parser: 'markdown' }));
}

/** `text` with the section of that name replaced or added. */
export function withSection(text: string, name: string, body: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const section = `${begin}\n\n${body.trim()}\n\n${end}`;
  const from = text.indexOf(begin);
  if (from < 0) return `${text.trimEnd()}\n\n${section}\n`;
  const to = text.indexOf(end, from);
  if (to < 0) throw new Error(`The section ${name} has no end mark.`);
  return text.slice(0, from) + section + text.slice(to + end.length);
}
