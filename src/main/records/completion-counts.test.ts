import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CompletionCounts } from '../../shared/schemas/chat-and-completion.ts';
import { openCompletionCounter } from './completion-counts.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counts-'));
  file = join(folder, 'completion-counts.json');
});

const NOTHING: CompletionCounts = {
  asked: 0,
  shown: 0,
  reused: 0,
  accepted: 0,
  acceptedInPart: 0,
  dismissed: 0,
  ignored: 0,
};
const day = (): Date => new Date('2026-02-03T04:05:06Z');

describe('openCompletionCounter', () => {
  it('adds up by model and by what was asked, and knows the sums after a restart', async () => {
    const counter = await openCompletionCounter(file, day);
    counter.add('a/m', 'completion', { ...NOTHING, asked: 2, shown: 1 });
    counter.add('b/m', 'completion', { ...NOTHING, dismissed: 1 });
    counter.add('a/m', 'edit', { ...NOTHING, shown: 7 });
    counter.add('a/m', 'completion', { ...NOTHING, shown: 3, accepted: 1 });
    const stats = {
      since: '2026-02-03',
      models: [
        { model: 'b/m', task: 'completion', counts: { ...NOTHING, dismissed: 1 } },
        { model: 'a/m', task: 'edit', counts: { ...NOTHING, shown: 7 } },
        { model: 'a/m', task: 'completion', counts: { ...NOTHING, asked: 2, shown: 4, accepted: 1 } },
      ],
    };
    expect(counter.stats()).toEqual(stats);
    await counter.settled();
    expect((await openCompletionCounter(file)).stats()).toEqual(stats);
  });

  it('takes what was counted before next edits were for completions', async () => {
    const old = { since: '2026-02-03', models: [{ model: 'a/m', counts: { ...NOTHING, shown: 2 } }] };
    await writeFile(file, JSON.stringify(old));
    expect((await openCompletionCounter(file)).stats().models).toEqual([
      { model: 'a/m', task: 'completion', counts: { ...NOTHING, shown: 2 } },
    ]);
  });

  it('leaves nothing when erased', async () => {
    const counter = await openCompletionCounter(file, day);
    counter.add('a/m', 'completion', { ...NOTHING, shown: 1 });
    await counter.settled();
    expect(await readFile(file, 'utf8')).toContain('a/m');
    counter.add('a/m', 'completion', { ...NOTHING, shown: 1 });
    await counter.erase();
    expect(await readdir(folder)).toEqual([]);
    expect(counter.stats()).toEqual({ since: null, models: [] });
  });

  it('begins anew where the file is broken', async () => {
    await writeFile(file, '{"since":1}');
    expect((await openCompletionCounter(file)).stats()).toEqual({ since: null, models: [] });
  });

  it('remembers no more models than anybody has', async () => {
    const counter = await openCompletionCounter(file, day);
    for (let i = 0; i < 80; i++) counter.add(`m${String(i)}`, 'completion', { ...NOTHING, shown: 1 });
    expect(counter.stats().models).toHaveLength(50);
    expect(counter.stats().models.at(-1)?.model).toBe('m79');
  });
});
