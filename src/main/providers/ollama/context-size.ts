import type { ChatPayload, CompletionPayload } from '../../../privacy/payload.ts';
import { estimateTokens, PICTURE_TOKENS, TURN_TOKENS } from '../estimate-tokens.ts';

/** Tokens of context asked for at least; Ollama's own default cuts prompts at 4096 without a word. */
const LEAST = 8192;

/** How large the contexts of one server's models are to be. */
export interface ContextSizes {
  /** Remember what a model can take at most; `null` if it does not say. */
  setLimit(model: string, tokens: number | null): void;
  /** Whether a limit, or that there is none, is known. */
  knows(model: string): boolean;
  /**
   * What this question needs, up to the model's limit. A context is never made smaller again: with
   * each change of it Ollama loads the model anew, and a chat and completions take turns.
   */
  sizeFor(model: string, payload: ChatPayload | CompletionPayload): number;
}

export function createContextSizes(): ContextSizes {
  const limits = new Map<string, number | null>();
  const sizes = new Map<string, number>();
  return {
    setLimit: (model, tokens) => limits.set(model, tokens),
    knows: (model) => limits.has(model),
    sizeFor: (model, payload) => {
      const wanted = Math.max(LEAST, 2 ** Math.ceil(Math.log2(tokensOf(payload))), sizes.get(model) ?? 0);
      const size = Math.min(wanted, limits.get(model) ?? Infinity);
      sizes.set(model, size);
      return size;
    },
  };
}

/** Question and answer. */
function tokensOf(payload: ChatPayload | CompletionPayload): number {
  const { maxTokens } = payload;
  if (payload.task === 'completion') {
    const pieces = payload.context?.pieces ?? [];
    const files = pieces.reduce((sum, { path, text }) => sum + estimateTokens(path) + estimateTokens(text), 0);
    return maxTokens + estimateTokens(payload.prefix) + estimateTokens(payload.suffix) + files + TURN_TOKENS;
  }
  const turns = payload.turns.map((turn) => {
    const pictures = turn.role === 'user' ? (turn.pictures ?? []).length * PICTURE_TOKENS : 0;
    const calls = turn.role === 'assistant' && turn.toolCalls ? estimateTokens(JSON.stringify(turn.toolCalls)) : 0;
    return estimateTokens(turn.text) + pictures + calls + TURN_TOKENS;
  });
  const tools = payload.tools ? estimateTokens(JSON.stringify(payload.tools)) : 0;
  return turns.reduce((sum, tokens) => sum + tokens, maxTokens + tools);
}
