import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolation, type Isolation } from './isolation.ts';
import { endTree, forkNode, killTree, spawnChild } from './spawn-child.ts';

let folder = '';
let how: Isolation;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spawn-'));
  how = await isolation();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const OUT = ['ignore', 'pipe', 'ignore'] as const;

/** Gone, or dead and only not yet collected by whoever inherited it. */
function isOver(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

describe('spawnChild', () => {
  it('gives what the program prints, run where it should be and with what it should know', async () => {
    const script = 'process.stdout.write(process.cwd() + process.env.MARK)';
    const env = { ...process.env, MARK: '!' };
    for (const network of ['none', 'user'] as const) {
      const child = await spawnChild(process.execPath, ['-e', script], { network, stdio: OUT, cwd: folder, env });
      expect(await text(child.stdout)).toBe(`${folder}!`);
    }
  });

  it.each(['none', 'user'] as const)('rejects for a program that is not there (%s)', async (network) => {
    for (const command of ['codegrex-no-such-program', join(folder, 'none')]) {
      await expect(spawnChild(command, [], { network, stdio: OUT, env: { PATH: folder } })).rejects.toMatchObject({
        code: 'ENOENT',
      });
    }
  });

  it.runIf(process.platform === 'linux')('cuts off what is to have no network, and nothing else', async ({ skip }) => {
    skip(!how.available, 'child processes cannot be cut off the network here');
    const own = readlinkSync('/proc/self/ns/net');
    const seen = async (network: 'none' | 'user'): Promise<string> => {
      const child = await spawnChild('readlink', ['/proc/self/ns/net'], { network, stdio: OUT });
      return (await text(child.stdout)).trim();
    };
    expect(await seen('user')).toBe(own);
    expect(await seen('none')).toMatch(/^net:\[\d+\]$/);
    expect(await seen('none')).not.toBe(own);
  });
});

describe.runIf(process.platform === 'linux')('killTree', () => {
  it.each(['none', 'user'] as const)('ends a child with all that it started (%s)', async (network) => {
    const child = await spawnChild('sh', ['-c', 'sleep 1000 & echo $!; wait'], { network, stdio: OUT });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    expect(isOver(Number(line))).toBe(false);
    killTree(child);
    await once(child, 'exit');
    await expect.poll(() => isOver(Number(line))).toBe(true);
    // Once more does nothing.
    killTree(child);
  });
});

describe.runIf(process.platform === 'linux')('endTree', () => {
  it('lets a child put away what it has to, and ends what does not want to end', async () => {
    const mark = join(folder, 'put-away');
    const stubborn = `sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' & trap 'echo > ${mark}; exit' TERM; wait`;
    const child = await spawnChild('sh', ['-c', stubborn], { network: 'user', stdio: OUT });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    endTree(child);
    await once(child, 'exit');
    expect(readFileSync(mark, 'utf8')).toBe('\n');
    await expect.poll(() => isOver(Number(line))).toBe(true);
    // Once more does nothing.
    endTree(child);
  });
});

describe('forkNode', () => {
  const SCRIPT = `
    const { readFileSync, readlinkSync } = require('node:fs');
    process.on('message', (ask) => process.send({
      ask,
      namespace: readlinkSync('/proc/self/ns/net'),
      interfaces: readFileSync('/proc/self/net/dev', 'utf8').match(/^\\s*\\S+(?=:)/gm).map((s) => s.trim()),
    }));
    process.on('disconnect', () => process.exit(0));
  `;

  it.runIf(process.platform === 'linux')('exchanges messages with a Node that has no network', async ({ skip }) => {
    skip(!how.available, 'child processes cannot be cut off the network here');
    const file = join(folder, 'child.cjs');
    await writeFile(file, SCRIPT);
    const child = forkNode(how, file);
    child.send({ hello: 'grüße' });
    const [answer] = (await once(child, 'message')) as [{ namespace: string }];
    expect(answer).toMatchObject({ ask: { hello: 'grüße' }, interfaces: ['lo'] });
    expect(answer.namespace).not.toBe(readlinkSync('/proc/self/ns/net'));
    await ended(child);
  });

  it('does the same with network where there is no isolation', async () => {
    const file = join(folder, 'plain.cjs');
    await writeFile(file, "process.on('message', (ask) => process.send(ask));");
    const child = forkNode({ available: false, why: 'test' }, file);
    child.send({ hello: 1 });
    expect((await once(child, 'message'))[0]).toEqual({ hello: 1 });
    await ended(child);
  });

  async function ended(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    killTree(child);
    expect(await exit).toEqual([null, process.platform === 'win32' ? expect.anything() : 'SIGKILL']);
  }
});
