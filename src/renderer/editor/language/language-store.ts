import { create } from 'zustand';
import type { LanguageServerState } from '../../../shared/schemas/language.ts';

interface LanguageState {
  /** Those that files were opened for. */
  readonly servers: readonly LanguageServerState[];
}

/** How the language servers fare, as the core tells. */
export const useLanguage = create<LanguageState>(() => ({ servers: [] }));

/** The server that runs for a language, if one does. */
export function runningFor(languageId: string): LanguageServerState | undefined {
  return useLanguage.getState().servers.find((s) => s.state === 'running' && s.languages.includes(languageId));
}
