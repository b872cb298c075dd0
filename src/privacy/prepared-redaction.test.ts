import { describe, expect, it } from 'vitest';
import type { Destination } from './destination.ts';
import { ClearedRequest, gate, isRefusal, type GateRequest } from './gate.ts';
import type { Payload } from './payload.ts';
import type { Policy } from './policy.ts';
import { prepareRedaction, PreparedRedaction, textsOf, type SafeText } from './prepared-redaction.ts';
import { createRedactor } from './redaction/redactor.ts';

const MAIL = 'jane.doe@corp.example';
const cloud: Destination = { providerId: 'c', origin: 'https://api.example.com', kind: 'cloud' };
const local: Destination = { providerId: 'l', origin: 'http://localhost:1', kind: 'loopback' };
const chat: Payload = { task: 'chat', turns: [{ role: 'user', text: `mail ${MAIL}` }], maxTokens: 8 };
const completion: Payload = { task: 'completion', prefix: MAIL, suffix: `x ${MAIL}`, maxTokens: 8, stop: [] };
const withContext: Payload = {
  ...completion,
  context: {
    repository: MAIL,
    path: `mail ${MAIL}`,
    languageId: 'typescript',
    pieces: [{ path: `lib ${MAIL}`, text: `// ${MAIL}` }],
  },
};
const policy: Policy = {
  mode: 'normal',
  chosenMode: 'normal',
  decidedBy: 'test',
  onPremHosts: [],
  approvedProviders: [],
  previewedProviders: [],
  notices: [],
} as unknown as Policy;

const all = (texts: readonly string[]): Promise<readonly SafeText[]> => {
  const redactor = createRedactor();
  return Promise.resolve(texts.map((text) => redactor.redact(text)));
};
const ask = (
  payload: Payload,
  redactor: GateRequest<Payload>['redactor'],
  candidates = [cloud],
): ReturnType<typeof gate> => gate({ id: '1', scope: 'w', payload, candidates, redactor }, policy);

describe('prepareRedaction', () => {
  it.each([chat, completion, withContext])('gives a cloud what was redacted before: %o', async (payload) => {
    const answer = ask(payload, await prepareRedaction(payload, all));
    if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
    expect(JSON.stringify(answer.payloadFor('c'))).not.toContain('jane.doe');
    expect(answer.redactionsFor('c')).toBe(textsOf(payload).length);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('crashed'))],
    [
      'throws',
      () => {
        throw new Error('crashed');
      },
    ],
    ['answers with too few texts', () => Promise.resolve([])],
    [
      'answers with too many texts',
      () =>
        Promise.resolve([
          { text: 'a', count: 0 },
          { text: 'b', count: 0 },
        ]),
    ],
    ['answers with no text', () => Promise.resolve([{ count: 0 } as unknown as SafeText])],
  ])('refuses a cloud where redacting %s, and not a local model', async (_how, redactAll) => {
    const prepared = await prepareRedaction(chat, redactAll);
    expect(ask(chat, prepared)).toMatchObject({ refused: true, code: 'refused-by-policy' });
    const answer = ask(chat, prepared, [local]);
    expect(isRefusal(answer)).toBe(false);
  });

  it('counts for the payload that it was made of only', async () => {
    const prepared = await prepareRedaction(chat, all);
    expect(ask({ ...chat }, prepared)).toMatchObject({ refused: true, code: 'refused-by-policy' });
    expect(ask(completion, prepared)).toMatchObject({ refused: true });
  });

  it('cannot be imitated', async () => {
    const prepared = await prepareRedaction(chat, all);
    const unredacted = { of: () => ({ redacted: chat, redactions: 0 }), redact: undefined };
    for (const forged of [
      unredacted,
      Object.create(PreparedRedaction.prototype) as object,
      Object.assign({}, prepared),
      structuredClone(prepared),
    ]) {
      expect(PreparedRedaction.isGenuine(forged)).toBe(false);
      expect(() => ask(chat, forged as PreparedRedaction)).toThrow();
    }
  });
});
