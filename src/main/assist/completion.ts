import { createRedactor } from '../../privacy/redaction/redactor.ts';
import type { CompletionRequest, CompletionResponse, Settings } from '../../shared/schemas.ts';
import { AppError } from '../../shared/app-error.ts';
import type { ModelRegistry, Plan } from '../router/model-registry.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askModel, type AskParts } from './ask-model.ts';
import { completionText } from './completion-text.ts';

/** Inline completion at the cursor. */
export interface Completion {
  /** Rejects with an AppError; a request that should not be asked at all answers with its reason. */
  request(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResponse>;
}

export interface CompletionParts extends AskParts {
  readonly registry: ModelRegistry;
  readonly settings: () => Settings;
  readonly workspace: () => Workspace | null;
}

/** Characters around the cursor that the model reads: more makes every keystroke wait for the prefill. */
const PREFIX_CHARS = 6000;
const SUFFIX_CHARS = 2000;

export function createCompletion(parts: CompletionParts): Completion {
  return {
    request: async ({ path, prefix, suffix }, signal) => {
      const nothing = (reason: CompletionResponse['reason']): CompletionResponse => ({ text: '', model: null, reason });
      const { completionEnabled, completionMaxTokens } = parts.settings();
      if (!completionEnabled) return nothing('off');
      // An editor's text is as much the file as the file on disk.
      const workspace = parts.workspace();
      if (workspace !== null && !(await workspace.mayRead(path)).allowed) return nothing('ignored-file');
      let plan: Plan;
      try {
        plan = parts.registry.plan('completion', null);
      } catch (error) {
        if (error instanceof AppError && error.code === 'no-model') return nothing('no-model');
        throw error;
      }
      const near = suffix.slice(0, SUFFIX_CHARS);
      const oneLine = (near.split('\n', 1)[0] ?? '').trim() !== '';
      const payload = {
        task: 'completion' as const,
        prefix: prefix.slice(-PREFIX_CHARS),
        suffix: near,
        maxTokens: completionMaxTokens,
        stop: oneLine ? ['\n'] : ['\n\n\n'],
      };
      let text = '';
      const asked = await askModel(parts, payload, plan, createRedactor(), signal);
      let { model } = asked;
      for await (const event of asked.events) {
        if (event.type === 'text') text += event.text;
        if (event.type === 'switched') ({ model } = event);
      }
      return { text: completionText(text, payload.prefix, near), model: model.ref, reason: null };
    },
  };
}
