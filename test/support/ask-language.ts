import { expect } from 'vitest';
import type { LanguageService } from '../../src/main/workspace/language-servers/language-service.ts';
import type { LanguageAnswer, LanguageAsk } from '../../src/shared/schemas/language.ts';

/** Ask, and expect an answer of a kind. */
export async function askLanguage<K extends LanguageAnswer['kind']>(
  service: LanguageService,
  question: LanguageAsk,
  kind: K,
): Promise<Extract<LanguageAnswer, { kind: K }>> {
  const answer = await service.ask(question, new AbortController().signal);
  expect(answer.kind).toBe(kind);
  return answer as Extract<LanguageAnswer, { kind: K }>;
}
