import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKeychain, type MemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { openKeyStore, type KeyStore } from './key-store.ts';

const HERE = 'https://models.example';
const KEY = 'not-a-key-of-anybody-1234';
let folder = '';
let keychain: MemoryKeychain;
let store: KeyStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  keychain = createMemoryKeychain();
  store = await open();
});
const open = (): Promise<KeyStore> => openKeyStore(join(folder, 'data', 'keys.json'), keychain);
const restart = async (): Promise<void> => void (store = await open());
/** All that lies on the disk. */
async function disk(): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files.filter((f) => f.isFile()).map((f) => readFile(join(f.parentPath, f.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

describe('a key store', () => {
  it('asks no keychain before there is a key', async () => {
    expect(store.writer.list()).toEqual([]);
    expect(await store.reader.read('s', HERE)).toBeNull();
    expect(await store.reader.values()).toEqual([]);
    await store.writer.clear('s', HERE);
    await store.writer.clearAll();
    store.writer.retry();
    expect(keychain.asked).toEqual([]);
    expect(await disk()).toBe('');
  });

  it('keeps a key in the keychain, and on disk only that there is one', async () => {
    await store.writer.set('s', HERE, ` ${KEY}\n`);
    const status = { serverId: 's', origin: HERE, lastFour: '1234', keptIn: 'keychain', note: null };
    expect(store.writer.list()).toEqual([status]);
    expect([...keychain.secrets]).toEqual([[`${HERE} s`, KEY]]);
    await restart();
    const { length } = keychain.asked;
    expect(store.writer.list()).toEqual([status]);
    expect(keychain.asked).toHaveLength(length);
    expect(await store.reader.read('s', HERE)).toBe(KEY);
    expect(await store.reader.values()).toEqual([KEY]);
    expect(await disk()).toContain('1234');
    expect(await disk()).not.toContain(KEY.slice(0, 12));
    // Once read, it is not asked for again.
    expect(keychain.asked).toHaveLength(length + 1);
  });

  it('binds a key to its server and its origin', async () => {
    await store.writer.set('s', HERE, KEY);
    for (const [server, origin] of [
      ['s', 'https://models.example:8443'],
      ['s', 'http://models.example'],
      ['s', 'https://models.example.evil.example'],
      ['t', HERE],
    ] as const) {
      expect(await store.reader.read(server, origin)).toBeNull();
    }
  });

  it('replaces and removes', async () => {
    await store.writer.set('s', HERE, KEY);
    await store.writer.set('s', HERE, `${KEY}-newer`);
    expect(await store.reader.values()).toEqual([`${KEY}-newer`]);
    await store.writer.set('t', HERE, KEY);
    await store.writer.clear('s', HERE);
    expect([...keychain.secrets.values()]).toEqual([KEY]);
    await store.writer.clearAll();
    expect(keychain.secrets.size).toBe(0);
    expect(store.writer.list()).toEqual([]);
    expect(await disk()).toBe('');
  });

  it.each(['keychain-locked', 'keychain-unavailable'] as const)(
    'keeps it in memory where it is %s',
    async (failure) => {
      keychain.failure = failure;
      await store.writer.set('s', HERE, KEY);
      expect(store.writer.list()).toMatchObject([{ lastFour: '1234', keptIn: 'session' }]);
      expect(store.writer.list()[0]?.note).toMatch(/kept in memory until CodeGrex ends/);
      expect(await store.reader.read('s', HERE)).toBe(KEY);
      expect(await store.reader.values()).toEqual([KEY]);
      expect(await disk()).toBe('');
      await restart();
      expect(store.writer.list()).toEqual([]);
      expect(await store.reader.read('s', HERE)).toBeNull();
    },
  );

  it('asks a keychain that refused only when the user asks again', async () => {
    await store.writer.set('s', HERE, KEY);
    await store.writer.set('t', HERE, KEY);
    await restart();
    keychain.failure = 'keychain-locked';
    const { length } = keychain.asked;
    for (let i = 0; i < 3; i++) {
      await expect(store.reader.read('s', HERE)).rejects.toMatchObject({ code: 'keychain-locked' });
      await expect(store.reader.values()).rejects.toMatchObject({ code: 'keychain-locked' });
    }
    expect(keychain.asked).toHaveLength(length + 1);
    keychain.failure = null;
    await expect(store.reader.read('t', HERE)).rejects.toMatchObject({ code: 'keychain-locked' });
    store.writer.retry();
    expect(await store.reader.read('t', HERE)).toBe(KEY);
  });

  it('uses no key that the user removed, and takes it out of a locked keychain later', async () => {
    await store.writer.set('s', HERE, KEY);
    keychain.failure = 'keychain-locked';
    await store.writer.clear('s', HERE);
    expect(await store.reader.read('s', HERE)).toBeNull();
    expect(await store.reader.values()).toEqual([]);
    expect(store.writer.list()).toMatchObject([
      { keptIn: 'leaving', note: expect.stringMatching(/removed/) as unknown },
    ]);
    await restart();
    keychain.failure = null;
    expect(await store.reader.read('s', HERE)).toBeNull();
    await store.writer.set('t', HERE, KEY);
    expect([...keychain.secrets.keys()]).toEqual([`${HERE} t`]);
    expect(store.writer.list()).toHaveLength(1);
  });

  it('uses a newer key in memory, and never an older one in the keychain after it', async () => {
    await store.writer.set('s', HERE, KEY);
    keychain.failure = 'keychain-locked';
    await store.writer.set('s', HERE, `${KEY}-newer`);
    expect(await store.reader.read('s', HERE)).toBe(`${KEY}-newer`);
    await restart();
    keychain.failure = null;
    expect(await store.reader.read('s', HERE)).toBeNull();
  });

  it('says that a key is gone which someone else removed, and needs not protect it', async () => {
    await store.writer.set('s', HERE, KEY);
    await restart();
    keychain.secrets.clear();
    await expect(store.reader.read('s', HERE)).rejects.toMatchObject({ code: 'key-missing' });
    expect(await store.reader.values()).toEqual([]);
  });

  it.each(['key-123', 'two words', 'line\nbreak', 'schlüssel', 'a\0bcdef', '   '])(
    'refuses %j as a key',
    async (key) => {
      await expect(store.writer.set('s', HERE, key)).rejects.toMatchObject({ code: 'key-malformed' });
      expect(keychain.asked).toEqual([]);
    },
  );

  it.each(['http://models.example', 'http://10.0.0.7:8000', 'http://localhost.evil.example', 'ftp://x', ''])(
    'refuses a key for %j, where others could read it',
    async (origin) => {
      await expect(store.writer.set('s', origin, KEY)).rejects.toMatchObject({ code: 'key-needs-https' });
      expect(keychain.asked).toEqual([]);
    },
  );

  it('takes one for this machine without https, and shows little of a short one', async () => {
    await store.writer.set('s', 'http://localhost:8000', 'key-1234');
    expect(store.writer.list()).toMatchObject([{ lastFour: '' }]);
  });

  it('leaves nothing in the keychain that it cannot remember', async () => {
    await writeFile(join(folder, 'data'), 'no folder');
    await expect(store.writer.set('s', HERE, KEY)).rejects.toMatchObject({ code: 'write-failed' });
    expect(keychain.secrets.size).toBe(0);
    expect(await store.reader.read('s', HERE)).toBeNull();
  });

  it('begins anew over an index that it cannot read', async () => {
    await store.writer.set('s', HERE, KEY);
    await writeFile(join(folder, 'data/keys.json'), '{"keys": [{"serverId": 7}');
    await restart();
    expect(store.writer.list()).toEqual([]);
    await store.writer.set('t', HERE, KEY);
    await restart();
    expect(store.writer.list()).toMatchObject([{ serverId: 't' }]);
  });

  it('holds through any sequence of events: the latest key or none, and none on the disk', async () => {
    const server = fc.constantFrom('a', 'b');
    const event = fc.oneof(
      fc.record({
        do: fc.constant('set' as const),
        server,
        key: fc.nat(99).map((n) => `some-key-number-${String(n)}`),
      }),
      fc.record({ do: fc.constant('clear' as const), server }),
      fc.record({ do: fc.constantFrom('lock' as const, 'unlock' as const, 'restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        keychain = createMemoryKeychain();
        await rm(join(folder, 'data'), { recursive: true, force: true });
        await restart();
        const latest = new Map<string, { key: string; safe: boolean }>();
        for (const e of events) {
          if (e.do === 'lock' || e.do === 'unlock') keychain.failure = e.do === 'lock' ? 'keychain-locked' : null;
          else if (e.do === 'set') {
            await store.writer.set(e.server, HERE, e.key);
            latest.set(e.server, { key: e.key, safe: keychain.failure === null });
          } else if (e.do === 'clear') {
            await store.writer.clear(e.server, HERE);
            latest.delete(e.server);
          } else {
            await restart();
            for (const [name, { safe }] of latest) if (!safe) latest.delete(name);
          }
          store.writer.retry();
          for (const name of ['a', 'b']) {
            const wanted = latest.get(name);
            const got = await store.reader.read(name, HERE).catch((error: unknown) => (error as { code: string }).code);
            const locked = keychain.failure !== null && wanted?.safe === true;
            expect(got).toBe(locked ? 'keychain-locked' : (wanted?.key ?? null));
          }
        }
        expect(await disk()).not.toContain('some-key-number');
      }),
      { numRuns: 150 },
    );
  });
});
