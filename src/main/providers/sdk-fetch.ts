import { AppError } from '../../shared/app-error.ts';
import type { Fetch } from '../egress/egress.ts';
import { limitLines } from './limit-lines.ts';
import { retryAfterMs, toServerError, toStreamError } from './server-error.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * The headers of an SDK that go out. Keys are attached by egress alone, and what SDKs tell of the
 * machine, or take from the environment, is nobody's business.
 */
const SENT_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'anthropic-version']);

/** What a good answer is to be. */
export interface Expected {
  /** Parts that come one after the other, not one whole of JSON. */
  readonly stream: boolean;
  /** Looks at a good answer's body on its way. */
  readonly look?: (response: Response) => Response;
  /** What a failure tells in the terms of this very request; `null`: what it tells of any. */
  readonly fault?: (status: number, body: string) => AppError | null;
}

/**
 * Egress' fetch as an SDK gets it: only known headers out; failures and pages that are no model
 * server's are turned into our codes before the SDK sees them, and no line grows without end.
 * @param signal ends the request whatever the SDK does with it
 */
export function sdkFetch(
  fetch: Fetch,
  signal: AbortSignal,
  { stream, look = (response) => response, fault = () => null }: Expected,
): Fetch {
  return async (input, init) => {
    const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
    for (const name of [...headers.keys()]) if (!SENT_HEADERS.has(name)) headers.delete(name);
    const signals = init?.signal ? AbortSignal.any([init.signal, signal]) : signal;
    const response = limitLines(await fetch(input, { ...init, headers, signal: signals }));
    if (!response.ok) throw await faultOf(response, fault);
    const type = response.headers.get('content-type') ?? '';
    if (/html|xml/i.test(type)) {
      await response.body?.cancel();
      throw new AppError('server-garbled', t('It sent a web page.'));
    }
    if (stream && /application\/json/i.test(type)) throw await faultOf(response, fault);
    return look(response);
  };
}

/** What a failed request, or one that was answered whole where a stream was asked for, tells. */
async function faultOf(response: Response, fault: NonNullable<Expected['fault']>): Promise<AppError> {
  const text = await response.text().catch(() => '');
  const own = fault(response.status, text);
  if (own !== null) return own;
  if (!response.ok) return toServerError(response.status, text, undefined, retryAfterMs(response.headers, Date.now()));
  const told = parsed(text);
  // An answer that is not an error, yet no stream either, is not this protocol's.
  return hasError(told) ? toStreamError(told, undefined) : toServerError(null, text, undefined);
}

function hasError(told: unknown): boolean {
  return typeof told === 'object' && told !== null && 'error' in told && told.error !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
