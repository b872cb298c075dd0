import { Buffer } from 'node:buffer';
import type { Random } from './random.ts';

/**
 * Formats of secrets as vendors and public rule sets describe them, written apart from the
 * detectors: nothing here is read by them, nor the other way round.
 */
export interface SecretFormat {
  readonly family: string;
  readonly type: string;
  /** The vendor's name in names of settings, where the value has no shape of its own. */
  readonly name?: string;
  readonly make: (r: Random) => string;
}

const f = (family: string, type: string, make: (r: Random) => string, name?: string): SecretFormat => ({
  family,
  type,
  make,
  ...(name !== undefined && { name }),
});
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const b64url = (text: string): string => Buffer.from(text).toString('base64url');
/** Never in one piece here, so that no scanner takes this file for a leak. */
const BEGIN = '-----BEGIN ';
const PRIVATE = ['PRIVATE', 'KEY'].join(' ');
const lines = (r: Random, count: number): string =>
  Array.from({ length: count }, () => r.text('base64', 64)).join('\n');

export const SECRET_FORMATS: readonly SecretFormat[] = [
  // Code hosts.
  f('vcs', 'GitHub personal token', (r) => `ghp_${r.text('alnum', 36)}`),
  f('vcs', 'GitHub OAuth token', (r) => `gho_${r.text('alnum', 36)}`),
  f('vcs', 'GitHub user token', (r) => `ghu_${r.text('alnum', 36)}`),
  f('vcs', 'GitHub server token', (r) => `ghs_${r.text('alnum', 36)}`),
  f('vcs', 'GitHub refresh token', (r) => `ghr_${r.text('alnum', 76)}`),
  f('vcs', 'GitHub fine-grained token', (r) => `github_pat_${r.text('alnum', 22)}_${r.text('alnum', 59)}`),
  f('vcs', 'GitLab personal token', (r) => `glpat-${r.text('url', 20)}`),
  f('vcs', 'GitLab routable token', (r) => `glpat-${r.text('url', 27)}.${r.text('lownum', 9)}`),
  f('vcs', 'GitLab trigger token', (r) => `glptt-${r.text('hex', 40)}`),
  f('vcs', 'GitLab runner token', (r) => `glrt-${r.text('url', 20)}`),
  f('vcs', 'GitLab deploy token', (r) => `gldt-${r.text('url', 20)}`),
  f('vcs', 'GitLab job token', (r) => `glcbt-${r.text('hex', 2)}_${r.text('url', 20)}`),
  f('vcs', 'Bitbucket app password', (r) => `ATBB${r.text('alnum', 32)}`),
  f('vcs', 'Azure DevOps token', (r) => `${r.text('alnum', 76)}AZDO${r.text('alnum', 4)}`),
  f('vcs', 'Gitea token', (r) => r.text('hex', 40), 'gitea'),
  f('vcs', 'Sourcegraph token', (r) => `sgp_${r.text('hex', 16)}_${r.text('hex', 40)}`),
  // Clouds.
  f('clouds', 'AWS access key id', (r) => `AKIA${r.text('base32', 16)}`),
  f('clouds', 'AWS temporary key id', (r) => `ASIA${r.text('base32', 16)}`),
  f('clouds', 'AWS secret key', (r) => r.text('base64', 40), 'aws_secret_access'),
  f('clouds', 'AWS session token', (r) => `IQoJb3JpZ2luX2Vj${r.text('base64', 320)}=`, 'aws_session'),
  f('clouds', 'AWS MWS token', (r) => `amzn.mws.${r.uuid()}`),
  f('clouds', 'Google API key', (r) => `AIzaSy${r.text('url', 33)}`),
  f('clouds', 'Google OAuth secret', (r) => `GOCSPX-${r.text('url', 28)}`),
  f('clouds', 'Google access token', (r) => `ya29.a0${r.text('url', 160)}`),
  f('clouds', 'Google refresh token', (r) => `1//0${r.text('url', 98)}`),
  f('clouds', 'Azure storage key', (r) => `${r.text('alnum', 76)}+ASt${r.text('alnum', 6)}==`),
  f('clouds', 'Azure client secret', (r) => `${r.text('alnum', 3)}8Q~${r.text('alnum', 34)}`),
  f('clouds', 'Azure cognitive key', (r) => r.text('hex', 32), 'azure_openai'),
  f('clouds', 'DigitalOcean token', (r) => `dop_v1_${r.text('hex', 64)}`),
  f('clouds', 'Heroku key', (r) => r.uuid(), 'heroku_api'),
  f('clouds', 'Heroku new key', (r) => `HRKU-AA${r.text('url', 58)}`),
  f('clouds', 'Alibaba key id', (r) => `LTAI5t${r.text('alnum', 18)}`),
  f('clouds', 'Alibaba secret', (r) => r.text('alnum', 30), 'aliyun_access'),
  f('clouds', 'Tencent secret id', (r) => `AKID${r.text('alnum', 32)}`),
  f('clouds', 'Cloudflare token', (r) => r.text('url', 40), 'cloudflare_api'),
  f('clouds', 'Cloudflare global key', (r) => r.text('hex', 37), 'cloudflare_global_api'),
  f('clouds', 'Cloudflare origin CA key', (r) => `v1.0-${r.text('hex', 24)}-${r.text('hex', 146)}`),
  f('clouds', 'Fly token', (r) => `fo1_${r.text('url', 43)}`),
  f('clouds', 'Render key', (r) => `rnd_${r.text('alnum', 32)}`),
  f('clouds', 'Netlify token', (r) => `nfp_${r.text('alnum', 40)}`),
  f('clouds', 'Vercel token', (r) => r.text('alnum', 24), 'vercel'),
  f('clouds', 'Fastly token', (r) => r.text('url', 32), 'fastly_api'),
  f('clouds', 'Linode token', (r) => r.text('hex', 64), 'linode'),
  f('clouds', 'Hetzner token', (r) => r.text('alnum', 64), 'hcloud'),
  f('clouds', 'Scaleway key id', (r) => `SCW${r.text('upnum', 17)}`),
  f('clouds', 'Yandex key', (r) => `AQVN${r.text('url', 36)}`),
  f('clouds', 'IBM Cloud key', (r) => r.text('url', 44), 'ibm_cloud_api'),
  // Models.
  f('ai', 'OpenAI key', (r) => `sk-${r.text('alnum', 20)}T3BlbkFJ${r.text('alnum', 20)}`),
  f('ai', 'OpenAI project key', (r) => `sk-proj-${r.text('url', 74)}T3BlbkFJ${r.text('url', 74)}`),
  f('ai', 'OpenAI service key', (r) => `sk-svcacct-${r.text('url', 58)}T3BlbkFJ${r.text('url', 58)}`),
  f('ai', 'Anthropic key', (r) => `sk-ant-api03-${r.text('url', 93)}AA`),
  f('ai', 'Anthropic admin key', (r) => `sk-ant-admin01-${r.text('url', 93)}AA`),
  f('ai', 'OpenRouter key', (r) => `sk-or-v1-${r.text('hex', 64)}`),
  f('ai', 'DeepSeek key', (r) => `sk-${r.text('hex', 32)}`),
  f('ai', 'Groq key', (r) => `gsk_${r.text('alnum', 52)}`),
  f('ai', 'Hugging Face token', (r) => `hf_${r.text('alnum', 34)}`),
  f('ai', 'Replicate token', (r) => `r8_${r.text('alnum', 37)}`),
  f('ai', 'Perplexity key', (r) => `pplx-${r.text('alnum', 48)}`),
  f('ai', 'xAI key', (r) => `xai-${r.text('alnum', 80)}`),
  f('ai', 'NVIDIA key', (r) => `nvapi-${r.text('url', 64)}`),
  f('ai', 'LangSmith key', (r) => `lsv2_pt_${r.text('hex', 32)}_${r.text('hex', 10)}`),
  f('ai', 'Pinecone key', (r) => `pcsk_${r.text('alnum', 5)}_${r.text('alnum', 63)}`),
  f('ai', 'Tavily key', (r) => `tvly-${r.text('alnum', 32)}`),
  f('ai', 'Mistral key', (r) => r.text('alnum', 32), 'mistral'),
  f('ai', 'Cohere key', (r) => r.text('alnum', 40), 'cohere'),
  f('ai', 'ElevenLabs key', (r) => `sk_${r.text('hex', 48)}`),
  f('ai', 'Deepgram key', (r) => r.text('hex', 40), 'deepgram'),
  f('ai', 'Weights & Biases key', (r) => r.text('hex', 40), 'wandb'),
  // Chat and social.
  f('chat', 'Slack bot token', (r) => `xoxb-${r.digits(12)}-${r.digits(13)}-${r.text('alnum', 24)}`),
  f('chat', 'Slack user token', (r) => `xoxp-${r.digits(12)}-${r.digits(12)}-${r.digits(13)}-${r.text('hex', 32)}`),
  f('chat', 'Slack app token', (r) => `xapp-1-A${r.text('upnum', 10)}-${r.digits(13)}-${r.text('hex', 64)}`),
  f('chat', 'Slack refresh token', (r) => `xoxe-1-${r.text('alnum', 146)}`),
  f(
    'chat',
    'Slack webhook',
    (r) => `https://hooks.slack.com/services/T${r.text('upnum', 8)}/B${r.text('upnum', 10)}/${r.text('alnum', 24)}`,
  ),
  f('chat', 'Discord bot token', (r) => `${b64url(`1${r.digits(17)}`)}.${r.text('url', 6)}.${r.text('url', 38)}`),
  f('chat', 'Discord webhook', (r) => `https://discord.com/api/webhooks/${r.digits(18)}/${r.text('url', 68)}`),
  f('chat', 'Telegram bot token', (r) => `${r.digits(10)}:AA${r.text('url', 33)}`),
  f(
    'chat',
    'Teams webhook',
    (r) =>
      `https://acme.webhook.office.com/webhookb2/${r.uuid()}@${r.uuid()}/IncomingWebhook/${r.text('hex', 32)}/${r.uuid()}`,
  ),
  f('chat', 'Facebook token', (r) => `EAACEdEose0cBA${r.text('alnum', 150)}`),
  f('chat', 'Twitter bearer token', (r) => `${'A'.repeat(22)}${r.text('alnum', 40)}%3D${r.text('alnum', 50)}`),
  f('chat', 'Twitch secret', (r) => r.text('lownum', 30), 'twitch_client'),
  f('chat', 'LinkedIn secret', (r) => r.text('alnum', 16), 'linkedin_client'),
  f('chat', 'Mattermost token', (r) => r.text('lownum', 26), 'mattermost'),
  // Payment.
  f('payment', 'Stripe live key', (r) => `sk_live_${r.text('alnum', 99)}`),
  f('payment', 'Stripe short key', (r) => `sk_live_${r.text('alnum', 24)}`),
  f('payment', 'Stripe restricted key', (r) => `rk_live_${r.text('alnum', 99)}`),
  f('payment', 'Stripe webhook secret', (r) => `whsec_${r.text('alnum', 32)}`),
  f('payment', 'Braintree token', (r) => `access_token$production$${r.text('lownum', 16)}$${r.text('hex', 32)}`),
  f('payment', 'Square token', (r) => `EAAA${r.text('url', 60)}`),
  f('payment', 'Square secret', (r) => `sq0csp-${r.text('url', 43)}`),
  f('payment', 'Shopify token', (r) => `shpat_${r.text('hex', 32)}`),
  f('payment', 'Shopify secret', (r) => `shpss_${r.text('hex', 32)}`),
  f('payment', 'Plaid token', (r) => `access-production-${r.uuid()}`),
  f('payment', 'Razorpay key', (r) => `rzp_live_${r.text('alnum', 14)}`),
  f('payment', 'Flutterwave key', (r) => `FLWSECK-${r.text('hex', 32)}-X`),
  f('payment', 'Mollie key', (r) => `live_${r.text('alnum', 30)}`),
  f('payment', 'EasyPost key', (r) => `EZAK${r.text('alnum', 54)}`),
  f('payment', 'Coinbase key', (r) => r.text('alnum', 64), 'coinbase'),
  // Delivery.
  f('delivery', 'npm token', (r) => `npm_${r.text('alnum', 36)}`),
  f('delivery', 'PyPI token', (r) => `pypi-AgEIcHlwaS5vcmc${r.text('url', 160)}`),
  f('delivery', 'RubyGems key', (r) => `rubygems_${r.text('hex', 48)}`),
  f('delivery', 'NuGet key', (r) => `oy2${r.text('lownum', 43)}`),
  f('delivery', 'crates.io token', (r) => `cio${r.text('alnum', 32)}`),
  f('delivery', 'Docker token', (r) => `dckr_pat_${r.text('url', 27)}`),
  f('delivery', 'Artifactory key', (r) => `AKCp${r.text('alnum', 69)}`),
  f('delivery', 'CircleCI token', (r) => r.text('hex', 40), 'circleci'),
  f('delivery', 'Buildkite token', (r) => `bkua_${r.text('hex', 40)}`),
  f('delivery', 'SonarQube token', (r) => `squ_${r.text('hex', 40)}`),
  f('delivery', 'Snyk token', (r) => r.uuid(), 'snyk'),
  f('delivery', 'Codecov token', (r) => r.uuid(), 'codecov'),
  f('delivery', 'Terraform token', (r) => `${r.text('alnum', 14)}.atlasv1.${r.text('url', 67)}`),
  f('delivery', 'Pulumi token', (r) => `pul-${r.text('hex', 40)}`),
  f('delivery', 'Atlassian token', (r) => `ATATT3xFfGF0${r.text('url', 171)}=${r.text('HEX', 8)}`),
  f('delivery', 'Octopus key', (r) => `API-${r.text('upnum', 27)}`),
  f('delivery', 'Postman key', (r) => `PMAK-${r.text('hex', 24)}-${r.text('hex', 34)}`),
  f('delivery', 'LaunchDarkly key', (r) => `sdk-${r.uuid()}`),
  f('delivery', 'OpenShift token', (r) => `sha256~${r.text('url', 43)}`),
  f('delivery', 'Infracost key', (r) => `ico-${r.text('alnum', 32)}`),
  // Monitoring.
  f('monitoring', 'New Relic key', (r) => `NRAK-${r.text('upnum', 27)}`),
  f('monitoring', 'Datadog key', (r) => r.text('hex', 32), 'datadog_api'),
  f('monitoring', 'Datadog app key', (r) => r.text('hex', 40), 'dd_app'),
  f('monitoring', 'Dynatrace token', (r) => `dt0c01.${r.text('upnum', 24)}.${r.text('upnum', 64)}`),
  f('monitoring', 'Grafana service token', (r) => `glsa_${r.text('alnum', 32)}_${r.text('hex', 8)}`),
  f(
    'monitoring',
    'Grafana cloud token',
    (r) => `glc_${b64(JSON.stringify({ o: r.digits(6), n: r.text('lower', 9), k: r.text('alnum', 24) }))}`,
  ),
  f('monitoring', 'Sentry token', (r) => `sntryu_${r.text('hex', 64)}`),
  f('monitoring', 'PostHog key', (r) => `phx_${r.text('alnum', 43)}`),
  f('monitoring', 'Algolia key', (r) => r.text('hex', 32), 'algolia_admin'),
  f('monitoring', 'PagerDuty key', (r) => r.text('hex', 32), 'pagerduty'),
  f('monitoring', 'Rollbar token', (r) => r.text('hex', 32), 'rollbar_access'),
  // Messages.
  f('messaging', 'SendGrid key', (r) => `SG.${r.text('url', 22)}.${r.text('url', 43)}`),
  f('messaging', 'Mailgun key', (r) => `key-${r.text('hex', 32)}`),
  f('messaging', 'Mailchimp key', (r) => `${r.text('hex', 32)}-us${String(1 + r.int(21))}`),
  f('messaging', 'Brevo key', (r) => `xkeysib-${r.text('hex', 64)}-${r.text('alnum', 16)}`),
  f('messaging', 'Twilio key', (r) => `SK${r.text('hex', 32)}`),
  f('messaging', 'Twilio auth token', (r) => r.text('hex', 32), 'twilio_auth'),
  f('messaging', 'Resend key', (r) => `re_${r.text('alnum', 8)}_${r.text('alnum', 24)}`),
  f('messaging', 'Postmark token', (r) => r.uuid(), 'postmark_server'),
  // Services.
  f('services', 'Linear key', (r) => `lin_api_${r.text('alnum', 40)}`),
  f('services', 'Notion token', (r) => `ntn_${r.digits(11)}${r.text('alnum', 35)}`),
  f('services', 'Notion old token', (r) => `secret_${r.text('alnum', 43)}`),
  f('services', 'Airtable token', (r) => `pat${r.text('alnum', 14)}.${r.text('hex', 64)}`),
  f('services', 'Figma token', (r) => `figd_${r.text('url', 40)}`),
  f('services', 'HubSpot token', (r) => `pat-na1-${r.uuid()}`),
  f('services', 'Typeform token', (r) => `tfp_${r.text('url', 59)}`),
  f('services', 'Dropbox token', (r) => `sl.${r.text('url', 136)}`),
  f('services', 'Tailscale key', (r) => `tskey-auth-${r.text('alnum', 12)}CNTRL-${r.text('alnum', 32)}`),
  f('services', 'Mapbox secret token', (r) => `sk.eyJ1${r.text('url', 80)}.${r.text('url', 22)}`),
  f('services', 'Asana token', (r) => `1/${r.digits(16)}:${r.text('hex', 32)}`, 'asana'),
  f('services', 'Zendesk key', (r) => r.text('alnum', 40), 'zendesk'),
  f('services', 'Shodan key', (r) => r.text('alnum', 32), 'shodan'),
  // Identity.
  f('identity', 'Vault token', (r) => `hvs.${r.text('url', 95)}`),
  f(
    'identity',
    '1Password secret key',
    (r) => `A3-${[6, 6, 5, 5, 5, 5].map((length) => r.text('upnum', length)).join('-')}`,
  ),
  f(
    'identity',
    '1Password service token',
    (r) => `ops_${b64(JSON.stringify({ signInAddress: 'a', userAuth: r.text('alnum', 200) }))}`,
  ),
  f('identity', 'Doppler token', (r) => `dp.pt.${r.text('alnum', 43)}`),
  f('identity', 'Okta token', (r) => `00${r.text('url', 40)}`, 'okta_api'),
  f('identity', 'Auth0 secret', (r) => r.text('url', 64), 'auth0_client'),
  // Databases.
  f('databases', 'PlanetScale password', (r) => `pscale_pw_${r.text('url', 43)}`),
  f('databases', 'Supabase token', (r) => `sbp_${r.text('hex', 40)}`),
  f('databases', 'Databricks token', (r) => `dapi${r.text('hex', 32)}`),
  f('databases', 'Neon key', (r) => `napi_${r.text('lownum', 64)}`),
  f('databases', 'Aiven password', (r) => `AVNS_${r.text('url', 19)}`),
  f('databases', 'Confluent secret', (r) => r.text('base64', 64), 'confluent_api'),
  // Keys and standard tokens.
  ...['RSA ', 'EC ', 'DSA ', '', 'OPENSSH ', 'ENCRYPTED '].map((kind) =>
    f(
      'keys',
      `PEM ${kind}key`,
      (r) =>
        `${BEGIN}${kind}${PRIVATE}-----\n${lines(r, 6 + r.int(20))}\n${r.text('base64', 42)}==\n-----END ${kind}${PRIVATE}-----`,
    ),
  ),
  f(
    'keys',
    'PGP key',
    (r) =>
      `${BEGIN}PGP ${PRIVATE} BLOCK-----\n\n${lines(r, 12)}\n=${r.text('base64', 4)}\n-----END PGP ${PRIVATE} BLOCK-----`,
  ),
  f(
    'keys',
    'JWT',
    (r) =>
      `${b64url('{"alg":"HS256","typ":"JWT"}')}.${b64url(JSON.stringify({ sub: r.digits(10), name: r.text('lower', 8), iat: 1516239022 }))}.${r.text('url', 43)}`,
  ),
  f(
    'keys',
    'JWT, RS256',
    (r) =>
      `${b64url(JSON.stringify({ alg: 'RS256', kid: r.text('hex', 20) }))}.${b64url(JSON.stringify({ iss: 'x', exp: 1700000000, scope: r.text('lower', 30) }))}.${r.text('url', 342)}`,
  ),
  f('keys', 'age key', (r) => `AGE-SECRET-KEY-1${r.text('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`),
  f(
    'keys',
    'bcrypt hash',
    (r) => `$2b$12$${r.text('./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 52)}a`,
  ),
];

