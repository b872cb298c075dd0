import { AppError } from '../../../shared/app-error.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { appErrorWithin, toServerError } from '../server-error.ts';

/**
 * What the server tells of a pull that failed, in the words of Ollama, of Go's network and of the systems it runs on.
 * The first that fits: a full disk is told within "max retries exceeded".
 */
const REASONS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/no space left|not enough space|disk quota|disk full|ENOSPC/i, 'server-disk-full'],
  [/\b412\b|requires a newer version|newer version of ollama/i, 'server-too-old'],
  [/invalid model (name|path)|unqualified name|invalid ref/i, 'model-name-invalid'],
  [
    /file does not exist|manifest unknown|not found|unauthorized|access denied|forbidden|\b40[134]\b/i,
    'model-not-in-registry',
  ],
  [
    /dial tcp|lookup |no such host|connection (refused|reset)|network is unreachable|i\/o timeout|timed? ?out|deadline exceeded|max retries|\bTLS\b|tls:|x509|certificate|unexpected EOF|\bEOF$/i,
    'registry-unreachable',
  ],
];

/** The code of what a server says of a failed pull; `null` if it is none that is known. */
function pullCode(told: string): ErrorCode | null {
  return REASONS.find(([pattern]) => pattern.test(told))?.[1] ?? null;
}

/** A pull that was answered with an error status, or with one error in place of a stream. */
export function pullFault(_status: number, body: string): AppError | null {
  const code = pullCode(messageIn(body));
  return code === null ? null : new AppError(code);
}

/** A deletion that was answered with an error status. */
export function deleteFault(status: number): AppError | null {
  return status === 404 ? new AppError('model-gone') : null;
}

/** Whatever the SDK threw during a pull, in our terms. What the server said is looked at and not passed on. */
export function toPullError(thrown: unknown): AppError {
  const known = appErrorWithin(thrown);
  if (known) return known.code === 'stream-broken' ? new AppError('pull-broken', undefined, { cause: known }) : known;
  // The SDK throws a plain Error for `{"error": …}`, and for a stream without an end.
  if (!(thrown instanceof Error) || thrown.name !== 'Error') return toServerError(null, '', thrown);
  if (thrown.message.startsWith('Did not receive done'))
    return new AppError('pull-broken', undefined, { cause: thrown });
  return new AppError(pullCode(thrown.message) ?? 'server-failed', undefined, { cause: thrown });
}

function messageIn(body: string): string {
  try {
    const told: unknown = JSON.parse(body);
    const error = typeof told === 'object' && told !== null && 'error' in told ? told.error : body;
    return typeof error === 'string' ? error : body;
  } catch {
    return body;
  }
}
