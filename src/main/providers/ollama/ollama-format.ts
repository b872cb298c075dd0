import type { Message, Tool } from 'ollama/browser';
import { z } from 'zod';
import type { Destination } from '../../../privacy/destination.ts';
import type { ChatPayload, Turn } from '../../../privacy/payload.ts';
import type { ModelInfo } from '../../../shared/schemas/models.ts';
import type { StopReason } from '../../../shared/schemas/chat-and-completion.ts';
import type { AnswerPart } from '../answer-events.ts';

/** The wire format of https://docs.ollama.com/api. */

/** A chat's turns as Ollama takes them. */
export function ollamaMessages(turns: readonly Turn[]): Message[] {
  const names = new Map(
    turns.flatMap((t) => (t.role === 'assistant' ? (t.toolCalls ?? []).map((c) => [c.id, c.name] as const) : [])),
  );
  return turns.map((turn): Message => {
    const { role, text: content } = turn;
    switch (turn.role) {
      case 'system':
        return { role, content };
      case 'user':
        return { role, content, ...(turn.pictures && { images: turn.pictures.map((p) => p.base64) }) };
      case 'assistant': {
        const calls = turn.toolCalls?.map((c) => ({ function: { name: c.name, arguments: c.arguments } }));
        return { role, content, ...(calls && { tool_calls: calls }) };
      }
      case 'tool':
        // Its calls have no ids: an answer says which tool gave it.
        return { role, content, tool_name: names.get(turn.callId) ?? '' };
    }
  });
}

/** The tools of a chat; their schemas go as they are. */
export function ollamaTools({ tools = [] }: ChatPayload): Tool[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters: parameters },
  }));
}

const Ending = {
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
};
const ChatPart = z.object({
  message: z.object({
    content: z.string().default(''),
    thinking: z.string().nullish(),
    tool_calls: z
      .array(
        z.object({
          id: z.string().nullish(),
          function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }),
        }),
      )
      .nullish(),
  }),
  ...Ending,
});
const GeneratePart = z.object({ response: z.string().default(''), ...Ending });

/** One part of a chat's answer. Throws ZodError. */
export function readChatPart(raw: unknown): AnswerPart {
  const part = ChatPart.parse(raw);
  const { content, thinking, tool_calls: calls } = part.message;
  return {
    text: content,
    reasoning: thinking,
    toolCalls: (calls ?? []).map(({ id, function: { name, arguments: args } }) => ({
      index: null,
      id,
      name,
      argumentsJson: JSON.stringify(args),
    })),
    ...endingOf(part),
  };
}

/** One part of a completion. Throws ZodError. */
export function readGeneratePart(raw: unknown): AnswerPart {
  const part = GeneratePart.parse(raw);
  return { text: part.response, ...endingOf(part) };
}

function endingOf(part: {
  readonly done?: boolean | undefined;
  readonly done_reason?: string | undefined;
  readonly prompt_eval_count?: number | undefined;
  readonly eval_count?: number | undefined;
}): AnswerPart {
  if (part.done !== true) return {};
  // It counts what it had to read, so what its cache held is not among the prompt's tokens.
  const usage = { promptTokens: part.prompt_eval_count ?? null, answerTokens: part.eval_count ?? null };
  return { usage, stop: stopReason(part.done_reason), last: true };
}

function stopReason(reason: string | undefined): StopReason {
  return reason === 'length' ? 'length' : reason === undefined || reason === 'stop' ? 'end' : 'other';
}

/** The list of models. */
export const Listed = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      remote_host: z.string().optional(),
      size: z.number().int().nonnegative().optional(),
      details: z
        .object({
          family: z.string().nullish(),
          parameter_size: z.string().nullish(),
          quantization_level: z.string().nullish(),
        })
        .nullish(),
    }),
  ),
});
/** What is told of one model. */
export const Shown = z.object({
  capabilities: z.array(z.string()).optional(),
  // The SDK's type says Map; the wire has an object.
  model_info: z.record(z.string(), z.unknown()).optional(),
  remote_host: z.string().optional(),
  template: z.string().optional(),
});
type Shown = z.infer<typeof Shown>;

/** Ollama passes these on to its cloud: on this machine in name only. */
export function isRemote(name: string, remoteHost: string | undefined): boolean {
  return (remoteHost !== undefined && remoteHost !== '') || /[:-]cloud$/.test(name);
}

/** The longest context that a model was made for; `null` if it does not say. */
export function contextLimit(shown: Shown): number | null {
  const context = Object.entries(shown.model_info ?? {}).find(([key]) => key.endsWith('.context_length'))?.[1];
  return typeof context === 'number' && Number.isInteger(context) && context > 0 ? context : null;
}

/** A model as the app shows it; `null` for one that makes no text. */
export function modelInfo(id: string, name: string, destination: Destination, shown: Shown): ModelInfo | null {
  // Servers before 0.6 do not tell; nearly every model chats, and a template with a suffix fills in.
  const capabilities = shown.capabilities ?? ['completion', ...(shown.template?.includes('.Suffix') ? ['insert'] : [])];
  if (!capabilities.includes('completion')) return null;
  return {
    ref: `${id}/${name}`,
    providerId: id,
    model: name,
    label: name,
    destination: destination.kind,
    capabilities: {
      chat: true,
      completion: capabilities.includes('insert'),
      tools: capabilities.includes('tools'),
      vision: capabilities.includes('vision'),
    },
    contextTokens: contextLimit(shown),
    loaded: null,
    file: null,
  };
}