const words = (name: string): string[] => name.split(/[_\- ]/);
const snake = (name: string): string => words(name).join('_');
const upper = (name: string): string => snake(name).toUpperCase();
const kebab = (name: string): string => words(name).join('-');
const camel = (name: string): string =>
  words(name)
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');

/** Notations of settings for a name and a value: the value must go, the rest may stay. */
export const SETTINGS: readonly ((name: string, value: string) => string)[] = [
  (n, v) => `${upper(n)}=${v}\n`,
  (n, v) => `export ${upper(n)}="${v}"\n`,
  (n, v) => `{\n  "${camel(n)}": "${v}",\n  "region": "eu"\n}`,
  (n, v) => `app:\n  ${kebab(n)}: ${v}\n  retries: 3\n`,
  (n, v) => `[service]\n${snake(n)} = "${v}"\nport = 80\n`,
  (n, v) => `[service]\n${snake(n)}=${v}\nport=80\n`,
  (n, v) => `service.${kebab(n)}=${v}\nservice.port=80\n`,
  (n, v) => `FROM alpine\nENV ${upper(n)}=${v}\nRUN true\n`,
  (n, v) => `const ${camel(n)} = '${v}';\nuse(${camel(n)});\n`,
  (n, v) => `${snake(n)} = "${v}"  # do not commit\n`,
  (n, v) => `new Client({ ${camel(n)}: "${v}", retries: 2 });`,
  (n, v) => `        - name: ${upper(n)}\n          value: "${v}"\n`,
  (n, v) => `String ${camel(n)} = "${v}";`,
  (n, v) => `os.environ["${upper(n)}"] = "${v}"`,
  (n, v) => `$env:${upper(n)} = "${v}"`,
  (n, v) => `<add key="${camel(n)}" value="${v}" />`,
  (n, v) => JSON.stringify(JSON.stringify({ [camel(n)]: v })),
  (n, v) => `curl -H 'X-${kebab(n)}: ${v}' https://api.test/v1\n`,
];

