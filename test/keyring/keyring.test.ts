import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { keyringObstacle, LOCK, withKeyring, WITHOUT_KEYRING } from './keyring.ts';

/** The system's keychain itself, in each state that it can be in. */

const folder = await mkdtemp(join(tmpdir(), 'keyring-'));
const obstacle = keyringObstacle(folder);

/** The answers of {@link file://./ask-keychain.ts}, run behind a command line. */
async function ask(prefix: readonly string[], ...questions: readonly (readonly string[])[]): Promise<unknown> {
  const program = resolve(import.meta.dirname, 'ask-keychain.ts');
  const [file = '', ...args]: readonly string[] = [...prefix, process.execPath, program, JSON.stringify(questions)];
  const { stdout } = await promisify(execFile)(file, args, { timeout: 30_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe.skipIf(obstacle !== null)(`gnome-keyring${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  it('keeps a secret, gives it back in a later session, and forgets it', async () => {
    const unlocked = withKeyring(folder, 'unlocked');
    expect(await ask(unlocked, ['get', 'a'], ['set', 'a', 'one'], ['set', 'a', 'two'], ['get', 'a'])).toEqual([
      null,
      null,
      null,
      'two',
    ]);
    expect(await ask(unlocked, ['get', 'a'], ['get', 'b'], ['delete', 'a'], ['delete', 'a'], ['get', 'a'])).toEqual([
      'two',
      null,
      null,
      null,
      null,
    ]);
  });

  it('is told apart when it is locked', async () => {
    const locked = 'keychain-locked';
    await ask(withKeyring(folder, 'unlocked'), ['set', 'a', 'one']);
    const questions = [
      ['get', 'a'],
      ['set', 'a', 'two'],
      ['delete', 'a'],
    ];
    expect(await ask(withKeyring(folder, 'locked'), ...questions)).toEqual([locked, locked, locked]);
    const lockFirst = ['sh', '-c', `${LOCK.join(' ')} >/dev/null && exec "$@"`, 'sh'];
    expect(await ask([...withKeyring(folder, 'unlocked'), ...lockFirst], ...questions)).toEqual([
      locked,
      locked,
      locked,
    ]);
  });

  it('is told apart when there is no keyring in it', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'keyring-'));
    expect(await ask(withKeyring(empty, 'locked'), ['get', 'a'], ['set', 'a', 'one'])).toEqual([
      null,
      'keychain-unavailable',
    ]);
  });
});

describe.skipIf(process.platform !== 'linux')('a system without a keychain', () => {
  it('is told apart, and nothing else takes its place', async () => {
    const none = 'keychain-unavailable';
    const questions = [
      ['set', 'a', 'one'],
      ['get', 'a'],
      ['delete', 'a'],
    ];
    expect(await ask(WITHOUT_KEYRING, ...questions)).toEqual([none, none, none]);
  });
});
