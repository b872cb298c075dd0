import { useEffect } from 'react';
import { forgetCompletions, registerInlineCompletion } from '../editor/inline-completion.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { useModels } from '../models/models-store.ts';
import { usePolicy } from '../privacy/policy-store.ts';
import { useSettings } from '../settings/settings-store.ts';

/** What was said of another folder, by another model or in another mode says nothing any more. */
function surroundings(): string {
  const { completionMaxTokens, completionContextTokens } = useSettings.getState().view?.values ?? {};
  return JSON.stringify([
    useExplorer.getState().workspace?.root,
    usePolicy.getState().view?.mode,
    useModels.getState().view?.completionModel,
    completionMaxTokens,
    completionContextTokens,
  ]);
}

/** Inline completions for as long as the window is there. */
export function useCompletions(): void {
  useEffect(() => {
    const registered = registerInlineCompletion(() => useSettings.getState().view?.values ?? null);
    let before = surroundings();
    const follow = (): void => {
      const now = surroundings();
      if (now !== before) forgetCompletions();
      before = now;
    };
    const followed = [useSettings, useModels, useExplorer, usePolicy].map((store) => store.subscribe(follow));
    return () => {
      for (const stop of followed) stop();
      registered.dispose();
    };
  }, []);
}