/** Places where a value with a shape of its own can stand without any name. */
export const PLACES: readonly ((value: string) => string)[] = [
  (v) => `The value is ${v} and nothing else.`,
  (v) => `log: request failed with "${v}"`,
  (v) => `login('${v}', true);`,
  (v) => `| name | ${v} |`,
  (v) => `["${v}", null]`,
  (v) => `https://api.test/v1?q=1&auth=${v}`,
  (v) => `+  use(\`${v}\`)\n-  use(old)`,
  (v) => `\u001b[32m${v}\u001b[0m done`,
];

/** Names that promise a secret whatever the vendor, with values as people and machines make them. */
export const NAMED_SECRETS: readonly (readonly [name: string, make: (r: Random) => string])[] = [
  [
    'db_password',
    (r) =>
      `${r.pick(['Summer', 'tiger', 'Lemon', 'b4con', 'quiet'])}${r.pick(['!', '#', '-', '$$', '%'])}${r.digits(3 + r.int(3))}`,
  ],
  ['password', (r) => r.text('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@%^*_-', 10 + r.int(10))],
  ['smtp_pass', (r) => r.text('alnum', 12)],
  ['api_key', (r) => r.text('alnum', 32)],
  ['api_secret', (r) => r.text('hex', 48)],
  ['client_secret', (r) => r.text('url', 40)],
  ['access_token', (r) => r.text('alnum', 64)],
  ['auth_token', (r) => r.text('hex', 40)],
  ['refresh_token', (r) => r.text('url', 80)],
  ['secret_key', (r) => r.text('alnum', 50)],
  ['jwt_secret', (r) => r.text('alnum', 24)],
  ['encryption_key', (r) => r.text('hex', 64)],
  ['private_key', (r) => r.text('base64', 88)],
  ['webhook_secret', (r) => r.text('alnum', 28)],
  ['session_secret', (r) => r.text('lownum', 20)],
  ['signing_key', (r) => r.text('base64', 44)],
  ['admin_password', (r) => `${r.text('upper', 1)}${r.text('lower', 6)}${r.digits(2)}!`],
];

