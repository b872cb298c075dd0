import { Id, DestinationClassSchema, Count, Path, FailureSchema } from './basics.ts';
import { InstalledModel } from './ollama.ts';
import { ServerKindSchema } from './settings.ts';
import { z } from './zod.ts';

export const ModelInfo = z.strictObject({
  /** `provider-id/model-id`. */
  ref: z.string().min(1).max(512),
  providerId: Id,
  model: z.string(),
  label: z.string(),
  destination: DestinationClassSchema,
  capabilities: z.strictObject({
    chat: z.boolean(),
    /** Fills in the middle. */
    completion: z.boolean(),
    tools: z.boolean(),
    vision: z.boolean(),
  }),
  /** Tokens; `null` where the server does not tell. */
  contextTokens: Count.nullable(),
  /** Embedded models only. */
  loaded: z.boolean().nullable(),
  /** The GGUF file of an embedded model. */
  file: Path.nullable(),
});

export const ProviderStatus = z.strictObject({
  id: Id,
  kind: z.enum(['embedded', ...ServerKindSchema.options]),
  label: z.string(),
  origin: z.string().nullable(),
  destination: DestinationClassSchema,
  /** Added by the user, or found running on this machine. */
  source: z.enum(['built-in', 'user', 'detected']),
  state: z.enum(['checking', 'ready', 'unavailable', 'refused']),
  failure: FailureSchema.nullable(),
  /** All that a ready server has whose models the user may change here; `null` for any other. */
  installed: z.array(InstalledModel).nullable(),
});

const RouteView = z.strictObject({
  order: z.array(z.strictObject({ ref: z.string(), reason: z.string() })).readonly(),
  passedOver: z.array(z.strictObject({ ref: z.string(), reason: z.string(), code: z.string() })).readonly(),
});

export const ModelsView = z.strictObject({
  /** True until the first look for local servers has ended. */
  detecting: z.boolean(),
  providers: z.array(ProviderStatus),
  models: z.array(ModelInfo),
  chatModel: z.string().nullable(),
  completionModel: z.string().nullable(),
  /** Chosen for the open folder alone; left out: as in the user's settings. */
  folder: z.strictObject({ chat: z.string().optional(), completion: z.string().optional() }),
  /** Why these two, and why not the others. */
  routes: z.strictObject({ chat: RouteView, completion: RouteView }),
});

/** Sums of many requests. */
const UsageTotals = z.strictObject({
  requests: Count,
  promptTokens: Count,
  answerTokens: Count,
  cachedTokens: Count,
  /** US dollars, of those requests whose cost is known. */
  cost: z.number().nonnegative(),
  /** Requests to clouds whose cost is not known. */
  uncosted: Count,
});

/** What models used, and how the day's budget stands. */
export const UsageView = z.strictObject({
  session: UsageTotals,
  today: UsageTotals,
  budget: z.strictObject({
    /** US dollars a day. */
    limit: z.number().nonnegative().nullable(),
    spent: z.number().nonnegative(),
    state: z.enum(['none', 'within', 'nearly-spent', 'spent']),
  }),
});

export type ModelInfo = z.infer<typeof ModelInfo>;

export type ProviderStatus = z.infer<typeof ProviderStatus>;

export type ModelsView = z.infer<typeof ModelsView>;

export type UsageView = z.infer<typeof UsageView>;
