import type OpenAI from 'openai';
import { z } from 'zod';
import type { ChatPayload, Turn } from '../../../privacy/payload.ts';
import type { StopReason } from '../../../shared/schemas/chat-and-completion.ts';
import type { AnswerPart } from '../answer-events.ts';
import type { Dialect } from './dialect.ts';

type Body = OpenAI.ChatCompletionCreateParamsStreaming;

/** A chat question in OpenAI's format, https://platform.openai.com/docs/api-reference/chat/create. */
export function chatBody({ turns, maxTokens, tools = [] }: ChatPayload, model: string, dialect: Dialect): Body {
  return {
    model,
    messages: turns.map(message),
    [dialect.limit]: maxTokens,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        function: { name, description, parameters },
      })),
    }),
    stream: true,
    ...(dialect.asksForUsage && { stream_options: { include_usage: true } }),
  };
}

function message(turn: Turn): OpenAI.ChatCompletionMessageParam {
  switch (turn.role) {
    case 'system':
      return { role: 'system', content: turn.text };
    case 'user': {
      const { text, pictures = [] } = turn;
      if (pictures.length === 0) return { role: 'user', content: text };
      const images = pictures.map(({ mediaType, base64 }) => ({
        type: 'image_url' as const,
        image_url: { url: `data:${mediaType};base64,${base64}` },
      }));
      return { role: 'user', content: [...images, { type: 'text', text }] };
    }
    case 'assistant': {
      const { text, toolCalls = [] } = turn;
      if (toolCalls.length === 0) return { role: 'assistant', content: text };
      const calls = toolCalls.map(({ id, name, arguments: args }) => ({
        id,
        type: 'function' as const,
        function: { name, arguments: JSON.stringify(args) },
      }));
      return { role: 'assistant', content: text === '' ? null : text, tool_calls: calls };
    }
    case 'tool':
      return { role: 'tool', tool_call_id: turn.callId, content: turn.text };
  }
}

const Count = z.number().nullish();
/** DeepSeek says `prompt_cache_hit_tokens`, the others what OpenAI says. */
export const Usage = z
  .object({
    prompt_tokens: Count,
    completion_tokens: Count,
    prompt_tokens_details: z.object({ cached_tokens: Count }).nullish(),
    prompt_cache_hit_tokens: Count,
  })
  .nullish();
/** Mistral's models that reason answer in pieces of both kinds. */
const Pieces = z.array(
  z.object({
    type: z.string(),
    text: z.string().nullish(),
    thinking: z.array(z.object({ text: z.string().nullish() })).nullish(),
  }),
);
const Delta = z.object({
  content: z.union([z.string(), Pieces]).nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.number().nullish(),
        id: z.string().nullish(),
        function: z
          .object({
            name: z.string().nullish(),
            arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});
const ChatPart = z.object({
  choices: z.array(z.object({ delta: Delta.nullish(), finish_reason: z.string().nullish() })),
  usage: Usage,
});

/** One part of a chat's answer, https://platform.openai.com/docs/api-reference/chat-streaming. Throws ZodError. */
export function readChatPart(raw: unknown): AnswerPart {
  const { choices, usage } = ChatPart.parse(raw);
  const { delta, finish_reason: reason } = choices[0] ?? {};
  const content = delta?.content;
  const pieces = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
  const text = pieces.map((p) => p.text ?? '').join('') + (delta?.refusal ?? '');
  const thought = pieces.flatMap((p) => ('thinking' in p ? (p.thinking ?? []).map((t) => t.text ?? '') : [])).join('');
  return {
    text,
    reasoning: thought + (delta?.reasoning_content ?? delta?.reasoning ?? ''),
    toolCalls: (delta?.tool_calls ?? []).map(({ index, id, function: called }) => {
      const args = called?.arguments;
      return {
        index: index ?? null,
        id,
        name: called?.name,
        argumentsJson: typeof args === 'object' && args !== null ? JSON.stringify(args) : (args ?? ''),
      };
    }),
    usage: usageOf(usage),
    stop: reason == null ? null : stopReason(reason),
  };
}

/** Counts in our terms; those that are not given stay as they were. */
export function usageOf(usage: z.infer<typeof Usage>): NonNullable<AnswerPart['usage']> {
  if (usage == null) return {};
  return {
    promptTokens: usage.prompt_tokens ?? null,
    answerTokens: usage.completion_tokens ?? null,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? null,
  };
}

/** Why an answer ended, as OpenAI and those that followed it put it. */
export function stopReason(reason: string): StopReason {
  switch (reason.toLowerCase()) {
    case 'stop':
    case 'eos':
      return 'end';
    case 'length':
    case 'model_length':
    case 'max_tokens':
      return 'length';
    case 'tool_calls':
    case 'function_call':
      return 'tool-calls';
    case 'content_filter':
    case 'safety':
      return 'content-filter';
    default:
      return 'other';
  }
}
