import { Count } from './basics.ts';
import { z } from './zod.ts';

/** A model's name as somebody typed it; whether it is one is told in words. */
export const TypedModelName = z.string().max(512);

/** A model that an Ollama server has, whether CodeGrex can use it or not. */
export const InstalledModel = z.strictObject({
  name: z.string(),
  /** On the server's disk; layers that models share are counted with each. */
  sizeBytes: Count.nullable(),
  /** As the server puts it, e.g. `7.6B`. */
  parameterSize: z.string().nullable(),
  /** e.g. `Q4_K_M`. */
  quantization: z.string().nullable(),
  /** Its architecture, e.g. `qwen2`. */
  family: z.string().nullable(),
  /** Tokens that it was made for. */
  contextTokens: Count.nullable(),
  /** Memory that it takes now, graphics memory included; `null` while it is not loaded. */
  loadedBytes: Count.nullable(),
  /** `other`: makes no text. `remote`: runs in Ollama's cloud, so nothing is sent to it. */
  use: z.enum(['text', 'other', 'remote']),
});

/** A model that may be pulled, and fits this machine. */
export const SuggestedModel = z.strictObject({
  name: z.string(),
  tasks: z.array(z.enum(['completion', 'chat'])).readonly(),
  sizeBytes: Count,
  /** What it takes when loaded, about. */
  memoryBytes: Count,
  /** Whether that much is free at the moment. */
  fitsNow: z.boolean(),
  note: z.string(),
});

export const SuggestionsView = z.strictObject({
  totalBytes: Count,
  freeBytes: Count,
  /** The lightest first. */
  models: z.array(SuggestedModel),
});

export const PullEvent = z.discriminatedUnion('type', [
  /** Nothing was sent yet: the user is asked first. */
  z.strictObject({
    type: z.literal('ask'),
    pullId: z.string().max(128),
    model: z.string(),
    server: z.string(),
    /** Of the server. */
    origin: z.string(),
    /** The host that the server fetches from. */
    registry: z.string(),
  }),
  z.strictObject({
    type: z.literal('progress'),
    /** What the server says it is doing. */
    status: z.string().max(200),
    /** The layer that is being fetched. */
    layer: z.strictObject({ digest: z.string().max(200), completed: Count, total: Count }).nullable(),
    /** Bytes of all layers known so far. */
    completed: Count,
    total: Count,
  }),
]);

export type InstalledModel = z.infer<typeof InstalledModel>;

export type SuggestedModel = z.infer<typeof SuggestedModel>;

export type SuggestionsView = z.infer<typeof SuggestionsView>;

export type PullEvent = z.infer<typeof PullEvent>;
