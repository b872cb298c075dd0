import { countSteps, TooManySteps } from './step-counter.ts';

/** What the regular expressions of some code cost. */
export interface Work {
  readonly steps: number;
  /** The steps of each expression. */
  readonly by: ReadonlyMap<string, number>;
  /** The longest text that each expression was given, in characters. */
  readonly longest: ReadonlyMap<string, number>;
  /** Whether counting was stopped since there were too many. */
  readonly stopped: boolean;
}

/**
 * Run some code, and count what each use of a regular expression in it costs. Every use is matched
 * twice, by the engine and by the counter, and both must find the same.
 * @param most where to stop
 */
export function countWork(code: () => void, most = 50_000_000): Work {
  const by = new Map<string, number>();
  const longest = new Map<string, number>();
  let steps = 0;
  let counting = false;
  const prototype = RegExp.prototype;
  const original = Object.getOwnPropertyDescriptor(prototype, 'exec') as PropertyDescriptor;
  const exec = original.value as (this: RegExp, text: string) => RegExpExecArray | null;
  // Every method of texts and expressions that matches calls this one.
  function counted(this: RegExp, text: string): RegExpExecArray | null {
    if (counting) return exec.call(this, text);
    const from = this.global || this.sticky ? this.lastIndex : 0;
    counting = true;
    try {
      const count = countSteps(this, text, from, most - steps);
      steps += count.steps;
      const key = String(this);
      by.set(key, (by.get(key) ?? 0) + count.steps);
      longest.set(key, Math.max(longest.get(key) ?? 0, text.length));
      const found = exec.call(this, text);
      const end = found === null ? null : found.index + found[0].length;
      if (found?.index !== count.found?.start || end !== (count.found?.end ?? null))
        throw new Error(`counted another match of ${key} in ${JSON.stringify(text.slice(0, 200))}`);
      return found;
    } finally {
      counting = false;
    }
  }
  Object.defineProperty(prototype, 'exec', { ...original, value: counted });
  try {
    code();
    return { steps, by, longest, stopped: false };
  } catch (error) {
    if (!(error instanceof TooManySteps)) throw error;
    return { steps: most, by, longest, stopped: true };
  } finally {
    Object.defineProperty(prototype, 'exec', original);
  }
}
