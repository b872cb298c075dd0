import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerEntry } from '../../shared/schemas/ledger.ts';
import { readLine, splitLines } from './chain.ts';
import { listParts, type Part } from './chain-files.ts';
import { msg } from '../../shared/messages/t.ts';

/**
 * The entries on the disk by id, newest last; of one that changed, what was written last. Lines that
 * cannot be read are left out, as is a folder: {@link ./verify-chain.ts} tells of those.
 * @param atLeast older files are not read once there are so many
 */
export async function readEntries(folder: string, atLeast: number): Promise<Map<string, LedgerEntry>> {
  const files: LedgerEntry[][] = [];
  let count = 0;
  for (const { name } of partsOf(folder).reverse()) {
    if (count >= atLeast) break;
    const entries = await readFile(join(folder, name)).then(entriesIn, () => []);
    files.push(entries);
    // Two lines each, begin and end.
    count += entries.length / 2;
  }
  const byId = new Map<string, LedgerEntry>();
  for (const entry of files.reverse().flat()) byId.set(entry.id, entry);
  for (const entry of byId.values()) {
    if (entry.outcome !== 'pending') continue;
    const rule = msg('Its end is not recorded: CodeGrex was stopped before, or another CodeGrex still runs it');
    byId.set(entry.id, { ...entry, outcome: 'failed', rule });
  }
  return byId;
}

function partsOf(folder: string): Part[] {
  try {
    return listParts(folder);
  } catch {
    return [];
  }
}

function entriesIn(bytes: Buffer): LedgerEntry[] {
  return splitLines(bytes).lines.flatMap((text) => {
    const body = readLine(text)?.body;
    const parsed = body?.kind === 'entry' ? LedgerEntry.safeParse(body.entry) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}
