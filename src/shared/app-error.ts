import { ERROR_MESSAGES, type ErrorCode, type Failure } from './error-codes.ts';
import { t } from './messages/t.ts';

/** An expected failure. `cause` stays on the side that threw it and is never serialised. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** How long the server wants to be left alone, ms, where it says so. Never crosses a boundary. */
  readonly retryAfterMs: number | null;

  /**
   * @param code one of the closed set
   * @param detail added after the standard message; never source, prompts, keys or originals
   */
  constructor(
    code: ErrorCode,
    detail?: string,
    options?: { readonly cause?: unknown; readonly retryAfterMs?: number },
  ) {
    const message = t(ERROR_MESSAGES[code]);
    super(detail === undefined ? message : `${message} ${detail}`, options);
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs ?? null;
  }
}

/** What crosses the boundary for any thrown value: a known code, or `internal` with no detail. */
export function toFailure(thrown: unknown): Failure {
  return thrown instanceof AppError
    ? { code: thrown.code, message: thrown.message }
    : { code: 'internal', message: t(ERROR_MESSAGES.internal) };
}

/** The error that a failure from the other side of a boundary stands for. */
export function fromFailure(failure: Failure): AppError {
  const error = new AppError(failure.code);
  error.message = failure.message;
  return error;
}
