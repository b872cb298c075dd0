import { documentOf, useEditor } from './editor-store.ts';

/** Monaco's id of the language of the file on screen; `null` where there is none. */
export function activeLanguage(): string | null {
  const { active } = useEditor.getState();
  return active === null ? null : (documentOf(active)?.model.getLanguageId() ?? null);
}
