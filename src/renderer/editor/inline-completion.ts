import { create } from 'zustand';
import { call } from '../bridge/bridge.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { CompletionResponse } from '../../shared/schemas.ts';
import { messageOf } from '../ui/notifications.tsx';
import { monaco } from './monaco-setup.ts';

interface InlineCompletionState {
  /** Requests on their way; one that was cancelled may end after the next has begun. */
  readonly running: number;
  /** Why the last one showed nothing; `null` when it did or there was none. */
  readonly problem: string | null;
}

/** For the status bar. */
export const useInlineCompletion = create<InlineCompletionState>(() => ({ running: 0, problem: null }));

/** What is read at each request, so that a setting applies at once. */
export interface InlineCompletionOptions {
  readonly enabled: () => boolean;
  /** Pause in typing before a request, ms. */
  readonly debounceMs: () => number;
}

const REASONS: Readonly<Record<NonNullable<CompletionResponse['reason']>, string>> = {
  off: 'Completions are off.',
  'language-off': 'Completions are off for this language.',
  'no-model': 'No local model can complete. Add one under Models.',
  'ignored-file': 'This file is kept from models.',
};

/**
 * Ghost text for every language through Monaco's own inline completions: Tab accepts, Escape
 * dismisses, Ctrl+Right accepts a word. Typing on cancels the request that is out.
 */
export function registerInlineCompletion(options: InlineCompletionOptions): monaco.IDisposable {
  return monaco.languages.registerInlineCompletionsProvider(
    { pattern: '**' },
    {
      displayName: 'CodeGrex',
      // Monaco waits so long itself before it asks, and otherwise adds a pause of its own.
      get debounceDelayMs() {
        return options.debounceMs();
      },
      provideInlineCompletions: async (model, position, context, token) => {
        const explicit = context.triggerKind === monaco.languages.InlineCompletionTriggerKind.Explicit;
        if (!options.enabled() && !explicit) return { items: [] };
        const stop = new AbortController();
        token.onCancellationRequested(() => {
          stop.abort();
        });
        useInlineCompletion.setState(({ running }) => ({ running: running + 1 }));
        try {
          const offset = model.getOffsetAt(position);
          const half = LIMITS.completionContextChars / 2;
          // Only what is near: a copy of a whole large file for each keystroke would be felt.
          const textBetween = (from: number, to: number): string =>
            model.getValueInRange(monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)));
          const { text: insertText, reason } = await call(
            'completion.request',
            {
              path: model.uri.path.slice(1),
              languageId: model.getLanguageId(),
              prefix: textBetween(Math.max(0, offset - half), offset),
              suffix: textBetween(offset, offset + half),
            },
            stop.signal,
          );
          useInlineCompletion.setState({ problem: reason === null ? null : REASONS[reason] });
          if (insertText === '' || stop.signal.aborted) return { items: [] };
          const { lineNumber, column } = position;
          return { items: [{ insertText, range: new monaco.Range(lineNumber, column, lineNumber, column) }] };
        } catch (error) {
          // A completion that fails must not get in the way of typing; the status bar tells.
          if (!stop.signal.aborted) useInlineCompletion.setState({ problem: messageOf(error) });
          return { items: [] };
        } finally {
          useInlineCompletion.setState(({ running }) => ({ running: running - 1 }));
        }
      },
      disposeInlineCompletions: () => undefined,
    },
  );
}
