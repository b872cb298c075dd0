import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENCODINGS } from '../../../test/corpus/redaction/known.ts';
import { createRandom } from '../../../test/corpus/redaction/random.ts';
import { createRedactor } from '../../privacy/redaction/redactor.ts';
import { AppError } from '../../shared/app-error.ts';
import { createRedactionService, type RedactionService } from './redaction-service.ts';
import { withStoredKeys } from './with-stored-keys.ts';

const WORKER = resolve(import.meta.dirname, 'redaction-worker.ts');
let keys: readonly string[];
let service: RedactionService;
beforeEach(() => {
  keys = [];
  const values = (): Promise<readonly string[]> => Promise.resolve(keys);
  service = withStoredKeys(createRedactionService({ workerFile: WORKER }), {
    read: () => Promise.resolve(null),
    values,
  });
});
afterEach(() => service.close());

/** Everything that the store takes as a key. */
const key = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 8,
  maxLength: 120,
});

describe('stored keys', () => {
  it.each(Object.keys(ENCODINGS))('are all found, whatever their shape: %s', async (name) => {
    const encode = ENCODINGS[name] ?? ((value: string) => value);
    // A quotation mark in a literal would end it.
    const fit = name.includes('literal') ? key.filter((value) => !/["\\]/.test(value)) : key;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fit, { minLength: 1, maxLength: 3 }), fc.nat(), async (stored, seed) => {
        keys = stored;
        const encoded = stored.map((value) => encode(value, createRandom(seed)));
        const texts = encoded.map((value) => `the header is\n${value}\nand no other`);
        const redactor = createRedactor();
        const safe = await service.redact(redactor, texts);
        for (const [i, { text, count }] of safe.entries()) {
          expect(count, text).toBeGreaterThan(0);
          expect(text.includes(encoded[i] ?? ''), text).toBe(false);
          expect(redactor.restore(text)).toBe(texts[i]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are found from the next text on, besides what is looked for anyway', async () => {
    const finder = { knownValues: [{ value: 'green-train', label: 'ENV_VALUE' }] };
    const look = async (): Promise<string | undefined> =>
      (await service.redact(createRedactor(), ['orange-boat, green-train'], { finder }))[0]?.text;
    expect(await look()).toBe('orange-boat, REDACTED_ENV_VALUE_1');
    keys = ['orange-boat'];
    expect(await look()).toBe('REDACTED_STORED_KEY_1, REDACTED_ENV_VALUE_1');
  });

  it('that cannot be read leave nothing that could be sent', async () => {
    const values = (): Promise<never> => Promise.reject(new AppError('keychain-locked'));
    const locked = withStoredKeys(service, { read: () => Promise.resolve(null), values });
    await expect(locked.redact(createRedactor(), ['text'])).rejects.toMatchObject({ code: 'keychain-locked' });
  });
});
