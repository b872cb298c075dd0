import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyOf as policy } from '../../test/support/policy-of.ts';
import type { Destination, DestinationClass } from './destination.ts';
import { ClearedRequest, confirm, gate, isRefusal, judge, judgeAgain, Preview, type GateRequest } from './gate.ts';
import { MODES, type Mode } from './mode.ts';
import type { Payload, PullPayload } from './payload.ts';
import type { Policy } from './policy.ts';
import { createRedactor } from './redaction/redactor.ts';

const here: Destination = { providerId: 'ollama', origin: 'http://localhost:11434', kind: 'loopback' };
const anyDestination: fc.Arbitrary<Destination> = fc.record({
  providerId: fc.constantFrom('ollama', 'server:a'),
  kind: fc.constantFrom<DestinationClass>('in-process', 'loopback', 'on-prem', 'cloud'),
  origin: fc.constantFrom(null, 'http://localhost:11434', 'http://gpu.corp:8000', 'https://models.example'),
});
/** Whatever the user may have granted. */
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    mode: fc.constantFrom(...MODES),
    onPremHosts: fc.subarray(['gpu.corp', 'models.example']),
    approvedProviders: fc.subarray(['ollama', 'server:a']),
    previewOff: fc.subarray(['ollama', 'server:a']),
  })
  .map(({ mode, ...rest }) => policy(mode, rest));
const pull: PullPayload = { task: 'pull', model: 'qwen2.5-coder:7b' };
const request = <P extends Payload>(payload: P, ...candidates: Destination[]): GateRequest<P> => ({
  id: '1',
  scope: 'window',
  payload,
  candidates,
  redactor: createRedactor(),
});
const inMode = (mode: Mode, of: Policy): Policy => ({ ...of, mode });

describe('a pull', () => {
  it('is never cleared in Offline, wherever the server is and whatever was granted', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(anyDestination), fc.string(), (of, candidates, model) => {
        const answer = gate(request({ task: 'pull', model }, ...candidates), inMode('offline', of));
        expect(isRefusal(answer)).toBe(true);
        if (candidates.length > 0) expect(answer).toMatchObject({ code: 'refused-pull-offline', mode: 'offline' });
      }),
    );
  });

  it('is never cleared in Sensitive without a yes, not even where previews of chats are off', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(anyDestination), (of, candidates) => {
        const answer: unknown = gate(request(pull, ...candidates), inMode('sensitive', of));
        expect(ClearedRequest.isGenuine(answer)).toBe(false);
      }),
    );
  });

  it('that was said yes to is cleared for what was shown, under a policy that permits it then', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, fc.array(anyDestination), (of, later, candidates) => {
        const shown: unknown = gate(request(pull, ...candidates), inMode('sensitive', of));
        if (!(shown instanceof Preview)) return;
        expect(shown.payload).toEqual(pull);
        const answer = confirm(shown as Preview<PullPayload>, later);
        const permitted = judge('pull', shown.destination, later).permitted;
        expect(isRefusal(answer)).toBe(!permitted);
        if (!isRefusal(answer)) expect(answer.destinations).toEqual([shown.destination]);
        if (later.mode === 'offline') expect(answer).toMatchObject({ code: 'refused-pull-offline' });
      }),
    );
  });

  it('says by its rule what it does', () => {
    const answer = gate(request(pull, here), policy('normal'));
    if (!ClearedRequest.isGenuine(answer)) throw new Error('not cleared');
    expect(answer.rule).toBe('The server on this machine fetches the model from its registry: the model’s name leaves');
    expect(answer.payloadFor('ollama')).toEqual(pull);
    const shown: unknown = gate(request(pull, here), policy('sensitive'));
    expect(shown).toBeInstanceOf(Preview);
    expect((shown as Preview).rule).toBe(answer.rule);
  });

  it('goes to no host that is not listed, and to no cloud under Sensitive that was not approved', () => {
    const unlisted: Destination = { providerId: 'server:a', origin: 'http://gpu.corp:8000', kind: 'on-prem' };
    const cloud: Destination = { ...unlisted, origin: 'https://models.example', kind: 'cloud' };
    expect(gate(request(pull, unlisted), policy('normal'))).toMatchObject({ code: 'refused-by-policy' });
    expect(gate(request(pull, cloud), policy('sensitive'))).toMatchObject({ code: 'refused-by-mode' });
    const approved = policy('sensitive', { approvedProviders: ['server:a'] });
    expect(gate(request(pull, cloud), approved)).toBeInstanceOf(Preview);
  });
});

describe('what was cleared before', () => {
  it('is refused where it must be shown by now and was not', () => {
    const answer = gate(request(pull, here), policy('normal'));
    if (!ClearedRequest.isGenuine(answer)) throw new Error('not cleared');
    expect(judgeAgain(answer, here, policy('normal')).permitted).toBe(true);
    expect(judgeAgain(answer, here, policy('sensitive'))).toMatchObject({ permitted: false, code: 'refused-by-mode' });
    expect(judgeAgain(answer, here, policy('offline'))).toMatchObject({ code: 'refused-pull-offline' });
    const shown: unknown = gate(request(pull, here), policy('sensitive'));
    const confirmed = confirm(shown as Preview<PullPayload>, policy('sensitive'));
    if (!ClearedRequest.isGenuine(confirmed)) throw new Error('not cleared');
    expect(judgeAgain(confirmed, here, policy('sensitive')).permitted).toBe(true);
    expect(judgeAgain(confirmed, here, policy('offline')).permitted).toBe(false);
  });

  it('goes nowhere that a gate of now would not let it go', () => {
    const anyPayload = fc.oneof(
      fc.constant<Payload>(pull),
      fc.constant<Payload>({ task: 'delete', model: 'a' }),
      fc.constant<Payload>({ task: 'chat', turns: [{ role: 'user', text: 'hello' }], maxTokens: 8 }),
      fc.constant<Payload>({ task: 'completion', prefix: 'a', suffix: 'b', maxTokens: 8, stop: [] }),
      fc.constant<Payload>({ task: 'models' }),
    );
    fc.assert(
      fc.property(anyPayload, anyDestination, anyPolicy, anyPolicy, (payload, destination, then, now) => {
        const before: unknown = gate(request(payload, destination), then);
        if (!ClearedRequest.isGenuine(before)) return;
        const after: unknown = gate(request(payload, destination), now);
        expect(judgeAgain(before, destination, now).permitted).toBe(ClearedRequest.isGenuine(after));
      }),
    );
  });
});

describe('a deletion', () => {
  it('is permitted by a server on this machine in every mode, and off it like a question for its models', () => {
    fc.assert(
      fc.property(anyPolicy, anyDestination, (of, destination) => {
        expect(judge('delete', destination, of)).toEqual(judge('models', destination, of));
      }),
    );
    expect(ClearedRequest.isGenuine(gate(request({ task: 'delete', model: 'a' }, here), policy('offline')))).toBe(true);
  });
});
