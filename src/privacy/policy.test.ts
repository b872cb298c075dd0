import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODES, strictness } from './mode.ts';
import { resolvePolicy, selectableModes, type PolicyLayer } from './policy.ts';

const user = (mode: (typeof MODES)[number], more: object = {}): PolicyLayer => ({
  source: 'your choice',
  authority: 'user',
  readable: true,
  mode,
  ...more,
});
const repo = (more: object): PolicyLayer => ({
  source: '.codegrex/policy.json',
  authority: 'workspace',
  readable: true,
  ...more,
});

describe('resolvePolicy', () => {
  it('lets no workspace file loosen what the user set', () => {
    const anyMode = fc.constantFrom(...MODES);
    const lists = fc.record(
      { mode: anyMode, onPremHosts: fc.subarray(['a', 'b', 'c']), approvedProviders: fc.subarray(['p', 'q']) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyMode, fc.subarray(['a', 'b']), fc.subarray(['p']), lists, (mode, hosts, approved, file) => {
        const mine = user(mode, { onPremHosts: hosts, approvedProviders: approved });
        const policy = resolvePolicy([mine, repo(file)]);
        expect(strictness(policy.mode)).toBeGreaterThanOrEqual(strictness(mode));
        expect(hosts).toEqual(expect.arrayContaining([...policy.onPremHosts]));
        expect(approved).toEqual(expect.arrayContaining([...policy.approvedProviders]));
      }),
    );
  });

  it('reads an unreadable layer as Sensitive, says so, and grants nothing', () => {
    const broken: PolicyLayer = { source: '.codegrex/policy.json', authority: 'workspace', readable: false };
    const policy = resolvePolicy([user('normal', { onPremHosts: ['gpu'] }), broken]);
    expect(policy).toMatchObject({ mode: 'sensitive', onPremHosts: [], approvedProviders: [] });
    expect(policy.notices.join()).toContain('.codegrex/policy.json');
  });

  it('keeps Offline when another layer is unreadable', () => {
    const broken: PolicyLayer = { source: 'x', authority: 'organisation', readable: false };
    expect(resolvePolicy([user('offline'), broken]).mode).toBe('offline');
  });

  it('is Sensitive without any layer', () => {
    expect(resolvePolicy([]).mode).toBe('sensitive');
  });

  it('names the layer that decided', () => {
    expect(resolvePolicy([user('normal'), repo({ mode: 'offline' })]).decidedBy).toBe('.codegrex/policy.json');
    expect(resolvePolicy([user('offline'), repo({ mode: 'sensitive' })]).decidedBy).toBe('your choice');
  });
});

describe('selectableModes', () => {
  it('leaves out what another layer excludes', () => {
    expect(selectableModes([user('offline')])).toEqual([...MODES]);
    expect(selectableModes([user('normal'), repo({ mode: 'sensitive' })])).toEqual(['sensitive', 'offline']);
  });
});
