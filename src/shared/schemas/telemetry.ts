import { AppInfo } from './workspace.ts';
import { DestinationClassSchema } from './basics.ts';
import { z } from './zod.ts';

const TelemetryOrigin = {
  host: AppInfo.shape.host,
  platform: AppInfo.shape.platform,
  /** Days since 1970-01-01. */
  day: z.number().int().min(0).max(99_999),
  /** One such event in so many is kept, by chance. */
  oneIn: z.number().int().min(1).max(1000),
};

/** An event that a user who opted in may hand over. Enumerations and small numbers only, see {@link NoFreeText}. */
export const TelemetryEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), ...TelemetryOrigin }),
  z.strictObject({
    kind: z.literal('request'),
    ...TelemetryOrigin,
    task: z.enum(['chat', 'completion']),
    destination: DestinationClassSchema,
    outcome: z.enum(['allowed', 'refused', 'failed', 'cancelled']),
    sent: z.enum(['nothing', 'under-10-kB', 'under-100-kB', 'more']),
    redacted: z.boolean(),
  }),
]);

export type TelemetryEvent = z.infer<typeof TelemetryEvent>;

/** `true` where a value of type `T` has text in it that is not one of a fixed set. */
type HoldsFreeText<T> = T extends string
  ? string extends T
    ? true
    : false
  : T extends object
    ? { [K in keyof T]: HoldsFreeText<T[K]> }[keyof T]
    : false;

type MustBe<Wanted, T extends Wanted> = T;

/** Does not compile once a field of a telemetry event can hold free text. */
export type NoFreeText = MustBe<false, HoldsFreeText<TelemetryEvent>>;
