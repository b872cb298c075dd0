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
      provideInlineCompletions: async (model, position, context, token) => {
        const explicit = context.triggerKind === monaco.languages.InlineCompletionTriggerKind.Explicit;
        if (!options.enabled() && !explicit) return { items: [] };
        const stop = new AbortController();
        token.onCancellationRequested(() => {
          stop.abort();
        });
        if (!explicit) await pause(options.debounceMs(), stop.signal);
        if (token.isCancellationRequested) return { items: [] };
        useInlineCompletion.setState(({ running }) => ({ running: running + 1 }));
        try {
          const offset = model.getOffsetAt(position);
          const text = model.getValue();
          const half = LIMITS.completionContextChars / 2;
          const { text: insertText, reason } = await call(
            'completion.request',
            {
              path: model.uri.path.slice(1),
              languageId: model.getLanguageId(),
              prefix: text.slice(Math.max(0, offset - half), offset),
              suffix: text.slice(offset, offset + half),
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

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
