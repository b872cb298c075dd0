import { z } from 'zod';
import type { CompletionPayload } from '../../../privacy/payload.ts';
import type { AnswerPart } from '../answer-events.ts';
import { stopReason, Usage, usageOf } from './chat-format.ts';
import type { Dialect } from './dialect.ts';

/** How a model family marks prefix and suffix for fill-in-the-middle. */
interface FimFamily {
  /** Tested against the model's id. */
  readonly name: RegExp;
  readonly prompt: (prefix: string, suffix: string) => string;
  readonly stop: readonly string[];
}

const marks = (pre: string, suf: string, mid: string) => (prefix: string, suffix: string) =>
  `${pre}${prefix}${suf}${suffix}${mid}`;

/** From the model cards; the first family that matches is taken. */
const FAMILIES: readonly FimFamily[] = [
  {
    // https://huggingface.co/Qwen/Qwen2.5-Coder-7B
    name: /qwen.*coder|coder.*qwen|codeqwen/i,
    prompt: marks('<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
    stop: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>', '<|endoftext|>', '<|file_sep|>'],
  },
  {
    // https://huggingface.co/deepseek-ai/deepseek-coder-6.7b-base
    name: /deepseek.*coder/i,
    prompt: marks('<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'),
    stop: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜end▁of▁sentence｜>'],
  },
  {
    // https://huggingface.co/bigcode/starcoder2-7b, https://huggingface.co/ibm-granite
    name: /starcoder|granite|stable-?code|refact/i,
    prompt: marks('<fim_prefix>', '<fim_suffix>', '<fim_middle>'),
    stop: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>', '<|endoftext|>'],
  },
  {
    // https://ai.google.dev/gemma/docs/codegemma
    name: /codegemma/i,
    prompt: marks('<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
    stop: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_separator|>'],
  },
  {
    // https://huggingface.co/codellama/CodeLlama-7b-hf
    name: /code-?llama/i,
    prompt: (prefix, suffix) => `<PRE> ${prefix} <SUF>${suffix} <MID>`,
    stop: ['<PRE>', '<SUF>', '<MID>', '<EOT>'],
  },
  {
    // https://huggingface.co/mistralai/Codestral-22B-v0.1: the suffix comes first.
    name: /codestral/i,
    prompt: (prefix, suffix) => `[SUFFIX]${suffix}[PREFIX]${prefix}`,
    stop: ['[SUFFIX]', '[PREFIX]', '</s>'],
  },
];

/** Whether the marks of this model's family are known. */
export function knowsFim(model: string): boolean {
  return FAMILIES.some((f) => f.name.test(model));
}

/** OpenAI takes four at most. */
const MAX_STOPS = 4;

/** A fill-in-the-middle question as this server takes it; `null` if the model's marks are not known. */
export function fimRequest(
  { prefix, suffix, maxTokens, stop }: CompletionPayload,
  model: string,
  { fim }: Dialect,
): { readonly path: string; readonly body: object } | null {
  const common = { model, max_tokens: maxTokens, temperature: 0.1, stream: true };
  if (fim.with === 'suffix') {
    return { path: fim.path, body: { ...common, prompt: prefix, suffix, stop: stop.slice(0, MAX_STOPS) } };
  }
  const family = FAMILIES.find((f) => f.name.test(model));
  if (family === undefined) return null;
  const stops = [...stop, ...family.stop].slice(0, MAX_STOPS);
  return { path: '/completions', body: { ...common, prompt: family.prompt(prefix, suffix), stop: stops } };
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
