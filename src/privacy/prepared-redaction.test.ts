import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Destination } from './destination.ts';
import { ClearedRequest, gate, isRefusal, type GateRequest } from './gate.ts';
import type { ChatPayload, Json, JsonObject, Payload, Picture, Task, Turn } from './payload.ts';
import type { Policy } from './policy.ts';
import { prepareRedaction, PreparedRedaction, textsOf, withTexts, type SafeText } from './prepared-redaction.ts';
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

/** Every string of a value, keys of JSON too, with the name of the field that it stands in. */
function stringsOf(value: unknown, field = ''): { field: string; text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => stringsOf(item, field));
  if (typeof value !== 'object' || value === null) return [];
  const json = field === 'arguments' || field === 'parameters';
  return Object.entries(value).flatMap(([key, item]) => [
    ...(json ? [{ field, text: key }] : []),
    ...stringsOf(item, json ? field : key),
  ]);
}

describe('what a cloud gets of a payload', () => {
  /** Does not compile once one of the fields that are passed over could hold a person's words. */
  type Closed = string extends Task | Turn['role'] | Picture['mediaType'] ? false : true;
  const closed: Closed = true;

  const words = fc.constantFrom('plain words', '', `mail ${MAIL}`, `"${MAIL}"\n\\`, '{"a":1}');
  const json = fc.letrec<{ any: Json; object: JsonObject }>((tie) => ({
    any: fc.oneof(
      words,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 2 }),
      tie('object'),
    ),
    object: fc.dictionary(words, tie('any'), { maxKeys: 3 }),
  })).object;
  const call = fc.record({ id: words, name: words, arguments: json });
  const turn: fc.Arbitrary<Turn> = fc.oneof(
    fc.record({ role: fc.constant('system' as const), text: words }),
    fc.record({ role: fc.constant('user' as const), text: words }),
    fc.record({ role: fc.constant('assistant' as const), text: words, toolCalls: fc.array(call, { maxLength: 2 }) }),
    fc.record({ role: fc.constant('tool' as const), callId: words, text: words }),
  );
  const chats: fc.Arbitrary<ChatPayload> = fc.record({
    task: fc.constant('chat' as const),
    turns: fc.array(turn, { maxLength: 4 }),
    maxTokens: fc.nat(),
    tools: fc.array(fc.record({ name: words, description: words, parameters: json }), { maxLength: 2 }),
  });

  it('has every text looked through, wherever it stands, and everything else as it was', () => {
    expect(closed).toBe(true);
    fc.assert(
      fc.property(chats, (payload) => {
        const answer = ask(payload, createRedactor());
        if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
        const safe = answer.payloadFor('c') as ChatPayload;
        expect(JSON.stringify(safe)).not.toContain('jane.doe');
        const wrote = stringsOf(payload).filter((s) => s.text.includes(MAIL)).length;
        expect(answer.redactionsFor('c')).toBe(wrote);
        // Nothing is lost, moved or made: putting the originals back gives the payload again.
        const texts = textsOf(payload).map((text) => ({ text, count: 0 }));
        expect(withTexts(payload, texts).redacted).toEqual(payload);
        expect(stringsOf(safe).map((s) => s.field)).toEqual(stringsOf(payload).map((s) => s.field));
      }),
    );
  });

  it('has a field that nobody thought of looked through too', () => {
    const payload = { ...chat, note: `mail ${MAIL}`, more: [{ deep: MAIL }] } as Payload;
    const answer = ask(payload, createRedactor());
    if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
    expect(JSON.stringify(answer.payloadFor('c'))).not.toContain('jane.doe');
  });

  it('has numbers of JSON looked through, and keeps those that are none of anybody', () => {
    const payload: Payload = {
      task: 'chat',
      maxTokens: 8,
      turns: [
        {
          role: 'assistant',
          text: '',
          toolCalls: [{ id: 'c', name: 'pay', arguments: { card: 4_111_111_111_111_111, amount: 12.5, line: 3 } }],
        },
      ],
    };
    const answer = ask(payload, createRedactor());
    if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
    const text = JSON.stringify(answer.payloadFor('c'));
    expect(text).not.toContain('4111111111111111');
    expect(text).toContain('"amount":12.5,"line":3');
  });

  it('is nothing at all where a picture goes along, which a local model gets', () => {
    const pictures: readonly Picture[] = [{ mediaType: 'image/png', base64: 'iVBORw==' }];
    const payload: Payload = { task: 'chat', maxTokens: 8, turns: [{ role: 'user', text: 'What is this?', pictures }] };
    expect(ask(payload, createRedactor())).toMatchObject({
      refused: true,
      code: 'refused-by-policy',
      rule: expect.stringContaining('picture') as unknown,
    });
    const answer = ask(payload, createRedactor(), [cloud, local]);
    if (!ClearedRequest.isGenuine(answer)) throw new Error('refused');
    expect(answer.destinations).toEqual([local]);
    expect(answer.payloadFor('l')).toEqual(payload);
  });
});
