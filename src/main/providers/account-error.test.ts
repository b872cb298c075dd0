import { describe, expect, it } from 'vitest';
import { toServerError } from './server-error.ts';

/** Answers as providers give them. Those without a page of the provider's are as people report them. */
const ANSWERS: readonly (readonly [provider: string, status: number, body: unknown, code: string, source: string])[] = [
  [
    'OpenAI',
    401,
    {
      error: {
        message: 'Incorrect API key provided: sk-no***key. You can find your API key at https://platform.openai.com/.',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_api_key',
      },
    },
    'server-unauthorised',
    'https://developers.openai.com/docs/guides/error-codes',
  ],
  [
    'OpenAI',
    401,
    {
      error: {
        message: 'You have insufficient permissions for this operation. Missing scopes: api.model.read. Check that …',
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    },
    'no-permission',
    'https://github.com/bytedance/trae-agent/issues/162',
  ],
  [
    'OpenAI',
    401,
    {
      error: {
        message: 'Attempted to access resource with incorrect regional hostname. Please make your request to us.api.…',
        type: 'invalid_request_error',
        code: 'incorrect_hostname',
        param: null,
      },
      status: 401,
    },
    'region-refused',
    'https://github.com/agent-ecosystem/skill-validator/issues/70',
  ],
  [
    'OpenAI',
    403,
    {
      error: {
        code: 'unsupported_country_region_territory',
        message: 'Country, region, or territory not supported',
        param: null,
        type: 'request_forbidden',
      },
    },
    'region-refused',
    'https://github.com/home-assistant/core/issues/120072',
  ],
  [
    'OpenAI',
    429,
    {
      error: {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        param: null,
        code: 'insufficient_quota',
      },
    },
    'server-no-credit',
    'https://developers.openai.com/docs/guides/error-codes',
  ],
  [
    'OpenAI',
    429,
    {
      error: { message: 'Rate limit reached for requests', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    },
    'server-rate-limited',
    'https://developers.openai.com/docs/guides/error-codes',
  ],
  [
    'OpenAI',
    404,
    { error: { message: 'The model does not exist', type: 'invalid_request_error', code: 'model_not_found' } },
    'model-not-found',
    'https://developers.openai.com/docs/guides/error-codes',
  ],
  [
    'Anthropic',
    401,
    { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' }, request_id: 'req_1' },
    'server-unauthorised',
    'https://docs.anthropic.com/en/api/errors',
  ],
  [
    'Anthropic',
    403,
    { type: 'error', error: { type: 'permission_error', message: 'Your API key does not have permission …' } },
    'no-permission',
    'https://docs.anthropic.com/en/api/errors',
  ],
  [
    'Anthropic',
    403,
    { error: { type: 'forbidden', message: 'Request not allowed' } },
    'region-refused',
    'https://github.com/anthropics/claude-code/issues/1613',
  ],
  [
    'Anthropic',
    402,
    { type: 'error', error: { type: 'billing_error', message: 'Billing error' }, request_id: 'req_1' },
    'server-no-credit',
    'https://docs.anthropic.com/en/api/errors',
  ],
  [
    'Anthropic',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing …',
      },
    },
    'server-no-credit',
    'https://github.com/anthropics/claude-code/issues/4207',
  ],
  [
    'Anthropic',
    429,
    { type: 'error', error: { type: 'rate_limit_error', message: 'This request would exceed your rate limit' } },
    'server-rate-limited',
    'https://docs.anthropic.com/en/api/errors',
  ],
  [
    'Gemini',
    400,
    [
      {
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'API_KEY_INVALID',
              domain: 'googleapis.com',
            },
          ],
        },
      },
    ],
    'server-unauthorised',
    'https://github.com/continuedev/continue/issues/12686',
  ],
  [
    'Gemini',
    400,
    {
      error: { code: 400, message: 'User location is not supported for the API use.', status: 'FAILED_PRECONDITION' },
    },
    'region-refused',
    'https://github.com/poenl/gemini-api/issues/4',
  ],
  [
    'Gemini',
    403,
    {
      error: { code: 403, message: "Your API key doesn't have the required permissions.", status: 'PERMISSION_DENIED' },
    },
    'no-permission',
    'https://ai.google.dev/gemini-api/docs/troubleshooting',
  ],
  [
    'Gemini',
    429,
    [{ error: { code: 429, message: 'You exceeded your current quota, …', status: 'RESOURCE_EXHAUSTED' } }],
    // Of its free tier, where the quota is one of each minute.
    'server-rate-limited',
    'https://ai.google.dev/gemini-api/docs/troubleshooting',
  ],
  [
    'Azure',
    401,
    {
      error: {
        code: '401',
        message:
          'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
      },
    },
    'server-unauthorised',
    'https://github.com/SciSharp/BotSharp/issues/386',
  ],
  [
    'Azure',
    403,
    { error: { code: '403', message: 'Access denied due to Virtual Network/Firewall rules.' } },
    'no-permission',
    'https://github.com/Azure-Samples/azure-sql-db-chatbot/issues/3',
  ],
  [
    'Azure',
    404,
    { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
    'model-not-found',
    'https://learn.microsoft.com/en-us/azure/ai-services/openai/',
  ],
  [
    'Azure',
    429,
    { error: { code: '429', message: 'Requests to the ChatCompletions_Create Operation have exceeded the call rate' } },
    'server-rate-limited',
    'https://learn.microsoft.com/en-us/azure/ai-services/openai/quotas-limits',
  ],
  [
    'DeepSeek',
    402,
    { error: { message: 'Insufficient Balance', type: 'unknown_error', param: null, code: 'invalid_request_error' } },
    'server-no-credit',
    'https://api-docs.deepseek.com/quick_start/error_codes',
  ],
  [
    'OpenRouter',
    402,
    { error: { code: 402, message: 'Insufficient credits' } },
    'server-no-credit',
    'https://openrouter.ai/docs/api_reference/limits',
  ],
  ['OpenRouter', 401, { error: { code: 401, message: 'User not found.' } }, 'server-unauthorised', 'its reference'],
  ['Mistral', 401, { detail: 'Unauthorized' }, 'server-unauthorised', 'https://docs.mistral.ai/api/'],
];

describe('what a provider says of a key', () => {
  it.each(ANSWERS)('%s, %i: %j is %s', (_provider, status, body, code) => {
    const error = toServerError(status, JSON.stringify(body), undefined);
    expect(error.code).toBe(code);
    // What it says is not passed on: it may echo a key or a prompt.
    expect(error.message).not.toMatch(/sk-no|Please|Make sure/);
  });

  it.each([
    [401, '', 'server-unauthorised'],
    [401, '401 You have insufficient permissions for this operation.', 'no-permission'],
    [402, 'nope', 'server-no-credit'],
    [403, '<html>Forbidden</html>', 'no-permission'],
    [451, '{}', 'region-refused'],
    [400, '[]', 'server-rejected'],
    [400, 'null', 'server-rejected'],
    // An echo of what the user asked is about nobody's account.
    [
      400,
      '{"error":{"message":"cannot parse: your credit balance is too low, insufficient_quota"}}',
      'server-rejected',
    ],
    [500, '{"error":{"type":"insufficient_quota"}}', 'server-failed'],
  ])('goes by the status where it says nothing, and by no echo: %i %s', (status, body, code) => {
    expect(toServerError(status, body, undefined).code).toBe(code);
  });
});
