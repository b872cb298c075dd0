import { useEffect } from 'react';
import type { Settings } from '../../shared/schemas/settings.ts';
import { activeLanguage } from '../editor/active-language.ts';
import { useEditor } from '../editor/editor-store.ts';
import { forgetCompletions, registerInlineCompletion } from '../editor/inline-completion.ts';
import { forgetNextEdits, registerNextEdit } from '../editor/next-edit.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { useModels } from '../models/models-store.ts';
import { usePolicy } from '../privacy/policy-store.ts';
import { useSettings } from '../settings/settings-store.ts';

/** What was said of another folder, by another model or in another mode says nothing any more. */
function surroundings(): string {
  const { completionMaxTokens, completionContextTokens, nextEditModel } = useSettings.getState().view?.values ?? {};
  return JSON.stringify([
    useExplorer.getState().workspace?.id,
    usePolicy.getState().view?.mode,
    useModels.getState().view?.completionModel,
    completionMaxTokens,
    completionContextTokens,
    nextEditModel,
  ]);
}

/** Inline completions and next edits for as long as the window is there. */
export function useCompletions(): void {
  useEffect(() => {
    const values = (): Settings | null => useSettings.getState().view?.values ?? null;
    const registered = [registerInlineCompletion(values), registerNextEdit(values)];
    let before = surroundings();
    const follow = (): void => {
      const now = surroundings();
      if (now !== before) {
        forgetCompletions();
        forgetNextEdits();
      }
      before = now;
    };
    const followed = [useSettings, useModels, useExplorer, usePolicy].map((store) => store.subscribe(follow));
    return () => {
      for (const stop of followed) stop();
      for (const each of registered) each.dispose();
    };
  }, []);
}

/** Whether a model completes what is typed in the file on screen. */
export function useCompletesHere(): boolean {
  // Another file may be in another language.
  const active = useEditor((s) => s.active);
  const model = useModels((s) => s.view?.completionModel ?? null);
  const values = useSettings((s) => s.view?.values);
  const language = activeLanguage();
  if (active === null || model === null || values?.completionEnabled !== true || language === null) return false;
  return !values.completionOffLanguages.includes(language);
}
