import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { route, RUNTIMES, type Candidate, type RouteRequest } from './route.ts';

const ok = { permitted: true, code: 'refused-by-mode', rule: '' } as const;
const no = { permitted: false, code: 'refused-by-mode', rule: 'Offline permits nothing off this machine' } as const;

function candidate(ref: string, more: Partial<Candidate> = {}): Candidate {
  return {
    ref,
    destination: ref.startsWith('cloud') ? 'cloud' : 'loopback',
    able: true,
    added: false,
    verdict: ok,
    unavailable: null,
    restingMs: null,
    contextTokens: null,
    firstTokenMs: null,
    price: null,
    ...more,
  };
}

function request(more: Partial<RouteRequest> = {}): RouteRequest {
  return {
    task: 'chat',
    named: null,
    preferred: null,
    fallbacks: [],
    runtime: 'hybrid',
    preferLocalCompletions: false,
    firstTokenTargetMs: null,
    tokens: 1000,
    budgetSpent: false,
    ...more,
  };
}

const order = (r: RouteRequest, candidates: readonly Candidate[]): readonly string[] =>
  route(r, candidates).order.map(({ ref }) => ref);
const reason = (r: RouteRequest, one: Candidate): string | undefined => route(r, [one]).passedOver[0]?.reason;

describe('route', () => {
  it('asks what was named, then what was chosen, then the fallbacks, then what else is on this machine', () => {
    const all = ['local/a', 'local/b', 'cloud/c', 'cloud/d', 'local/e'].map((ref) => candidate(ref));
    const asked = request({ named: 'local/e', preferred: 'cloud/c', fallbacks: ['local/b', 'cloud/d'] });
    expect(order(asked, all)).toEqual(['local/e', 'cloud/c', 'local/b', 'cloud/d', 'local/a']);
  });

  it('never asks a cloud that nobody chose', () => {
    expect(order(request(), [candidate('cloud/a'), candidate('local/b')])).toEqual(['local/b']);
    expect(reason(request(), candidate('cloud/a'))).toContain('did not choose it');
  });

  it('lets a server that the user added chat where there is no local model, and never complete or guess an edit', () => {
    const added = candidate('cloud/a', { added: true });
    expect(order(request(), [added])).toEqual(['cloud/a']);
    expect(order(request(), [added, candidate('local/b')])).toEqual(['local/b']);
    for (const task of ['completion', 'edit'] as const) expect(order(request({ task }), [added])).toEqual([]);
  });

  it('runs completions and next edits here in hybrid, and chats where they were chosen to run', () => {
    const all = [candidate('cloud/c'), candidate('local/a')];
    expect(order(request({ preferred: 'cloud/c', task: 'completion' }), all)).toEqual(['local/a', 'cloud/c']);
    expect(order(request({ preferred: 'cloud/c', task: 'edit' }), all)).toEqual(['local/a', 'cloud/c']);
    expect(order(request({ preferred: 'cloud/c', task: 'chat' }), all)).toEqual(['cloud/c', 'local/a']);
    const cloud = request({ preferred: 'cloud/c', task: 'completion', runtime: 'cloud' });
    expect(order(cloud, all)).toEqual(['cloud/c', 'local/a']);
    expect(order({ ...cloud, preferLocalCompletions: true }, all)).toEqual(['local/a', 'cloud/c']);
  });

  it('puts chosen clouds first in cloud, and leaves them out in local', () => {
    const all = [candidate('local/a'), candidate('cloud/c')];
    const asked = request({ preferred: 'local/a', fallbacks: ['cloud/c'] });
    expect(order({ ...asked, runtime: 'cloud' }, all)).toEqual(['cloud/c', 'local/a']);
    expect(order({ ...asked, runtime: 'local' }, all)).toEqual(['local/a']);
    expect(reason({ ...asked, runtime: 'local' }, candidate('cloud/c'))).toContain('local models only');
  });

  it('prefers what begins in time, then what costs less', () => {
    const all = [
      candidate('local/slow', { firstTokenMs: 900 }),
      candidate('local/dear', { price: 3 }),
      candidate('local/quick', { firstTokenMs: 100, price: 0 }),
    ];
    expect(order(request({ firstTokenTargetMs: 500 }), all)).toEqual(['local/quick', 'local/dear', 'local/slow']);
  });

  it.each([
    ['does not chat', { able: false }],
    ['Offline permits nothing', { verdict: no }],
    ['gone', { unavailable: 'It is gone' }],
    ['tried again in 3 seconds', { restingMs: 2500 }],
    ['takes 10', { contextTokens: 10 }],
  ])('says why it passes a model over: %s', (words, more) => {
    expect(reason(request({ preferred: 'local/a' }), candidate('local/a', more))).toContain(words);
  });

  it('stops at the budget, except for what costs nothing', () => {
    const asked = request({ preferred: 'cloud/c', budgetSpent: true });
    expect(order(asked, [candidate('cloud/c'), candidate('local/a')])).toEqual(['local/a']);
    expect(reason(asked, candidate('cloud/c'))).toContain('budget');
  });

  const candidates = fc.array(
    fc.record({
      ref: fc.constantFrom('local/a', 'local/b', 'cloud/c', 'cloud/d'),
      destination: fc.constantFrom('in-process', 'loopback', 'on-prem', 'cloud'),
      able: fc.boolean(),
      added: fc.boolean(),
      verdict: fc.constantFrom(ok, no),
      unavailable: fc.constantFrom(null, 'no'),
      restingMs: fc.constantFrom(null, 1000),
      contextTokens: fc.constantFrom(null, 500, 5000),
      firstTokenMs: fc.constantFrom(null, 100, 900),
      price: fc.constantFrom(null, 0, 2),
    }),
    { maxLength: 6 },
  );
  const requests = fc.record({
    task: fc.constantFrom('chat', 'completion', 'edit'),
    named: fc.constantFrom(null, 'local/a', 'cloud/c'),
    preferred: fc.constantFrom(null, 'local/b', 'cloud/d'),
    fallbacks: fc.subarray(['local/a', 'cloud/c', 'cloud/d']),
    runtime: fc.constantFrom(...RUNTIMES),
    preferLocalCompletions: fc.boolean(),
    firstTokenTargetMs: fc.constantFrom(null, 500),
    tokens: fc.constantFrom(100, 1000),
    budgetSpent: fc.boolean(),
  }) as fc.Arbitrary<RouteRequest>;

  it('accounts for every model once, and asks none that the policy refuses or nobody chose', () => {
    fc.assert(
      fc.property(requests, candidates, (asked, all) => {
        const { order: asks, passedOver } = route(asked, all);
        expect([...asks, ...passedOver].map(({ ref }) => ref).sort()).toEqual(all.map(({ ref }) => ref).sort());
        const chosen = [asked.named, asked.preferred, ...asked.fallbacks];
        for (const { ref } of asks) {
          const able = all.filter((c) => c.ref === ref && c.verdict.permitted && c.able && c.unavailable === null);
          expect(
            able.some((c) => c.destination !== 'cloud' || chosen.includes(ref) || (c.added && asked.task === 'chat')),
          ).toBe(true);
        }
        for (const { reason: why } of [...asks, ...passedOver]) expect(why).not.toBe('');
      }),
    );
  });
});
