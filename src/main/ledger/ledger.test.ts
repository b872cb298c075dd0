import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportEntries } from './export-entries.ts';
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
const folder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'ledger-')), 'deep', 'ledger');
const bytesIn = async (path: string): Promise<string> =>
  (await Promise.all((await readdir(path)).map((name) => readFile(join(path, name), 'utf8')))).join('');

describe('ledger', () => {
  it('survives a restart without content, and tells of an attempt that never ended', async () => {
    const path = await folder();
    const ledger = await openLedger(path, () => undefined);
    const done = ledger.begin(start);
    done.sending({ method: 'POST', url: 'http://x/', headers: [], body: Buffer.from('the secret prompt') });
    done.end('allowed', { status: 200 });
    ledger.begin(start);
    await ledger.settled();
    expect(await bytesIn(path)).not.toContain('secret');

    const again = await openLedger(path, () => undefined);
    expect(again.list().map((e) => [e.outcome, e.bytesSent])).toEqual([
      ['allowed', 17],
      ['failed', 0],
    ]);
    expect(again.sent(done.id)).toBeNull();
  });

  it('has the begin on the disk before it returns, and both begin and end in the chain', async () => {
    const path = await folder();
    const ledger = await openLedger(path, () => undefined);
    const attempt = ledger.begin(start);
    expect(await bytesIn(path)).toContain(`"id":"${attempt.id}"`);
    attempt.end('allowed');
    const text = await bytesIn(path);
    expect(text.indexOf('"outcome":"pending"')).toBeGreaterThan(0);
    expect(text.indexOf('"outcome":"allowed"')).toBeGreaterThan(text.indexOf('"outcome":"pending"'));
    expect(await ledger.verify()).toMatchObject({ intact: true, entries: 2, problems: [], notes: [] });
  });

  it('is readable by its owner only', async () => {
    const path = await folder();
    const ledger = await openLedger(path, () => undefined);
    ledger.begin(start).end('allowed');
    await ledger.settled();
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(path)) expect((await stat(join(path, name))).mode & 0o777).toBe(0o600);
  });

  it('tells listeners of each change and ignores what comes after the end', async () => {
    const ledger = await openLedger(await folder(), () => undefined);
    const seen: string[] = [];
    ledger.onChange((e) => seen.push(e.outcome));
    const attempt = ledger.begin(start);
    attempt.end('refused');
    attempt.end('allowed');
    expect(seen).toEqual(['pending', 'refused']);
  });

  it('goes on in memory when the disk refuses, and says so once', async () => {
    let told = 0;
    const ledger = await openLedger('/dev/null/ledger', () => told++);
    ledger.begin(start).end('allowed');
    ledger.begin(start).end('allowed');
    await ledger.settled();
    expect(ledger.list()).toHaveLength(2);
    expect(await ledger.all()).toHaveLength(2);
    expect(told).toBe(1);
  });

  it('lists all that is on the disk, of every process', async () => {
    const path = await folder();
    const one = await openLedger(path, () => undefined);
    one.begin(start).end('allowed');
    const two = await openLedger(path, () => undefined);
    two.begin(start).end('refused');
    one.begin(start).end('cancelled');
    expect((await two.all()).map((e) => e.outcome).sort()).toEqual(['allowed', 'cancelled', 'refused']);
    expect((await two.verify()).intact).toBe(true);
  });

  it('forgets everything but what is under way', async () => {
    const path = await folder();
    const ledger = await openLedger(path, () => undefined);
    const done = ledger.begin({ ...start, model: 'old-model' });
    done.sending({ method: 'POST', url: 'http://x/', headers: [], body: Buffer.from('x') });
    done.end('allowed');
    const running = ledger.begin({ ...start, model: 'running' });
    expect((await ledger.erase()).map((e) => e.id)).toEqual([done.id]);
    expect(ledger.sent(done.id)).toBeNull();
    running.end('allowed');
    expect((await ledger.all()).map((e) => [e.model, e.outcome])).toEqual([['running', 'allowed']]);
    expect(await bytesIn(path)).not.toContain('old-model');
    expect(await ledger.verify()).toMatchObject({ intact: true, entries: 2 });
  });
});

describe('export', () => {
  it('gives the same entries as CSV and as JSON, and no formulas to a spreadsheet', async () => {
    const ledger = await openLedger(await folder(), () => undefined);
    ledger.begin({ ...start, model: '=HYPERLINK("http://evil.example";"x")', rule: 'a "quoted", rule' }).end('allowed');
    ledger.begin({ ...start, model: ' @SUM(1)', rule: '-1', origin: null }).end('failed', { status: 500 });
    const check = await ledger.verify();
    const entries = await ledger.all();
    const [first = '', second = '', third = '', ...rest] = exportEntries(entries, check, 'csv').split('\r\n');
    expect(first).toMatch(/^"time","task"/);
    expect(second).toContain(`"'=HYPERLINK(""http://evil.example"";""x"")"`);
    expect(second).toContain('"a ""quoted"", rule"');
    expect(third).toContain(`"' @SUM(1)",500,`);
    expect(third).toContain(`,"'-1",`);
    expect(third).toContain('"ollama",,');
    expect(rest).toEqual(['']);
    const json = JSON.parse(exportEntries(entries, check, 'json')) as { record: object; entries: object[] };
    expect(json.entries).toEqual(entries);
    expect(json.record).toMatchObject({ intact: true, head: check.head });
  });
});
