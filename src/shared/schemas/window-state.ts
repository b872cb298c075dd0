import { z } from './zod.ts';

/** Any plain value. */
export const Json = z.json();

export type Json = z.infer<typeof Json>;
