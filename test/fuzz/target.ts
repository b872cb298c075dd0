import type { Random } from '../corpus/redaction/random.ts';

/** One input, made and ready to be checked. */
export interface Trial {
  /** How long the input is. */
  readonly characters: number;
  /** How many questions the check asks the code under test; 1 unless given. */
  readonly questions?: number;
  /** Throws a {@link Violation} where something is not as promised; anything else that is thrown is a bug too. */
  readonly check: () => void;
  /** The input, so that a failure can be looked at. Made up from the corpus, so nobody's secret. */
  readonly input: unknown;
}

/** One part of the code under test. */
export interface Target {
  /** kebab-case */
  readonly name: string;
  /** How many of a hundred inputs are for it. */
  readonly share: number;
  /** The same trial for the same random source. */
  readonly prepare: (r: Random) => Trial;
}

/** A promise that was not kept. */
export class Violation extends Error {
  /** The promise, in a few words; the same ones each time. */
  readonly promise: string;

  constructor(promise: string, detail: string) {
    super(detail === '' ? promise : `${promise}: ${detail}`);
    this.promise = promise;
  }
}

/** Throws a {@link Violation} unless it holds. */
export function promised(promise: string, holds: boolean, detail: () => string = () => ''): void {
  if (!holds) throw new Violation(promise, detail());
}
