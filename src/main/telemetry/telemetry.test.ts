import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TelemetryEvent } from '../../shared/schemas/telemetry.ts';
import { type LedgerEntry } from '../../shared/schemas/ledger.ts';
import { openTelemetry, type Telemetry } from './telemetry.ts';

const CANARY = 'canary-7f3a91';
const entry: LedgerEntry = {
  id: CANARY,
  time: '2025-07-14T10:00:00.000Z',
  task: 'chat',
  model: CANARY,
  providerId: CANARY,
  origin: `https://${CANARY}.example`,
  destination: 'cloud',
  address: '203.0.113.9',
  mode: 'normal',
  outcome: 'allowed',
  rule: CANARY,
  status: 200,
  bytesSent: 12_345,
  bytesReceived: 1,
  routing: null,
  redactions: 3,
};
let file = '';
let enabled = true;
let chance = 0;
const start = (): Promise<Telemetry> =>
  openTelemetry({
    file,
    enabled: () => enabled,
    host: 'browser',
    platform: 'linux',
    random: () => chance,
    now: () => new Date('2025-07-14T23:59:59Z'),
  });
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'telemetry-')), 'telemetry.json');
  enabled = true;
  chance = 0;
});

describe('samples', () => {
  it('are none unless the user opted in, and go when they opt out', async () => {
    enabled = false;
    const telemetry = await start();
    telemetry.request(entry);
    expect(telemetry.pending()).toEqual([]);
    enabled = true;
    telemetry.settingChanged();
    telemetry.request(entry);
    await telemetry.settled();
    expect((await start()).pending().map((e) => e.kind)).toEqual(['start', 'request', 'start']);
    enabled = false;
    telemetry.settingChanged();
    await telemetry.settled();
    expect(telemetry.pending()).toEqual([]);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it('hold nothing that a request has of its own', async () => {
    const telemetry = await start();
    telemetry.request(entry);
    await telemetry.settled();
    expect(telemetry.pending()[1]).toEqual({
      kind: 'request',
      host: 'browser',
      platform: 'linux',
      day: 20_283,
      oneIn: 5,
      task: 'chat',
      destination: 'cloud',
      outcome: 'allowed',
      sent: 'under-100-kB',
      redacted: true,
    });
    const text = await readFile(file, 'utf8');
    for (const word of [CANARY, '203.0.113.9', '12345', '10:00']) expect(text).not.toContain(word);
  });

  it('are of Normal only, of what has ended, and of what the user asked', async () => {
    const telemetry = await start();
    telemetry.request({ ...entry, mode: 'sensitive' });
    telemetry.request({ ...entry, mode: 'offline' });
    telemetry.request({ ...entry, outcome: 'pending' });
    telemetry.request({ ...entry, task: 'detect' });
    expect(telemetry.pending().map((e) => e.kind)).toEqual(['start']);
  });

  it('are kept by chance, at the rate that they state, and no more than so many', async () => {
    const telemetry = await start();
    chance = 0.21;
    telemetry.request(entry);
    expect(telemetry.pending()).toHaveLength(1);
    chance = 0.19;
    telemetry.request(entry);
    telemetry.request({ ...entry, task: 'completion' });
    expect(telemetry.pending().map((e) => e.oneIn)).toEqual([1, 5]);
    for (let i = 0; i < 600; i++) telemetry.request(entry);
    expect(telemetry.pending()).toHaveLength(500);
  });

  it('are read from a file only when they are of the schema', async () => {
    await writeFile(
      file,
      JSON.stringify({ events: [{ kind: 'start', host: CANARY, platform: 'linux', day: 1, oneIn: 1 }] }),
    );
    expect((await start()).pending().map((e) => e.host)).toEqual(['browser']);
  });
});

describe('the schema', () => {
  it('has no field that could hold a text or a large number', () => {
    const leaves: string[] = [];
    const walk = (node: unknown, at: string): void => {
      const { anyOf, oneOf, properties, additionalProperties, ...leaf } = node as Record<string, unknown>;
      const options = (anyOf ?? oneOf) as unknown[] | undefined;
      if (options)
        options.forEach((option) => {
          walk(option, at);
        });
      else if (properties) {
        expect(additionalProperties, at).toBe(false);
        for (const [key, inner] of Object.entries(properties)) walk(inner, `${at}.${key}`);
      } else {
        leaves.push(at);
        const fixed = Array.isArray(leaf['enum']) || 'const' in leaf || leaf['type'] === 'boolean';
        const small = leaf['type'] === 'integer' && Number(leaf['minimum']) >= 0 && Number(leaf['maximum']) <= 99_999;
        expect(fixed || small, `${at} ${JSON.stringify(leaf)}`).toBe(true);
      }
    };
    walk(z.toJSONSchema(TelemetryEvent), 'event');
    expect(leaves.length).toBeGreaterThan(10);
  });

  it('refuses any text in place of any value', () => {
    const good = { kind: 'start', host: 'browser', platform: 'linux', day: 1, oneIn: 1 };
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.string(), (key, text) => {
        expect(TelemetryEvent.safeParse({ ...good, [key]: `${text}!` }).success).toBe(false);
        expect(TelemetryEvent.safeParse({ ...good, [`${text}!`]: 1 }).success).toBe(false);
      }),
    );
  });
});
