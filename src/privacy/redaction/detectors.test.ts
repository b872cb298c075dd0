import { describe, expect, it } from 'vitest';
import { fake } from './detector.ts';
import { personalFamilies, SECRET_FAMILIES } from './detectors.ts';
import { MAX_LABEL } from './placeholders.ts';
import { createRedactor } from './redactor.ts';
import { createScanner, type AnyDetector } from './scan.ts';

const families = [...SECRET_FAMILIES, ...personalFamilies({ privateAddresses: false, leaveTestCards: false })];
const detectors: readonly AnyDetector[] = families.flatMap((family) => family.detectors);
const cases = detectors.flatMap((detector) =>
  detector.examples().map((example, i) => {
    const [text, value] = typeof example === 'string' ? [example, example] : example;
    return { name: `${detector.id} ${String(i + 1)}`, detector, text, value };
  }),
);
const counterCases = detectors.flatMap((detector) =>
  (detector.counterexamples?.() ?? []).map((text, i) => ({
    name: `${detector.id} not ${String(i + 1)}`,
    detector,
    text,
  })),
);

describe('detectors', () => {
  it('have names that placeholders can bear, sources and examples', () => {
    for (const { id, label, source, examples } of detectors) {
      expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
      expect(label, id).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
      expect(label.length, id).toBeLessThanOrEqual(MAX_LABEL);
      expect(source.length, id).toBeGreaterThan(5);
      expect(examples().length, id).toBeGreaterThan(0);
    }
    const ids = detectors.map((detector) => detector.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('know at least 200 types of secrets', () => {
    const secrets = detectors.filter((detector) => detector.kind === 'secret');
    expect(secrets.length).toBeGreaterThanOrEqual(200);
  });

  it('name literals that the index can tell apart', () => {
    for (const detector of detectors) {
      if (!('literals' in detector)) continue;
      for (const literal of detector.literals) {
        expect(literal, detector.id).not.toMatch(/[A-Z]/);
        expect(literal.length, `${detector.id} ${literal}`).toBeGreaterThanOrEqual(/[^\0-\x7f]/.test(literal) ? 2 : 3);
      }
    }
  });

  it.each(cases)('$name: found by its own detector', ({ detector, text, value }) => {
    const found = createScanner([detector])(text).map((match) => text.slice(match.start, match.end));
    expect(found).toContain(value);
  });

  it.each(cases)('$name: gone from the redacted text, and back again', ({ text, value }) => {
    for (const around of [text, `x\n${text}\ny`, ...(text.includes('\n') ? [] : [`{\n  ${text}\n}`])]) {
      const redactor = createRedactor();
      const redacted = redactor.redact(around).text;
      expect(redacted).not.toContain(value);
      expect(redactor.restore(redacted)).toBe(around);
    }
  });

  it.each(counterCases)('$name: left alone by its detector', ({ detector, text }) => {
    expect(createScanner([detector])(text).map((match) => text.slice(match.start, match.end))).toEqual([]);
  });

  it('gives the same examples each time, made of the letters asked for', () => {
    expect(fake('hex', 40)).toBe(fake('hex', 40));
    expect(fake('hex', 40)).toMatch(/^[0-9a-f]{40}$/);
    expect(fake('base64', 40, 2)).not.toBe(fake('base64', 40, 3));
  });
});
