import { z } from 'zod';
import type { ErrorCode } from '../../shared/error-codes.ts';

/** What a provider says is wrong with the key or the account behind it. Errors look different everywhere. */
const Details = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  status: z.union([z.string(), z.number()]).nullish(),
  message: z.string().nullish(),
  details: z.array(z.object({ reason: z.string().nullish() })).nullish(),
});
/** OpenAI, Anthropic, Azure and most others; some leave the wrapping out; Gemini's compatible endpoint makes a list of it. */
const Body = z.union([
  z.object({ error: Details }).transform(({ error }) => error),
  z.array(z.object({ error: Details })).transform(([first]) => first?.error ?? {}),
  Details,
]);

interface Rule {
  readonly code: ErrorCode;
  /** The provider's word for it: `code`, `type` or `reason`. */
  readonly names: ReadonlySet<string>;
  /** How its message begins, where the word does not tell. Only the beginning: what follows may be a prompt. */
  readonly begins: RegExp;
}

/** The first that fits counts. The test beside this file has whole answers, each with its source. */
const RULES: readonly Rule[] = [
  {
    code: 'region-refused',
    names: new Set(['unsupported_country_region_territory', 'incorrect_hostname']),
    begins:
      /^(request not allowed|user location is not supported|country, region,? or territory not supported|attempted to access resource with incorrect regional)/i,
  },
  {
    code: 'server-no-credit',
    names: new Set([
      'insufficient_quota',
      'credit_balance_exhausted',
      'billing_error',
      'billing_not_active',
      'billing_hard_limit_reached',
      'insufficient_balance',
      'payment_required',
    ]),
    begins:
      /^(your credit balance is too low|your prepayment credits|insufficient (balance|credits|funds)|out of call volume quota)/i,
  },
  {
    code: 'server-unauthorised',
    names: new Set(['API_KEY_INVALID', 'invalid_api_key', 'authentication_error']),
    begins: /^(api key not valid|your api key was reported as leaked|method doesn't allow unregistered callers)/i,
  },
  {
    code: 'no-permission',
    names: new Set(['permission_error', 'ip_not_authorized', 'PERMISSION_DENIED']),
    begins: /^(you have insufficient permissions|you must be a member of an organization)/i,
  },
];

/**
 * The code for an answer that is about the key or the account; `null` for any other.
 * @param status HTTP status
 * @param body as it came
 */
export function accountError(status: number, body: string): ErrorCode | null {
  if (status < 400 || status >= 500) return null;
  const said = parse(body);
  const names = [said.code, said.type, said.status, ...(said.details ?? []).map(({ reason }) => reason)];
  const message = said.message ?? '';
  const rule = RULES.find((r) => r.begins.test(message) || names.some((name) => r.names.has(String(name))));
  if (rule !== undefined) return rule.code;
  if (status === 401) return 'server-unauthorised';
  if (status === 402) return 'server-no-credit';
  if (status === 403) return 'no-permission';
  return status === 451 ? 'region-refused' : null;
}

function parse(body: string): z.infer<typeof Details> {
  try {
    return Body.parse(JSON.parse(body));
  } catch {
    // As SDKs put it: the status, then the message.
    return { message: body.replace(/^\d{3} /, '') };
  }
}
