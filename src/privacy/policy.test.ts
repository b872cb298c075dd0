import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODES, strictness } from './mode.ts';
import { resolvePolicy, selectableModes, type PolicyLayer } from './policy.ts';
import { said } from './said.ts';
import { tell } from '../shared/messages/tell.ts';

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
    expect(policy.notices.map(tell).join()).toContain('.codegrex/policy.json');
  });

  it('keeps Offline when another layer is unreadable', () => {
    const broken: PolicyLayer = { source: 'x', authority: 'organisation', readable: false };
    expect(resolvePolicy([user('offline'), broken]).mode).toBe('offline');
  });

  it('is Sensitive without any layer', () => {
    expect(resolvePolicy([]).mode).toBe('sensitive');
  });

  it('names the layer that decided', () => {
    expect(tell(resolvePolicy([user('normal'), repo({ mode: 'offline' })]).decidedBy)).toBe('.codegrex/policy.json');
    expect(tell(resolvePolicy([user('offline'), repo({ mode: 'sensitive' })]).decidedBy)).toBe('your choice');
  });
});

describe('redaction rules', () => {
  const allow = ['jane@corp.example'];
  const patterns = [{ pattern: 'PROJ-[0-9]+' }];
  const problem = { source: 'x', kind: 'pattern', rule: '(?=y)', reason: said('Look-ahead cannot run') } as const;

  it('of all layers are in force, and only the user’s choose what built-in detectors leave', () => {
    const own = { rules: { allow, patterns }, privateAddresses: true, leaveTestCards: true };
    const file = { rules: { patterns }, leaveTestCards: true };
    const { finder, complete } = resolvePolicy([user('normal', own), repo(file)]).redaction;
    expect(finder).toEqual({
      rules: [
        { source: 'your choice', authority: 'user', allow, patterns },
        { source: '.codegrex/policy.json', authority: 'workspace', patterns },
      ],
      privateAddresses: true,
      leaveTestCards: true,
    });
    expect(complete).toBe(true);
  });

  it('others than the user can only have built-in detectors find more', () => {
    const loose = { privateAddresses: false, leaveTestCards: true };
    const strict = { privateAddresses: true, leaveTestCards: false };
    const strictUser = resolvePolicy([user('normal', strict), repo(loose)]).redaction.finder;
    const looseUser = resolvePolicy([user('normal', loose), repo(strict)]).redaction.finder;
    expect(strictUser).toMatchObject(strict);
    expect(looseUser).toMatchObject(strict);
  });

  it('the user’s later choice overrides the earlier', () => {
    const layers = [user('normal', { privateAddresses: true }), user('normal', { privateAddresses: false })];
    expect(resolvePolicy(layers).redaction.finder.privateAddresses).toBe(false);
  });

  it.each(['user', 'workspace', 'organisation'] as const)(
    'a pattern of the %s that is refused makes it Sensitive, is told, and has each request shown',
    (authority) => {
      const layers = [
        user('normal', { approvedProviders: ['p'], previewOff: ['p'] }),
        { source: 'x', authority, readable: true, refused: [problem] } as const,
      ];
      const policy = resolvePolicy(layers);
      expect(policy).toMatchObject({ mode: 'sensitive', approvedProviders: ['p'], previewOff: [] });
      expect(tell(policy.decidedBy)).toContain('x (a redaction rule');
      expect(policy.notices.map(tell)).toEqual([
        expect.stringMatching(/\(\?=y\) of x is not in force. Look-ahead cannot run\./),
      ]);
      expect(policy.redaction).toMatchObject({ complete: false, refused: [problem] });
      expect(selectableModes(layers)).toEqual(['sensitive', 'offline']);
    },
  );

  it('an allowed value that is refused is told, and tightens nothing more', () => {
    const refused = [{ ...problem, kind: 'allow' as const }];
    const policy = resolvePolicy([user('normal'), repo({ refused })]);
    expect(policy).toMatchObject({ mode: 'normal', redaction: { complete: true } });
    expect(policy.notices).toHaveLength(1);
  });

  it('are unknown where a layer of the user’s cannot be read: the strictest reading', () => {
    const broken: PolicyLayer = { source: 'x', authority: 'user', readable: false };
    const { redaction, approvedProviders } = resolvePolicy([user('normal', { leaveTestCards: true }), broken]);
    expect(redaction).toMatchObject({ complete: false, finder: { privateAddresses: true, leaveTestCards: false } });
    expect(approvedProviders).toEqual([]);
  });
});

describe('selectableModes', () => {
  it('leaves out what another layer excludes', () => {
    expect(selectableModes([user('offline')])).toEqual([...MODES]);
    expect(selectableModes([user('normal'), repo({ mode: 'sensitive' })])).toEqual(['sensitive', 'offline']);
  });
});
