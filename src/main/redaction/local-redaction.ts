import { createFinder } from '../../privacy/redaction/finder.ts';
import { KEPT_FINDERS, memoByJson } from './memo-by-json.ts';
import { allowsFor, type RedactionService } from './redaction-service.ts';

/** Redacts on this thread, by the same rules, for a core without the built worker. */
export function createLocalRedaction(): RedactionService {
  const finderFor = memoByJson(KEPT_FINDERS, createFinder);
  return {
    redact: async (redactor, texts, { finder = {}, signal } = {}) => {
      signal?.throwIfAborted();
      const find = finderFor(finder);
      const allows = allowsFor(finder);
      return Promise.resolve(
        texts.map((text) => {
          const prepared = redactor.prepare(text);
          return redactor.apply(prepared, find(prepared.text), allows);
        }),
      );
    },
    close: () => Promise.resolve(),
  };
}
