import type { NextEditRequest, NextEditResponse, Replacement } from '../../../shared/schemas/next-edit.ts';

/** A next edit that a model gave for a text. */
export interface Suggested {
  readonly edit: Replacement;
  readonly model: string;
}

export interface NextEditSessionParts {
  /** Ask the core. Rejects when `signal` aborts, or with what went wrong. */
  readonly ask: (request: NextEditRequest, signal: AbortSignal) => Promise<NextEditResponse>;
  /** How long nothing is to be typed before a model is asked, ms. */
  readonly pause: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Next edits for one window; each text is asked about once. */
export interface NextEditSession {
  /**
   * What to show; `null` for nothing, and when `signal` aborts. Never rejects: a guess that fails is none.
   * @param version of the text: while it is the same, so is the answer
   * @param request made only where a model is to be asked; `null` where there is nothing to ask
   */
  offer(version: string, request: () => NextEditRequest | null, signal: AbortSignal): Promise<Suggested | null>;
  /** The user wants it no more, for this text. */
  dismissed(version: string): void;
  /** Forget what was said. */
  clear(): void;
}

export function createNextEditSession({ ask, pause, wait }: NextEditSessionParts): NextEditSession {
  /** What is known of the text that was asked about last. */
  let known: { readonly version: string; suggested: Suggested | null } | null = null;

  return {
    offer: async (version, request, signal) => {
      const gone = (): boolean => signal.aborted;
      if (known?.version === version) return known.suggested;
      await wait(pause(), signal);
      if (gone()) return null;
      const question = request();
      if (question === null) return null;
      try {
        const { edit, model } = await ask(question, signal);
        const suggested = edit === null || model === null ? null : { edit, model };
        known = { version, suggested };
        return gone() ? null : suggested;
      } catch {
        return null;
      }
    },
    dismissed: (version) => {
      if (known?.version === version) known.suggested = null;
    },
    clear: () => {
      known = null;
    },
  };
}
