import { LRUCache } from 'lru-cache';

/** Finders kept: one for each window with values of its own, and some of before. */
export const KEPT_FINDERS = 8;

/**
 * `make`, with its answers to the latest questions kept. Questions are plain data, and two that read
 * alike get the same answer.
 * @param max answers kept
 */
export function memoByJson<Q, A extends object>(max: number, make: (question: Q) => A): (question: Q) => A {
  const answers = new LRUCache<string, A>({ max });
  return (question) => {
    const key = JSON.stringify(question);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const made = make(question);
    answers.set(key, made);
    return made;
  };
}
