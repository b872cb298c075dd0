import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealLine } from './chain.ts';
import { listParts } from './chain-files.ts';
import { CHAIN_LIMITS, createChainWriter, type ChainLimits, type ChainWriter } from './chain-writer.ts';
import { verifyChain, type ChainCheck } from './verify-chain.ts';

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'chain-')), 'ledger');
const entry = (n: number) => ({ kind: 'entry', entry: { n, text: `request ${String(n)}` } }) as const;
const SMALL: ChainLimits = { ...CHAIN_LIMITS, fileBytes: 600 };

async function writeRun(folder: string, count: number, limits = SMALL): Promise<ChainWriter> {
  const writer = createChainWriter(folder, limits);
  for (let n = 0; n < count; n++) writer.append(entry(n));
  await writer.close();
  return writer;
}
const names = (folder: string): string[] => listParts(folder).map((p) => p.name);
const linesOf = (folder: string, name: string): string[] =>
  readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
const put = (folder: string, name: string, lines: readonly string[]): void => {
  writeFileSync(join(folder, name), lines.map((l) => `${l}\n`).join(''));
};
const where = ({ problems }: ChainCheck) => problems.map(({ file, line }) => [file, line]);

describe('a chain', () => {
  it('is intact over files and runs, and says how much there is', async () => {
    const folder = newFolder();
    expect(await verifyChain(folder)).toEqual({
      intact: true,
      problems: [],
      notes: [],
      entries: 0,
      files: 0,
      head: null,
    });
    for (let run = 0; run < 3; run++) await writeRun(folder, 10);
    const check = await verifyChain(folder);
    expect(check).toMatchObject({ intact: true, problems: [], notes: [], entries: 30 });
    expect(check.files).toBeGreaterThan(6);
    expect(linesOf(folder, names(folder).at(-1) ?? '').at(-1)).toContain(`"hash":"${check.head ?? ''}"`);
  });

  it('shows any one line edited, removed, repeated, moved or added, and where', async () => {
    const original = newFolder();
    for (let run = 0; run < 2; run++) await writeRun(original, 6);
    const places = names(original).flatMap((name) => linesOf(original, name).map((_, line) => ({ name, line })));
    const forged = sealLine(3, '0'.repeat(64), entry(99)).text;
    const changes = {
      edit: (lines: string[], at: number, letter: number, by: number) => {
        const bytes = Buffer.from(lines[at] ?? '');
        const i = letter % bytes.length;
        // Not to a line break, which is a case of its own.
        bytes[i] = ((bytes[i] ?? 0) ^ (1 << (by % 8))) === 10 ? 11 : (bytes[i] ?? 0) ^ (1 << (by % 8));
        lines[at] = bytes.toString('latin1');
      },
      remove: (lines: string[], at: number) => lines.splice(at, 1),
      repeat: (lines: string[], at: number) => lines.splice(at, 0, lines[at] ?? ''),
      forge: (lines: string[], at: number) => lines.splice(at, 0, forged),
      split: (lines: string[], at: number) => lines.splice(at, 0, ''),
      move: (lines: string[], at: number, letter: number) => {
        const [line = ''] = lines.splice(at, 1);
        lines.splice((at + 1 + (letter % Math.max(1, lines.length))) % (lines.length + 1), 0, line);
      },
    } as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
        fc.nat(5000),
        fc.nat(7),
        async ({ name, line }, change, letter, by) => {
          const before = linesOf(original, name);
          const after = [...before];
          changes[change](after, line, letter, by);
          fc.pre(after.join('\n') !== before.join('\n'));
          const folder = newFolder();
          cpSync(original, folder, { recursive: true });
          writeFileSync(join(folder, name), after.map((l) => `${l}\n`).join(''), 'latin1');
          const check = await verifyChain(folder);
          rmSync(folder, { recursive: true });
          expect(check.intact).toBe(false);
          expect(check.problems[0]?.file.slice(0, 27)).toBe(name.slice(0, 27));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('names file and line', async () => {
    const folder = newFolder();
    await writeRun(folder, 4, CHAIN_LIMITS);
    const [name = ''] = names(folder);
    const lines = linesOf(folder, name);
    put(folder, name, lines.with(2, (lines[2] ?? '').replace('request 1', 'request 7')));
    expect(where(await verifyChain(folder))).toEqual([[name, 3]]);
    put(folder, name, lines.toSpliced(2, 1));
    expect(where(await verifyChain(folder))).toEqual([[name, 3]]);
  });

  it('shows a cut end, by the head or by the next run', async () => {
    const folder = newFolder();
    await writeRun(folder, 4, CHAIN_LIMITS);
    const [name = ''] = names(folder);
    const lines = linesOf(folder, name);
    put(folder, name, lines.slice(0, -2));
    expect(where(await verifyChain(folder))).toEqual([[name, null]]);
    // Without its head it looks like a run that was killed …
    rmSync(join(folder, name.replace('.0001.jsonl', '.head')));
    expect((await verifyChain(folder)).intact).toBe(true);
    // … unless another followed on it.
    put(folder, name, lines);
    await writeRun(folder, 1, CHAIN_LIMITS);
    put(folder, name, lines.slice(0, -2));
    expect(where(await verifyChain(folder))).toEqual([[name, null]]);
  });

  it('shows a file that is missing, a whole run too', async () => {
    const folder = newFolder();
    for (let run = 0; run < 3; run++) await writeRun(folder, 6);
    const all = names(folder);
    for (const gone of [all[0], all[1], all[4]]) {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      rmSync(join(copy, gone ?? ''));
      expect((await verifyChain(copy)).intact, gone).toBe(false);
    }
    const [first] = listParts(folder);
    for (const name of readdirSync(folder)) if (name.startsWith(first?.run ?? '-')) rmSync(join(folder, name));
    expect((await verifyChain(folder)).problems[0]?.what).toMatch(/missing/);
  });

  it('is rewritten without a trace by whoever rewrites all of it, but not past a head noted elsewhere', async () => {
    const folder = newFolder();
    await writeRun(folder, 3);
    const { head } = await verifyChain(folder);
    const anchor = (head ?? '').slice(0, 12).toUpperCase();
    await writeRun(folder, 3);
    expect((await verifyChain(folder, { anchor })).intact).toBe(true);
    expect((await verifyChain(folder, { anchor: anchor.slice(0, 7) })).intact).toBe(false);
    rmSync(folder, { recursive: true });
    await writeRun(folder, 5);
    expect((await verifyChain(folder)).intact).toBe(true);
    expect((await verifyChain(folder, { anchor })).intact).toBe(false);
  });

  it('takes a torn last line as torn, and goes on after it', async () => {
    const folder = newFolder();
    const killed = createChainWriter(folder, CHAIN_LIMITS);
    for (let n = 0; n < 3; n++) killed.append(entry(n));
    await killed.settled();
    const [name = ''] = names(folder);
    appendFileSync(join(folder, name), '{"seq":4,"prev":"12');
    const torn = await verifyChain(folder);
    expect(torn).toMatchObject({ intact: true, entries: 3 });
    expect(torn.notes[0]).toContain('unfinished');
    await writeRun(folder, 2);
    expect(await verifyChain(folder)).toMatchObject({ intact: true, entries: 5 });
    // Torn in the middle is no accident.
    truncateSync(join(folder, name), readFileSync(join(folder, name)).length - 40);
    expect((await verifyChain(folder)).intact).toBe(false);
  });

  it('drops the oldest files to make room, and stays intact', async () => {
    const folder = newFolder();
    const tight: ChainLimits = { fileBytes: 600, keptBytes: 8000, keptFiles: 9 };
    for (let run = 0; run < 8; run++) {
      await writeRun(folder, 5 + 7 * (run % 3), tight);
      const check = await verifyChain(folder);
      expect(check.problems, `after run ${String(run)}`).toEqual([]);
      expect(check.files).toBeLessThanOrEqual(10);
    }
    expect((await verifyChain(folder)).notes.join()).toContain('dropped');
    const [first = ''] = names(folder);
    rmSync(join(folder, first));
    expect((await verifyChain(folder)).intact).toBe(false);
  });

  it('begins anew when its file is removed under it', async () => {
    const folder = newFolder();
    const one = createChainWriter(folder);
    one.append(entry(1));
    await createChainWriter(folder).erase();
    one.append(entry(2));
    await one.settled();
    expect(await verifyChain(folder, { own: one.head() })).toMatchObject({ intact: true, entries: 1 });
    for (const name of names(folder)) rmSync(join(folder, name));
    expect((await verifyChain(folder, { own: one.head() })).intact).toBe(false);
  });
});

describe('several processes', () => {
  /** Writes lines until it is killed, telling each number once the line is written. */
  function startWriter(folder: string) {
    const chain = resolve(import.meta.dirname, 'chain-writer.ts');
    const code = `
      import { createChainWriter } from ${JSON.stringify(chain)};
      const writer = createChainWriter(${JSON.stringify(folder)}, { fileBytes: 20000, keptBytes: 1e9, keptFiles: 1000 });
      for (let n = 0; ; n++) {
        writer.append({ kind: 'entry', entry: { n, text: 'x'.repeat(200) } });
        if (n % 10 === 0) await new Promise((go) => process.stdout.write(n + '\\n', go));
      }`;
    return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  }
  async function killAfter(child: ReturnType<typeof startWriter>, count: number): Promise<number> {
    let told = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line);
      if (told >= count) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return told;
  }

  it('write at once and are killed, and nothing told as written is lost or broken', async () => {
    const folder = newFolder();
    for (let round = 0; round < 2; round++) {
      const told = await Promise.all([0, 1, 2].map((i) => killAfter(startWriter(folder), 60 + 70 * i)));
      const check = await verifyChain(folder);
      expect(check.problems).toEqual([]);
      expect(check.entries).toBeGreaterThanOrEqual(told.reduce((sum, n) => sum + n + 1, 0));
    }
    await writeRun(folder, 1);
    expect((await verifyChain(folder)).problems).toEqual([]);
    // The runs are tied together: any of them removed shows.
    const runs = new Set(listParts(folder).map((p) => p.run));
    expect(runs.size).toBe(7);
    for (const run of [...runs].slice(0, -1)) {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      for (const name of readdirSync(copy)) if (name.startsWith(run)) rmSync(join(copy, name));
      expect((await verifyChain(copy)).intact, run).toBe(false);
      rmSync(copy, { recursive: true });
    }
  }, 60_000);
});
