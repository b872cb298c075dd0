import { LIMITS } from '../limits.ts';
import { MODES } from '../../privacy/mode.ts';
import { ERROR_CODES } from '../error-codes.ts';
import { z } from './zod.ts';

/** A path as the user's system writes it; validated for existence and containment by main. */
export const Path = z
  .string()
  .min(1)
  .max(LIMITS.pathChars)
  .refine((p) => !p.includes('\0'));

/** A folder within the open one; `''` is the open one itself. */
export const FolderPath = z
  .string()
  .max(LIMITS.pathChars)
  .refine((p) => !p.includes('\0'));

export const Id = z.string().min(1).max(128);

export const Count = z.number().int().nonnegative();

export const ModeSchema = z.enum(MODES);

export const DestinationClassSchema = z.enum(['in-process', 'loopback', 'on-prem', 'cloud']);

export const FailureSchema = z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() });
