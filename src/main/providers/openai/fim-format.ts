import { z } from 'zod';
import type { CompletionPayload } from '../../../privacy/payload.ts';
import type { AnswerPart } from '../answer-events.ts';
import { fimPrompt, prefixWithFiles } from '../fim/fim-prompt.ts';
import { stopReason, Usage, usageOf } from './chat-format.ts';
import type { Dialect } from './dialect.ts';

/** OpenAI takes four at most. */
const MAX_STOPS = 4;

/** A fill-in-the-middle question as this server takes it; `null` if the model's marks are not known. */
export function fimRequest(
  payload: CompletionPayload,
  model: string,
  { fim }: Dialect,
): { readonly path: string; readonly body: object } | null {
  const { suffix, maxTokens, stop } = payload;
  const common = { model, max_tokens: maxTokens, temperature: 0.1, stream: true };
  if (fim.with === 'suffix') {
    return {
      path: fim.path,
      body: { ...common, prompt: prefixWithFiles(payload), suffix, stop: stop.slice(0, MAX_STOPS) },
    };
  }
  const family = fimPrompt(model, payload);
  if (family === null) return null;
  const stops = [...stop, ...family.stop].slice(0, MAX_STOPS);
  return { path: '/completions', body: { ...common, prompt: family.prompt, stop: stops } };
}

/** Mistral answers in the format of a chat. */
const FimPart = z.object({
  choices: z.array(
    z.object({
      text: z.string().nullish(),
      delta: z.object({ content: z.string().nullish() }).nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: Usage,
});

/** One part of an answer, https://platform.openai.com/docs/api-reference/completions. Throws ZodError. */
export function readFimPart(raw: unknown): AnswerPart {
  const { choices, usage } = FimPart.parse(raw);
  const { text, delta, finish_reason: reason } = choices[0] ?? {};
  return {
    text: text ?? delta?.content,
    usage: usageOf(usage),
    stop: reason == null ? null : stopReason(reason),
  };
}
