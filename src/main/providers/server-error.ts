import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { accountError } from './account-error.ts';
import { t } from '../../shared/messages/t.ts';

const TIRED: readonly number[] = [429, 503, 529];
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * A model server's failure in our terms. What the server says is looked at but not passed on: some
 * echo the prompt in their messages.
 * @param status HTTP status, or the one that an error within an answer stands for; `null` if there was no usable answer
 * @param body as it came, or what an SDK made of it
 * @param waitMs how long the server asks to be left alone
 */
export function toServerError(
  status: number | null,
  body: string,
  cause: unknown,
  waitMs: number | null = null,
): AppError {
  if (status === null) return new AppError('server-garbled', undefined, { cause });
  const code = accountError(status, body) ?? codeFor(status, faultIn(body));
  const seconds = Math.ceil((waitMs ?? 0) / 1000);
  const wait =
    seconds > 0 ? t(' It asks to wait {seconds, plural, one {# second} other {# seconds}}.', { seconds }) : '';
  const options = waitMs === null ? { cause } : { cause, retryAfterMs: waitMs };
  return new AppError(code, `(HTTP ${String(status)})${wait}`, options);
}

/**
 * An error that a server sent within an answer that began well.
 * @param told as it came, parsed
 */
export function toStreamError(told: unknown, cause: unknown): AppError {
  const { names, numbers } = faultOf(told);
  const status = numbers[0] ?? names.map((name) => BY_NAME[name]).find((n) => n !== undefined) ?? 500;
  return toServerError(status, JSON.stringify(told), cause);
}

/** The statuses of such errors, https://docs.claude.com/en/api/errors and OpenAI's names. */
const BY_NAME: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  timeout_error: 504,
  overloaded_error: 529,
};

/** As OpenAI, Azure, Anthropic, Gemini, Mistral, vLLM, llama.cpp and Ollama put it. */
const TOO_LONG =
  /context[ _](length|size|window)|maximum context|(prompt|input|request) is too (long|large)|too many tokens|token count .*exceeds|input length .*exceed/i;

function codeFor(status: number, { message, names }: Fault): ErrorCode {
  const named = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (named(/content_(filter|policy)|responsibleai/i)) return 'content-refused';
  if (TIRED.includes(status)) return 'server-rate-limited';
  if (status === 413 || TOO_LONG.test(message) || named(/context_(length|size)|request_too_large/i)) {
    return 'context-too-long';
  }
  if (status === 404) return 'model-not-found';
  if (status === 408 || status === 504) return 'server-timeout';
  if (/does not support (insert|completion|generate)/i.test(message)) return 'completion-not-supported';
  if (/does not support (tools|chat|images|vision|thinking)/i.test(message)) return 'model-not-suited';
  if (status >= 500) return 'server-failed';
  return status >= 400 ? 'server-rejected' : 'server-garbled';
}

const Text = z.string().nullish().catch(null);
const Name = z.union([z.string(), z.number()]).nullish().catch(null);
const Told = z.object({ message: Text, detail: Text, type: Name, code: Name, status: Name });
/** `{"error": {…}}`, `{"error": "…"}`, or all at the top; Gemini puts it into a list. */
const Body = Told.extend({ error: z.union([z.string(), Told]).nullish().catch(null) });

interface Fault {
  readonly message: string;
  /** The provider's own names of it, e.g. `insufficient_quota`. */
  readonly names: readonly string[];
  /** HTTP statuses among what it tells. */
  readonly numbers: readonly number[];
}

function faultOf(told: unknown): Fault {
  const parsed = Body.safeParse(Array.isArray(told) ? told[0] : told);
  if (!parsed.success) return { message: typeof told === 'string' ? told : '', names: [], numbers: [] };
  const { error, ...top } = parsed.data;
  const inner = typeof error === 'string' ? { message: error } : (error ?? {});
  const { message, detail, type, code, status } = { ...top, ...inner };
  const own = [type, code, status];
  return {
    message: message ?? detail ?? '',
    names: own.filter((name) => typeof name === 'string'),
    numbers: own.filter((n): n is number => typeof n === 'number' && n >= 400 && n < 600),
  };
}

function faultIn(body: string): Fault {
  try {
    return faultOf(JSON.parse(body));
  } catch {
    return faultOf(body);
  }
}

/**
 * How long a server asks to be left alone; `null` if it does not say.
 * RFC 9110, section 10.2.3; OpenAI and Azure also say it in milliseconds.
 * @param now ms since 1970
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const given = headers.get('retry-after-ms');
  const after = headers.get('retry-after') ?? '';
  const ms =
    given !== null && /^\d+(\.\d+)?$/.test(given)
      ? Number(given)
      : /^\d+(\.\d+)?$/.test(after)
        ? Number(after) * 1000
        : Date.parse(after) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, LONGEST_WAIT_MS) : null;
}

/** The AppError that egress threw, dug out of what an SDK wrapped around it. */
export function appErrorWithin(thrown: unknown): AppError | null {
  for (let e = thrown, depth = 0; depth < 5 && e instanceof Error; e = e.cause, depth++) {
    if (e instanceof AppError) return e;
  }
  return null;
}
