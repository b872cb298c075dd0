import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { ChatPayload, Turn } from '../../../privacy/payload.ts';
import type { StopReason } from '../../../shared/schemas/chat-and-completion.ts';
import type { AnswerPart } from '../answer-events.ts';

type Block = Anthropic.ContentBlockParam;
interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/** What may be kept at Anthropic for some minutes, to be read again at a tenth of the price. */
const CACHED = { cache_control: { type: 'ephemeral' as const } };

/**
 * A chat question in Anthropic's format, https://docs.claude.com/en/api/messages. What comes again
 * with the next question is marked for the prompt cache: the system prompt, and the turns before this one.
 */
export function messagesBody(
  { turns, maxTokens, tools = [] }: ChatPayload,
  model: string,
): Anthropic.MessageCreateParamsStreaming {
  const system = turns.flatMap((t) => (t.role === 'system' && t.text !== '' ? [t.text] : [])).join('\n\n');
  const messages = merged(turns.flatMap(message));
  const before = messages.at(-2)?.content;
  const last = before?.at(-1);
  if (before && last && last.type !== 'thinking' && last.type !== 'redacted_thinking') {
    before[before.length - 1] = { ...last, ...CACHED };
  }
  return {
    model,
    max_tokens: maxTokens,
    ...(system !== '' && { system: [{ type: 'text', text: system, ...CACHED }] }),
    messages,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: { ...parameters, type: 'object' as const },
      })),
    }),
    stream: true,
  };
}

function message(turn: Turn): Message[] {
  // Blocks without text are refused.
  const text = turn.text === '' ? [] : [{ type: 'text' as const, text: turn.text }];
  switch (turn.role) {
    case 'system':
      return [];
    case 'user': {
      const images = (turn.pictures ?? []).map(({ mediaType, base64 }) => ({
        type: 'image' as const,
        source: { type: 'base64' as const, media_type: mediaType, data: base64 },
      }));
      return [{ role: 'user', content: [...images, ...text] }];
    }
    case 'assistant': {
      const calls = (turn.toolCalls ?? []).map(({ id, name, arguments: input }) => ({
        type: 'tool_use' as const,
        id,
        name,
        input,
      }));
      return [{ role: 'assistant', content: [...text, ...calls] }];
    }
    case 'tool':
      return [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: turn.callId, content: turn.text }] }];
  }
}

/** The answers to one message's tool calls belong into one message. */
function merged(messages: readonly Message[]): Message[] {
  const all: Message[] = [];
  for (const { role, content } of messages) {
    const before = all.at(-1);
    if (content.length === 0) continue;
    if (before?.role === role) before.content.push(...content);
    else all.push({ role, content: [...content] });
  }
  return all;
}

const Count = z.number().nullish();
const Counts = z.object({
  input_tokens: Count,
  output_tokens: Count,
  cache_creation_input_tokens: Count,
  cache_read_input_tokens: Count,
});
const Index = z.number().int();
/** The parts that bring something; unknown ones are passed over, as Anthropic asks for. */
const Part = z.union([
  z.object({ type: z.literal('message_start'), message: z.object({ usage: Counts }) }),
  z.object({
    type: z.literal('content_block_start'),
    index: Index,
    content_block: z.object({
      type: z.string(),
      text: z.string().nullish(),
      id: z.string().nullish(),
      name: z.string().nullish(),
    }),
  }),
  z.object({
    type: z.literal('content_block_delta'),
    index: Index,
    delta: z.object({
      type: z.string(),
      text: z.string().nullish(),
      thinking: z.string().nullish(),
      partial_json: z.string().nullish(),
    }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: Counts.nullish(),
  }),
  z.object({ type: z.literal('message_stop') }),
  z.object({ type: z.enum(['content_block_stop', 'ping']) }),
]);
const KNOWN: ReadonlySet<string> = new Set([
  ...['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop'],
  ...['message_delta', 'message_stop', 'ping'],
]);

/** One part of an answer, https://docs.claude.com/en/docs/build-with-claude/streaming. Throws ZodError. */
export function readMessagesPart(raw: unknown): AnswerPart {
  if (!KNOWN.has(z.object({ type: z.string() }).parse(raw).type)) return {};
  const part = Part.parse(raw);
  switch (part.type) {
    case 'message_start':
      return { usage: usageOf(part.message.usage) };
    case 'content_block_start': {
      const { type, id, name, text } = part.content_block;
      return type === 'tool_use' ? { toolCalls: [{ index: part.index, id, name }] } : { text };
    }
    case 'content_block_delta': {
      const { text, thinking, partial_json: json } = part.delta;
      const toolCalls = json == null ? [] : [{ index: part.index, argumentsJson: json }];
      return { text, reasoning: thinking, toolCalls };
    }
    case 'message_delta': {
      const { stop_reason: reason } = part.delta;
      return { usage: usageOf(part.usage), stop: reason == null ? null : stopReason(reason) };
    }
    case 'message_stop':
      return { last: true };
    case 'content_block_stop':
    case 'ping':
      return {};
  }
}

function usageOf(usage: z.infer<typeof Counts> | null | undefined): NonNullable<AnswerPart['usage']> {
  if (usage == null) return {};
  const { input_tokens: fresh, output_tokens: answer } = usage;
  const cached = usage.cache_read_input_tokens ?? 0;
  return {
    // The end of an answer may repeat the counts, or leave them out. What came from the cache is counted apart.
    ...(fresh != null && {
      promptTokens: fresh + cached + (usage.cache_creation_input_tokens ?? 0),
      cachedTokens: cached,
    }),
    ...(answer != null && { answerTokens: answer }),
  };
}

function stopReason(reason: string): StopReason {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'end';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool-calls';
    case 'refusal':
      return 'content-filter';
    default:
      return 'other';
  }
}
