import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { accountError } from './account-error.ts';

/**
 * A model server's failure in our terms. What the server says is looked at but not passed on: some
 * echo the prompt in their messages.
 * @param status HTTP status, `null` if there was no usable answer
 * @param message the body as it came, or what an SDK made of it
 */
export function toServerError(status: number | null, message: string, cause: unknown): AppError {
  return new AppError(codeFor(status, message), status === null ? undefined : `(HTTP ${String(status)})`, { cause });
}

function codeFor(status: number | null, message: string): ErrorCode {
  if (status === null) return 'server-garbled';
  const account = accountError(status, message);
  if (account !== null) return account;
  if (status === 429 || status === 503) return 'server-rate-limited';
  if (/context (length|size|window)|exceed|too long|maximum context/i.test(message)) return 'context-too-long';
  if (status === 404) return 'model-not-found';
  if (/does not support (insert|completion|generate)/i.test(message)) return 'completion-not-supported';
  if (status >= 500) return 'server-failed';
  return status >= 400 ? 'server-rejected' : 'server-garbled';
}

/** The AppError that egress threw, dug out of what an SDK wrapped around it. */
export function appErrorWithin(thrown: unknown): AppError | null {
  for (let e = thrown, depth = 0; depth < 5 && e instanceof Error; e = e.cause, depth++) {
    if (e instanceof AppError) return e;
  }
  return null;
}
