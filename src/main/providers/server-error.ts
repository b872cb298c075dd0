import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

/** What a model server tells of its failure, as far as we look at it. */
export interface ServerFault {
  /** HTTP status, or the one that an error within an answer stands for; `null`: there was no usable answer. */
  readonly status: number | null;
  /** Looked at but not passed on: some servers echo the prompt in it. */
  readonly message?: string;
  /** The provider's own names of it, e.g. `insufficient_quota`. */
  readonly names?: readonly string[];
  readonly retryAfterMs?: number | null;
}

/** A model server's failure in our terms. */
export class ServerError extends AppError {
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | null;

  constructor(fault: ServerFault, cause: unknown) {
    super(codeFor(fault), detailOf(fault), { cause });
    this.retryAfterMs = fault.retryAfterMs ?? null;
  }
}

const TIRED: readonly number[] = [429, 503, 529];
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;
/** As OpenAI, Azure, Anthropic, Gemini, Mistral, vLLM, llama.cpp and Ollama put it. */
const TOO_LONG =
  /context[ _](length|size|window)|maximum context|(prompt|input|request) is too (long|large)|too many tokens|token count .*exceeds|input length .*exceed/i;

function codeFor({ status, message = '', names = [] }: ServerFault): ErrorCode {
  const named = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (status === null) return 'server-garbled';
  if (status === 402 || named(/insufficient_(quota|credit|balance)|billing/i)) return 'server-no-credit';
  if (named(/content_(filter|policy)|responsibleai/i)) return 'content-refused';
  if (status === 401 || status === 403) return 'server-unauthorised';
  if (TIRED.includes(status)) return 'server-rate-limited';
  if (status === 413 || TOO_LONG.test(message) || named(/context_(length|size)|request_too_large/i)) {
    return 'context-too-long';
  }
  if (status === 404) return 'model-not-found';
  if (status === 408 || status === 504) return 'server-timeout';
  if (/does not support (insert|completion|generate)/i.test(message)) return 'completion-not-supported';
  if (status >= 500) return 'server-failed';
  return status >= 400 ? 'server-rejected' : 'server-garbled';
}

function detailOf({ status, retryAfterMs }: ServerFault): string | undefined {
  if (status === null) return undefined;
  const seconds = Math.ceil((retryAfterMs ?? 0) / 1000);
  const wait = seconds > 0 ? ` It asks to wait ${String(seconds)} ${seconds === 1 ? 'second' : 'seconds'}.` : '';
  return `(HTTP ${String(status)})${wait}`;
}

const Text = z.string().nullish().catch(null);
const Name = z.union([z.string(), z.number()]).nullish().catch(null);
const Told = z.object({ message: Text, detail: Text, type: Name, code: Name, status: Name });
/** `{"error": {…}}`, `{"error": "…"}`, or all at the top; Gemini puts it into a list. */
const Body = Told.extend({ error: z.union([z.string(), Told]).nullish().catch(null) });

/** The status that an error within an answer stands for, https://docs.claude.com/en/api/errors and OpenAI's names. */
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

/**
 * What the body of an answer with an error, or an error within an answer, tells.
 * @param status of the answer; `null` for an error within one that began well
 */
export function readFault(told: unknown, status: number | null): ServerFault & { readonly status: number } {
  const parsed = Body.safeParse(Array.isArray(told) ? told[0] : told);
  if (!parsed.success) return { status: status ?? 500 };
  const { error, ...top } = parsed.data;
  const inner = typeof error === 'string' ? { message: error } : (error ?? {});
  const { message, detail, type, code, status: own } = { ...top, ...inner };
  const numbers = [code, own].filter((n): n is number => typeof n === 'number' && n >= 400 && n < 600);
  const names = [type, code, own].filter((name) => typeof name === 'string');
  const named = names.map((name) => BY_NAME[name]).find((n) => n !== undefined);
  return { status: status ?? numbers[0] ?? named ?? 500, message: message ?? detail ?? '', names };
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
