import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareRedaction } from '../../privacy/prepared-redaction.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { createRedactionService, type RedactionService } from './redaction-service.ts';

const WORKER = resolve(import.meta.dirname, 'redaction-worker.ts');
const MAIL = 'jane.doe@corp.example';
let service: RedactionService;
afterEach(() => service.close());

/** A worker that does what `body` says with each message. */
async function workerThat(body: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'worker-')), 'worker.mjs');
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', ({ id, texts }) => { ${body} });\n`,
  );
  return file;
}

describe('createRedactionService', () => {
  it('redacts in a worker as it would here, with one map for a conversation', async () => {
    service = createRedactionService({ workerFile: WORKER });
    const texts = [`mail ${MAIL}`, `password = "Kq9#mmv2zz"; orange-boat`, 'nothing', `again ${MAIL}`];
    const here = createRedactor({ knownValues: [{ value: 'orange-boat' }] });
    const redactor = createRedactor();
    const safe = await service.redact(redactor, texts, { finder: { knownValues: [{ value: 'orange-boat' }] } });
    expect(safe).toEqual(texts.map((text) => here.redact(text)));
    expect(safe.map(({ text }) => redactor.restore(text))).toEqual(texts);
    expect(await service.redact(redactor, [])).toEqual([]);
  });

  it('looks for what each question says', async () => {
    service = createRedactionService({ workerFile: WORKER });
    const look = async (value: string): Promise<string | undefined> => {
      const how = { finder: { knownValues: [{ value, label: 'STORED_KEY' }] } };
      return (await service.redact(createRedactor(), ['orange-boat, green-train'], how))[0]?.text;
    };
    const both = [look('orange-boat'), look('green-train')];
    expect(await Promise.all(both)).toEqual([
      'REDACTED_STORED_KEY_1, green-train',
      'orange-boat, REDACTED_STORED_KEY_1',
    ]);
  });

  it('goes by rules in the worker too, and lets stay what they allow', async () => {
    service = createRedactionService({ workerFile: WORKER });
    const rules = [
      { source: 's', authority: 'user' as const, allow: [MAIL], patterns: [{ pattern: 'x: .*', label: 'All' }] },
    ];
    const texts = [`mail ${MAIL}`, `x: joe@corp.example`, 'password = "Kq9#mmv2zz"'];
    const here = createRedactor({ rules });
    const redactor = createRedactor();
    const safe = await service.redact(redactor, texts, { finder: { rules } });
    expect(safe).toEqual(texts.map((text) => here.redact(text)));
    expect(safe[0]?.text).toBe(texts[0]);
    const allowing = [{ source: 's', authority: 'user' as const, allow: ['Kq9#mmv2zz'] }];
    const [later] = await service.redact(redactor, ['typed Kq9#mmv2zz'], { finder: { rules: allowing } });
    expect(later?.text).toBe('typed Kq9#mmv2zz');
  });

  it('says that a rule may be why it took too long', async () => {
    service = createRedactionService({ workerFile: await workerThat('for (;;) {}'), timeoutMs: 100 });
    const rules = [{ source: 's', authority: 'user' as const, patterns: [{ pattern: 'x+' }] }];
    await expect(service.redact(createRedactor(), [MAIL], { finder: { rules } })).rejects.toMatchObject({
      code: 'refused-by-policy',
      message: expect.stringContaining('pattern of the redaction rules') as unknown,
    });
  });

  it.each([
    ['does not answer', 'for (;;) {}'],
    ['throws', 'throw new Error("x")'],
    ['exits', 'process.exit(0)'],
    ['answers too little', 'parentPort.postMessage({ id, found: [] })'],
    ['answers nonsense', 'parentPort.postMessage({ id, found: texts.map(() => [{ start: 3, end: 1 }]) })'],
    [
      'answers with places outside the text',
      'parentPort.postMessage({ id, found: texts.map((t) => [{ start: 0, end: t.length + 1, type: "x", label: "X", kind: "secret" }]) })',
    ],
    [
      'answers with a rule that is none',
      'parentPort.postMessage({ id, found: texts.map((t) => [{ start: 0, end: 1, type: "x", label: "X", kind: "secret", rule: 1 }]) })',
    ],
    [
      'answers with places within places that are outside of them',
      'const one = { start: 0, end: 1, type: "x", label: "X", kind: "secret" }; parentPort.postMessage({ id, found: texts.map(() => [{ ...one, within: [{ ...one, end: 2 }] }]) })',
    ],
  ])('refuses when the worker %s, and a cloud gets nothing', async (_how, body) => {
    service = createRedactionService({ workerFile: await workerThat(body), timeoutMs: 300 });
    const redactor = createRedactor();
    await expect(service.redact(redactor, [MAIL])).rejects.toMatchObject({ code: 'refused-by-policy' });
    const payload = { task: 'chat' as const, turns: [{ role: 'user' as const, text: MAIL }], maxTokens: 1 };
    const prepared = await prepareRedaction(payload, (texts) => service.redact(redactor, texts));
    expect(prepared.of(payload)).toBeNull();
  });

  it('refuses when there is no worker to start', async () => {
    service = createRedactionService({ workerFile: join(tmpdir(), 'no-such-worker.mjs') });
    await expect(service.redact(createRedactor(), [MAIL])).rejects.toMatchObject({ code: 'refused-by-policy' });
  });

  it('starts anew after a failure', async () => {
    const file = await workerThat(
      'if (texts[0] === "stop") for (;;) {} parentPort.postMessage({ id, found: texts.map(() => []) })',
    );
    service = createRedactionService({ workerFile: file, timeoutMs: 300 });
    const redactor = createRedactor();
    const stuck = [service.redact(redactor, ['stop']), service.redact(redactor, ['behind it'])];
    for (const one of await Promise.allSettled(stuck)) expect(one.status).toBe('rejected');
    expect((await service.redact(redactor, ['go on']))[0]?.text).toBe('go on');
  });

  it('can be abandoned', async () => {
    service = createRedactionService({ workerFile: WORKER });
    const controller = new AbortController();
    const pending = service.redact(createRedactor(), [MAIL], { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    await expect(service.redact(createRedactor(), [MAIL], { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
