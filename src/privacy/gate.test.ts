import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyOf as policy } from '../../test/support/policy-of.ts';
import { classifyDestination, type Destination, type DestinationClass } from './destination.ts';
import { ClearedRequest, confirm, gate, isRefusal, judge, Preview, type GateRequest } from './gate.ts';
import { MODES } from './mode.ts';
import type { ChatPayload, Payload } from './payload.ts';
import { resolvePolicy, type PolicyLayer } from './policy.ts';
import { createRedactor } from './redaction/redactor.ts';

const providers = ['embedded', 'ollama', 'server:a', 'server:b'];
const kinds: readonly DestinationClass[] = ['in-process', 'loopback', 'on-prem', 'cloud'];
const hosts = ['models.example', 'gpu.corp:8000', 'api.example.com'];

const anyDestination: fc.Arbitrary<Destination> = fc.record({
  providerId: fc.constantFrom(...providers),
  kind: fc.constantFrom(...kinds),
  origin: fc.constantFrom(null, 'http://models.example', 'https://gpu.corp:8000', 'https://api.example.com'),
});
const anyPayload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({
    task: fc.constantFrom('chat' as const, 'edit' as const),
    turns: fc.array(fc.record({ role: fc.constantFrom('user' as const, 'assistant' as const), text: fc.string() })),
    maxTokens: fc.nat(),
  }),
  fc.record({
    task: fc.constant('completion' as const),
    prefix: fc.string(),
    suffix: fc.string(),
    maxTokens: fc.nat(),
    stop: fc.array(fc.string()),
  }),
  fc.constant({ task: 'detect' as const }),
  fc.constant({ task: 'models' as const }),
  fc.record({ task: fc.constantFrom('pull' as const, 'delete' as const), model: fc.string() }),
  fc.constant({ task: 'telemetry' as const }),
);
const anyValues = fc.record(
  {
    mode: fc.constantFrom(...MODES),
    onPremHosts: fc.subarray(hosts),
    approvedProviders: fc.subarray(providers),
    previewOff: fc.subarray(providers),
  },
  { requiredKeys: [] },
);
const layer = (authority: PolicyLayer['authority']): fc.Arbitrary<PolicyLayer> =>
  fc.oneof(
    anyValues.map((v): PolicyLayer => ({ source: `a ${authority} layer`, authority, readable: true, ...v })),
    fc.constant<PolicyLayer>({ source: `a broken ${authority} layer`, authority, readable: false }),
  );
const anyLayers = fc.array(fc.oneof(layer('user'), layer('workspace'), layer('organisation')), { maxLength: 5 });

function request(payload: Payload, candidates: readonly Destination[]): GateRequest<Payload> {
  return { id: '1', scope: 'window', payload, candidates, redactor: createRedactor() };
}
const cloud: Destination = { providerId: 'server:a', origin: 'https://api.example.com', kind: 'cloud' };