const SCHEMES = [
  'postgres',
  'postgresql',
  'mysql',
  'mongodb',
  'mongodb+srv',
  'redis',
  'rediss',
  'amqp',
  'amqps',
  'mssql',
  'ftp',
  'https',
  'smtp',
  'clickhouse',
  'mariadb',
];

/** Addresses with a password in them. */
export const ADDRESSES: readonly ((r: Random) => readonly [text: string, secret: string])[] = SCHEMES.map(
  (scheme) => (r) => {
    const secret = r.text('alnum', 8 + r.int(16)) + r.pick(['', '!', '%21', '-x9', '_']);
    const user = r.pick(['app', 'root', 'svc_user', 'admin', '']);
    const host = r.pick(['db.internal', '10.0.3.7', 'cluster0.ab1cd.mongodb.net', 'cache']);
    const rest = r.pick(['main', 'shop?ssl=true', '0', '']);
    return [`${scheme}://${user}:${secret}@${host}:${r.digits(4)}/${rest}`, secret];
  },
);

/** Secrets wrapped in base64, as in Kubernetes and in HTTP. */
export const WRAPS: readonly ((r: Random) => readonly [text: string, secret: string])[] = [
  (r) => {
    const secret = b64(`GITHUB_TOKEN=ghp_${r.text('alnum', 36)}\n`);
    return [`blob: ${secret}`, secret];
  },
  (r) => {
    const key = `${BEGIN}${PRIVATE}-----\\n${r.text('base64', 64)}\\n${r.text('base64', 64)}\\n-----END ${PRIVATE}-----\\n`;
    const secret = b64(`{"type":"service_account","private_key":"${key}"}`);
    return [`GOOGLE_CREDENTIALS_B64="${secret}"`, secret];
  },
  (r) => {
    const secret = b64(`db.password=${r.text('alnum', 14)}\ndb.user=app\n`);
    return [
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ntype: Opaque\ndata:\n  app.properties: ${secret}\n`,
      secret,
    ];
  },
  (r) => {
    const secret = b64(r.text('alnum', 12));
    return [`apiVersion: v1\ndata:\n  value: ${secret}\nkind: Secret\nmetadata:\n  name: x\n`, secret];
  },
  (r) => {
    const secret = b64(`admin:${r.text('alnum', 14)}`);
    return [`Authorization: Basic ${secret}`, secret];
  },
  (r) => {
    const secret = b64(`postgres://app:${r.text('alnum', 16)}@db:5432/x`);
    return [`{"url": "${secret}"}`, secret];
  },
];
