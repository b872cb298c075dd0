import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { contentSecurityPolicy } from '../src/main/host/content-security-policy.ts';
import { API_GLOBAL, type Api } from '../src/shared/api.ts';
import { WIRE_CHANNEL } from '../src/shared/channel.ts';
import { CONTRACT } from '../src/shared/contract.ts';
import type { ToCore, ToRenderer } from '../src/shared/wire.ts';
import { REPOSITORY } from './support/launch-app.ts';

/**
 * The built preload in a real page, with Electron's two modules doubled: what the page gets, and what goes over the
 * wire. The double copies across its bridge as Electron does: functions, promises and cloneable values, nothing else.
 */

/** What the double keeps in the page for the specs. */
interface Core {
  /** Each call of `exposeInMainWorld`. */
  readonly exposed: string[];
  readonly sent: { channel: string; message: ToCore }[];
  /** Everything the preload asked of `require`. */
  readonly required: string[];
  /** A message from main. */
  say(message: ToRenderer): void;
  /** What the page's consumer has got. */
  readonly events: unknown[];
  /** Lets the consumer finish its oldest event. */
  readonly consume: (() => void)[];
}
type World = Record<string, unknown> & { core: Core; codegrex: Api };

test.beforeEach(async ({ page }) => {
  const preload = await readFile(resolve(REPOSITORY, 'dist/preload/preload.cjs'), 'utf8');
  await page.route('**/*', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': contentSecurityPolicy("'none'") },
      body: '<!doctype html><title>page</title>',
    }),
  );
  // `require` exists only for the preload, as in Electron's sandbox.
  await page.addInitScript({ content: `((require) => {\n${preload}\n})((${createDouble.toString()})());` });
  await page.goto('https://codegrex.test/');
});

/** Runs in the page. Returns the `require` of a sandboxed preload. */
function createDouble(): (name: string) => unknown {
  const world = globalThis as unknown as World;
  const listeners = new Map<string, Set<(event: unknown, message: unknown) => void>>();
  const core: Core = {
    exposed: [],
    sent: [],
    required: [],
    say: (message) => {
      // The one channel that there is; a listener on another never hears.
      for (const listener of listeners.get('codegrex:wire') ?? []) listener({}, structuredClone(message));
    },
    events: [],
    consume: [],
  };
  world.core = core;
  const bridged = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const original = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => bridged(original(...args.map(bridged)));
    }
    if (value instanceof Promise) return value.then(bridged);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bridged(inner)]));
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        core.exposed.push(name);
        world[name] = bridged(api);
      },
    },
    ipcRenderer: {
      send: (channel: string, message: ToCore) => core.sent.push({ channel, message: structuredClone(message) }),
      on: (channel: string, listener: (event: unknown, message: unknown) => void) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      off: (channel: string, listener: (event: unknown, message: unknown) => void) =>
        listeners.get(channel)?.delete(listener),
    },
  };
  return (name) => {
    core.required.push(name);
    if (name === 'electron') return electron;
    throw new Error(`A sandboxed preload has no ${name}`);
  };
}

const sent = (page: Page): Promise<Core['sent']> => page.evaluate(() => (globalThis as unknown as World).core.sent);

test('exposes one function for each entry of the contract and nothing else', async ({ page }) => {
  const seen = await page.evaluate(() => {
    const { core, codegrex } = globalThis as unknown as World;
    return {
      exposed: core.exposed,
      required: core.required,
      kinds: Object.entries(codegrex).map(([name, value]) => [name, typeof value]),
      leaks: ['require', 'module', 'process', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    };
  });
  expect(seen.exposed).toEqual([API_GLOBAL]);
  expect(seen.required).toEqual(['electron']);
  expect(new Map(seen.kinds as [string, string][])).toEqual(
    new Map(Object.keys(CONTRACT).map((name) => [name, 'function'])),
  );
  expect(seen.leaks).toEqual([]);
  // Loading it asks nothing of the core.
  expect(await sent(page)).toEqual([]);
});

test('a call goes out on the wire channel and resolves with its own answer', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const { core, codegrex } = globalThis as unknown as World;
    const read = codegrex['files.read']({ path: 'a.ts' });
    const list = codegrex['files.all']({});
    core.say({ t: 'result', id: 2, body: ['second'] });
    core.say({ t: 'failure', id: 1, failure: { code: 'path-not-found', message: 'There is no such file.' } });
    // Answered already: a second answer changes nothing.
    core.say({ t: 'result', id: 1, body: 'too late' });
    return [await read.result, await list.result];
  });
  expect(answers).toEqual([
    { ok: false, failure: { code: 'path-not-found', message: 'There is no such file.' } },
    { ok: true, value: ['second'] },
  ]);
  expect(await sent(page)).toEqual([
    { channel: WIRE_CHANNEL, message: { t: 'call', id: 1, name: 'files.read', body: { path: 'a.ts' } } },
    { channel: WIRE_CHANNEL, message: { t: 'call', id: 2, name: 'files.all', body: {} } },
  ]);
});

test('a stream delivers its events, acknowledges each when it is consumed, and ends', async ({ page }) => {
  await page.evaluate(() => {
    const world = globalThis as unknown as World;
    const { core } = world;
    const stream = world.codegrex['files.changes']({}, async (event) => {
      core.events.push(event);
      await new Promise<void>((done) => core.consume.push(done));
    });
    world['ended'] = stream.ended;
    core.say({ t: 'event', id: 1, seq: 1, body: { kind: 'first' } });
    core.say({ t: 'event', id: 1, seq: 2, body: { kind: 'second' } });
  });
  const open = { channel: WIRE_CHANNEL, message: { t: 'open', id: 1, name: 'files.changes', body: {} } };
  const ack = (seq: number): unknown => ({ channel: WIRE_CHANNEL, message: { t: 'ack', id: 1, seq } });
  expect(await page.evaluate(() => (globalThis as unknown as World).core.events)).toEqual([
    { kind: 'first' },
    { kind: 'second' },
  ]);
  expect(await sent(page)).toEqual([open]);
  for (const seq of [1, 2]) {
    await page.evaluate(() => {
      (globalThis as unknown as World).core.consume.shift()?.();
    });
    await expect.poll(() => sent(page)).toEqual([open, ...[1, 2].filter((n) => n <= seq).map(ack)]);
  }
  const ended = await page.evaluate(async () => {
    const world = globalThis as unknown as World;
    world.core.say({ t: 'end', id: 1 });
    return await world['ended'];
  });
  expect(ended).toEqual({ ok: true, value: null });
});

test('cancelling tells the core once, settles at once and ignores what still comes', async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const { core, codegrex } = globalThis as unknown as World;
    const call = codegrex['models.refresh']({});
    call.cancel();
    call.cancel();
    const stream = codegrex['ledger.changes']({}, (event) => void core.events.push(event));
    stream.cancel();
    core.say({ t: 'event', id: 2, seq: 1, body: 'late' });
    core.say({ t: 'result', id: 1, body: 'late' });
    return { call: await call.result, stream: await stream.ended, events: core.events };
  });
  const cancelled = { ok: false, failure: { code: 'cancelled' } };
  expect(seen).toMatchObject({ call: cancelled, stream: cancelled, events: [] });
  expect((await sent(page)).map(({ message }) => [message.t, message.id])).toEqual([
    ['call', 1],
    ['cancel', 1],
    ['open', 2],
    ['cancel', 2],
  ]);
});