describe('gate', () => {
  it('lets telemetry go nowhere, whatever the policy', () => {
    fc.assert(
      fc.property(anyLayers, fc.array(anyDestination), (layers, candidates) => {
        const answer = gate(request({ task: 'telemetry' }, candidates), resolvePolicy(layers));
        expect(isRefusal(answer)).toBe(true);
      }),
    );
  });

  it('never clears a cloud in Offline, whatever the layers say', () => {
    fc.assert(
      fc.property(anyLayers, anyPayload, fc.array(anyDestination), (layers, payload, candidates) => {
        const inForce = resolvePolicy(layers);
        const answer = gate(request(payload, candidates), { ...inForce, mode: 'offline' });
        expect(answer).not.toBeInstanceOf(Preview);
        if (!ClearedRequest.isGenuine(answer)) return;
        for (const d of answer.destinations) {
          expect(d.kind).not.toBe('cloud');
          if (d.kind === 'on-prem') expect(inForce.onPremHosts.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never clears a completion or a next edit for a cloud outside Normal', () => {
    fc.assert(
      fc.property(anyLayers, anyPayload, fc.array(anyDestination), (layers, payload, candidates) => {
        const inForce = resolvePolicy(layers);
        fc.pre((payload.task === 'completion' || payload.task === 'edit') && inForce.mode !== 'normal');
        const answer = gate(request(payload, candidates), inForce);
        if (ClearedRequest.isGenuine(answer)) expect(answer.destinations.every((d) => d.kind !== 'cloud')).toBe(true);
      }),
    );
  });

  it('permits no more destinations when a workspace or organisation layer is added', () => {
    fc.assert(
      fc.property(
        anyLayers,
        fc.oneof(layer('workspace'), layer('organisation')),
        anyPayload,
        anyDestination,
        (layers, added, payload, destination) => {
          const before = judge(payload.task, destination, resolvePolicy(layers));
          const after = judge(payload.task, destination, resolvePolicy([...layers, added]));
          if (after.permitted) expect(before.permitted).toBe(true);
        },
      ),
    );
  });

  it('permits no more destinations in a stricter mode', () => {
    fc.assert(
      fc.property(anyPayload, anyDestination, anyLayers, (payload, destination, layers) => {
        const inForce = resolvePolicy(layers);
        const permitted = MODES.map((mode) => judge(payload.task, destination, { ...inForce, mode }).permitted);
        expect(permitted).toEqual([...permitted].sort((a, b) => Number(b) - Number(a)));
      }),
    );
  });

  it('clears chat for an approved provider in Sensitive and refuses the others', () => {
    const payload: Payload = { task: 'chat', turns: [{ role: 'user', text: 'hi' }], maxTokens: 8 };
    expect(isRefusal(gate(request(payload, [cloud]), policy('sensitive')))).toBe(true);
    const answer = gate(request(payload, [cloud]), policy('sensitive', { approvedProviders: ['server:a'] }));
    expect(isRefusal(answer)).toBe(false);
  });

  it('never clears a chat for a cloud under Sensitive that the user has not seen, unless they turned that off', () => {
    fc.assert(
      fc.property(anyLayers, anyPayload, fc.array(anyDestination), (layers, payload, candidates) => {
        const inForce = { ...resolvePolicy(layers), mode: 'sensitive' as const };
        const answer = gate(request(payload, candidates), inForce);
        if (!ClearedRequest.isGenuine(answer) || payload.task !== 'chat') return;
        for (const d of answer.destinations) {
          if (d.kind === 'cloud') expect(inForce.previewOff).toContain(d.providerId);
        }
      }),
    );
  });

  describe('a preview', () => {
    const text = 'mail jane.doe@example.com';
    const payload: ChatPayload = { task: 'chat', turns: [{ role: 'user', text }], maxTokens: 8 };
    const approved = policy('sensitive', { approvedProviders: ['server:a'] });
    const shown = (): Preview<ChatPayload> => {
      const answer = gate(request(payload, [cloud]), approved) as unknown;
      if (!(answer instanceof Preview)) throw new Error('no preview');
      return answer as Preview<ChatPayload>;
    };

    it('shows exactly what would be sent, and is no clearance', () => {
      const preview = shown();
      expect(preview.payload.turns[0]?.text).not.toContain('jane.doe');
      expect(preview.redactions).toBe(1);
      expect(ClearedRequest.isGenuine(preview)).toBe(false);
    });

    it('becomes a clearance for just that when confirmed', () => {
      const preview = shown();
      const answer = confirm(preview, approved);
      if (isRefusal(answer)) throw new Error('refused');
      expect(answer.payloadFor('server:a')).toBe(preview.payload);
      expect(answer.destinations).toEqual([cloud]);
    });

    it.each([policy('offline', { approvedProviders: ['server:a'] }), policy('sensitive')])(
      'is refused when the policy became stricter meanwhile',
      (now) => {
        expect(confirm(shown(), now)).toMatchObject({ refused: true, code: 'refused-by-mode', mode: now.mode });
      },
    );

    it('is not asked for where the user turned it off, nor for a local model', () => {
      const local: Destination = { providerId: 'ollama', origin: 'http://localhost:11434', kind: 'loopback' };
      const off = policy('sensitive', { approvedProviders: ['server:a'], previewOff: ['server:a'] });
      expect(ClearedRequest.isGenuine(gate(request(payload, [cloud]), off))).toBe(true);
      const answer = gate(request(payload, [local, cloud]), approved);
      if (!ClearedRequest.isGenuine(answer)) throw new Error('not cleared');
      expect(answer.destinations).toEqual([local]);
    });
  });

  it('gives a cloud only the redacted payload, and a local model the original', () => {
    const text = 'mail jane.doe@example.com';
    const payload: Payload = { task: 'chat', turns: [{ role: 'user', text }], maxTokens: 8 };
    const local: Destination = { providerId: 'ollama', origin: 'http://localhost:11434', kind: 'loopback' };
    const answer = gate(request(payload, [local, cloud]), policy('normal'));
    if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
    expect(answer.payloadFor('ollama')).toEqual(payload);
    expect(JSON.stringify(answer.payloadFor('server:a'))).not.toContain('jane.doe');
    expect(answer.redactionsFor('server:a')).toBe(1);
    expect(answer.redactionsFor('ollama')).toBe(0);
    expect(answer.payloadFor('somebody else')).toBeUndefined();
  });

  it('says which rule refused', () => {
    const answer = gate(request({ task: 'detect' }, [cloud]), policy('offline'));
    expect(answer).toMatchObject({ refused: true, code: 'refused-by-mode', mode: 'offline' });
  });

  it('cannot be imitated by a look-alike or a clone', () => {
    const answer = gate(request({ task: 'detect' }, [cloud]), policy('normal'));
    expect(ClearedRequest.isGenuine(answer)).toBe(true);
    expect(ClearedRequest.isGenuine(Object.assign({}, answer))).toBe(false);
    expect(ClearedRequest.isGenuine(Object.create(ClearedRequest.prototype))).toBe(false);
    expect(ClearedRequest.isGenuine(structuredClone(answer))).toBe(false);
  });
});

describe('classifyDestination', () => {
  const kindOf = (url: string, list: readonly string[] = []): DestinationClass | undefined =>
    classifyDestination('p', url, list)?.kind;

  it.each([
    ['http://localhost:11434', 'loopback'],
    ['http://models.localhost', 'loopback'],
    ['http://127.0.0.1:8080/v1', 'loopback'],
    ['http://127.9.9.9', 'loopback'],
    ['http://[::1]:1234', 'loopback'],
    ['https://localhost.evil.example', 'cloud'],
    ['http://127.0.0.1.nip.io', 'cloud'],
    ['http://0.0.0.0:11434', 'cloud'],
    ['http://[::ffff:10.0.0.1]', 'cloud'],
    ['http://192.168.1.4:11434', 'cloud'],
    ['https://api.example.com/v1', 'cloud'],
  ])('%s is %s', (url, kind) => {
    expect(kindOf(url)).toBe(kind);
  });

  it.each([
    '',
    'ftp://localhost',
    'http://user:pw@localhost',
    'http://localhost@evil.example',
    'http://localhost:99999',
    'http://2130706433',
    'http://127.1',
    'http://0x7f.0.0.1',
    'http://0177.0.0.1',
    'http://local host',
    'http://localhost\\@evil.example',
    'http://localhost?x',
    'javascript:alert(1)',
  ])('refuses %j', (url) => {
    expect(classifyDestination('p', url, [])).toBeNull();
  });

  it('knows listed on-prem hosts, with and without port', () => {
    expect(kindOf('https://gpu.corp:8000/v1', ['gpu.corp'])).toBe('on-prem');
    expect(kindOf('https://gpu.corp:8000/v1', ['GPU.corp:8000'])).toBe('on-prem');
    expect(kindOf('https://gpu.corp:8001/v1', ['gpu.corp:8000'])).toBe('cloud');
    expect(kindOf('https://gpu.corp', ['gpu.corp:443'])).toBe('on-prem');
    expect(kindOf('https://evil.gpu.corp', ['gpu.corp'])).toBe('cloud');
  });

  it('agrees with the URL parser on every address that it takes', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: false, withFragments: false }), (url) => {
        const destination = classifyDestination('p', url, []);
        if (destination !== null) expect(destination.origin).toBe(new URL(url).origin);
      }),
    );
  });
});
