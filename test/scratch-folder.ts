import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Temporary files of all tests lie in a folder of their own, which goes with the run. */
export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'));
  // Some tests go on as another user, who has to get to what is theirs in it.
  chmodSync(folder, 0o711);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
