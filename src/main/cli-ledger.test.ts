import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger/ledger.ts';

const COMMAND = resolve(import.meta.dirname, 'cli-ledger.ts');
let data = '';

/** The command in a process of its own, as a script has it. */
function ledger(...args: string[]) {
  const code = `
    import { ledgerCommand } from ${JSON.stringify(COMMAND)};
    await ledgerCommand().parseAsync(${JSON.stringify(args)}, { from: 'user' });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: { ...process.env, CODEGREX_DATA: data },
  });
  return { status, stdout, stderr };
}

async function write(count: number): Promise<string> {
  const record = await openLedger(join(data, 'ledger'), () => undefined);
  for (let i = 0; i < count; i++) {
    record
      .begin({
        task: 'chat',
        model: `=model ${String(i)}`,
        providerId: 'p',
        origin: 'https://example.com',
        destination: 'cloud',
        mode: 'normal',
        rule: 'r',
        redactions: i,
      })
      .end('allowed', { status: 200 });
  }
  const { head } = await record.verify();
  await record.close();
  return head ?? '';
}

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'cli-ledger-'));
});

describe('codegrex ledger', () => {
  it('says that there is none', () => {
    expect(ledger('--verify')).toEqual({ status: 0, stdout: 'There is no record yet.\n', stderr: '' });
  });

  it('finds an intact record intact, and a noted head in it', async () => {
    const head = await write(3);
    const { status, stdout } = ledger('--verify', '--anchor', head.slice(0, 10));
    expect(stdout).toMatch(/^Record intact: 6 lines about requests in 1 files\.\nHead: [0-9a-f]{64}\n$/);
    expect(status).toBe(0);
    expect(ledger('--anchor', 'deadbeef'.repeat(8))).toMatchObject({ status: 3 });
  });

  it('names the file and the line of a change, with exit code 3', async () => {
    await write(3);
    const name = readdirSync(join(data, 'ledger')).find((n) => n.endsWith('.jsonl')) ?? '';
    const file = join(data, 'ledger', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"redactions":1', '"redactions":9'));
    const { status, stdout } = ledger('--verify');
    expect(stdout).toContain(`Changed: ${name}, line 4: `);
    expect(status).toBe(3);
  });

  it('prints the record alone on standard output', async () => {
    await write(2);
    const csv = ledger('--export', 'csv', '--data', data);
    expect(csv.stdout.split('\r\n')).toHaveLength(4);
    expect(csv.stdout).toContain(`"'=model 1"`);
    expect(csv.stderr).toContain('Record intact');
    const json = JSON.parse(ledger('--export', 'json').stdout) as { entries: object[] };
    expect(json.entries).toHaveLength(2);
  });

  it('documents its exit codes, refuses what it does not know, and fails with 1 for what it cannot read', () => {
    expect(ledger('--help').stdout).toMatch(/Exit codes:\n +0 .*\n +1 .*\n +2 .*\n +3 /);
    expect(ledger('--export', 'xml').status).not.toBe(0);
    writeFileSync(join(data, 'ledger'), '');
    expect(ledger('--verify')).toMatchObject({ status: 1, stdout: '' });
  });
});
