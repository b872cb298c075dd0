import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger, type AttemptStart } from './ledger.ts';

const start: AttemptStart = {
  task: 'chat',
  model: 'm',
  providerId: 'ollama',
  origin: 'http://localhost:11434',
  destination: 'loopback',
  mode: 'offline',
  rule: 'local',
  redactions: 0,
};
const file = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'ledger-')), 'deep', 'ledger.jsonl');

describe('ledger', () => {
  it('survives a restart without content, and tells of an attempt that never ended', async () => {
    const path = await file();
    const ledger = await openLedger(path, () => undefined);
    const done = ledger.begin(start);
    done.sending({ method: 'POST', url: 'http://x/', headers: [], body: Buffer.from('the secret prompt') });
    done.end('allowed', { status: 200 });
    ledger.begin(start);
    await ledger.settled();
    expect(await readFile(path, 'utf8')).not.toContain('secret');
    await appendFile(path, 'not json\n{"id":1}\n');

    const again = await openLedger(path, () => undefined);
    expect(again.list().map((e) => [e.outcome, e.bytesSent])).toEqual([
      ['allowed', 17],
      ['failed', 0],
    ]);
    expect(again.sent(done.id)).toBeNull();
  });

  it('tells listeners of each change and ignores what comes after the end', async () => {
    const ledger = await openLedger(await file(), () => undefined);
    const seen: string[] = [];
    ledger.onChange((e) => seen.push(e.outcome));
    const attempt = ledger.begin(start);
    attempt.end('refused');
    attempt.end('allowed');
    expect(seen).toEqual(['pending', 'refused']);
  });

  it('goes on in memory when the disk refuses, and says so once', async () => {
    let told = 0;
    const ledger = await openLedger('/dev/null/ledger.jsonl', () => told++);
    ledger.begin(start).end('allowed');
    ledger.begin(start).end('allowed');
    await ledger.settled();
    expect(ledger.list()).toHaveLength(2);
    expect(told).toBe(1);
  });
});
