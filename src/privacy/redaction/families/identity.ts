import { fake, fakeUuid, named, token, UUID, type Detector } from '../detector.ts';

/** Sign-in and stores of secrets. */
export const IDENTITY: readonly Detector[] = [
  token({
    id: 'vault-service-token',
    label: 'VAULT_TOKEN',
    begins: ['hvs.'],
    shape: 'hvs\\.[A-Za-z0-9_-]{20,200}',
    source: 'gitleaks vault-service-token; secretlint rule hashicorp-vault',
    example: () => 'hvs.' + fake('base64Url', 92),
  }),
  token({
    id: 'vault-batch-token',
    label: 'VAULT_TOKEN',
    begins: ['hvb.'],
    shape: 'hvb\\.[A-Za-z0-9_-]{24,400}',
    source: 'gitleaks vault-batch-token',
    example: () => 'hvb.' + fake('base64Url', 150),
  }),
  token({
    id: 'vault-recovery-token',
    label: 'VAULT_TOKEN',
    begins: ['hvr.'],
    shape: 'hvr\\.[A-Za-z0-9_-]{20,400}',
    source: 'developer.hashicorp.com/vault: token prefixes',
    example: () => 'hvr.' + fake('base64Url', 90),
  }),
  named({
    id: 'vault-legacy-token',
    label: 'VAULT_TOKEN',
    names: 'vault',
    shape: '[sbr]\\.[A-Za-z0-9]{24}',
    source: 'gitleaks vault-service-token',
    example: () => 's.' + fake('alnum', 24),
  }),
  named({
    id: 'consul-token',
    label: 'CONSUL_TOKEN',
    names: ['consul', 'nomad_token', 'x-nomad-token'],
    shape: UUID,
    source: 'developer.hashicorp.com: ACL tokens',
    example: () => fakeUuid(19),
  }),
  token({
    id: 'onepassword-secret-key',
    label: 'ONEPASSWORD_KEY',
    begins: ['A3-'],
    shape: 'A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
    source: 'gitleaks 1password-secret-key',
    example: () =>
      `A3-${fake('upperAlnum', 6)}-${fake('upperAlnum', 6)}-${fake('upperAlnum', 5)}-${fake('upperAlnum', 5)}-${fake('upperAlnum', 5)}-${fake('upperAlnum', 5)}`,
  }),
  token({
    id: 'onepassword-service-token',
    label: 'ONEPASSWORD_TOKEN',
    literals: 'ops_eyj',
    shape: 'ops_eyJ[A-Za-z0-9+/_-]{100,1500}={0,3}',
    source: 'gitleaks 1password-service-account-token; secretlint rule 1password',
    example: () => 'ops_eyJ' + fake('alnum', 300),
  }),
  token({
    id: 'doppler-token',
    label: 'DOPPLER_TOKEN',
    literals: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.said.', 'dp.scim.', 'dp.audit.'],
    shape: 'dp\\.(?:pt|st|ct|sa|said|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,120}',
    source: 'gitleaks doppler-api-token; docs.doppler.com: token formats',
    example: () => 'dp.pt.' + fake('alnum', 43),
  }),
  token({
    id: 'infisical-token',
    label: 'INFISICAL_TOKEN',
    begins: ['st.'],
    shape: 'st\\.[a-f0-9]{24}\\.[a-f0-9]{32}\\.[a-f0-9]{32}',
    source: 'infisical.com/docs: service tokens',
    example: () => `st.${fake('hex', 24)}.${fake('hex', 32)}.${fake('hex', 32)}`,
  }),
  named({
    id: 'bitwarden-secret',
    label: 'BITWARDEN_SECRET',
    names: ['bitwarden', 'bws_access', 'bw_client'],
    shape: `(?:0\\.${UUID}\\.[A-Za-z0-9]{30}:[A-Za-z0-9+/=]{24}|[A-Za-z0-9]{30})`,
    source: 'bitwarden.com/help: access tokens, API keys',
    example: () => `0.${fakeUuid()}.${fake('alnum', 30)}:${fake('base64', 22)}==`,
  }),
  named({
    id: 'okta-token',
    label: 'OKTA_TOKEN',
    names: ['okta', 'ssws'],
    shape: '(?:00[A-Za-z0-9_-]{40}|[A-Za-z0-9_-]{64})',
    source: 'gitleaks okta-access-token',
    example: () => '00' + fake('base64Url', 40),
  }),
  token({
    id: 'okta-ssws-header',
    label: 'OKTA_TOKEN',
    literals: 'ssws ',
    shape: '00[A-Za-z0-9_-]{38,42}',
    source: 'developer.okta.com: API tokens',
    example: () =>
      (() => {
        const v = '00' + fake('alnum', 40);
        return [`Authorization: SSWS ${v}`, v] as const;
      })(),
    left: '[Ss][Ss][Ww][Ss] ',
  }),
  named({
    id: 'auth-zero-secret',
    label: 'OAUTH_SECRET',
    names: 'auth0',
    shape: '[A-Za-z0-9_-]{32,86}',
    source: 'trufflehog auth0managementapitoken, auth0oauth',
    example: () => fake('base64Url', 64),
  }),
  named({
    id: 'identity-provider-secret',
    label: 'OAUTH_SECRET',
    names: [
      'onelogin',
      'jumpcloud',
      'keycloak',
      'cognito',
      'fusionauth',
      'frontegg',
      'supertokens',
      'authentik',
      'zitadel',
    ],
    shape: `(?:[A-Za-z0-9_-]{32,64}|${UUID})`,
    source: "trufflehog onelogin, jumpcloud; vendors' documentation",
    example: () => fake('hex', 40),
  }),
  token({
    id: 'stytch-secret',
    label: 'STYTCH_SECRET',
    literals: ['secret-live-', 'secret-test-'],
    shape: 'secret-(?:live|test)-[A-Za-z0-9_=-]{30,60}',
    source: 'stytch.com/docs: API keys',
    example: () => 'secret-live-' + fake('base64Url', 36),
  }),
  named({
    id: 'duo-secret',
    label: 'DUO_SECRET',
    names: ['duo_', 'duosecurity', 'duo-'],
    shape: '[A-Za-z0-9]{40}',
    source: 'duo.com/docs: secret keys',
    example: () => fake('alnum', 40),
  }),
  named({
    id: 'kinde-secret',
    label: 'OAUTH_SECRET',
    names: ['kinde', 'descope', 'workos', 'logto'],
    shape: '[A-Za-z0-9_-]{40,90}',
    source: "vendors' documentation: client secrets",
    example: () => fake('alnum', 52),
  }),
  named({
    id: 'recaptcha-secret',
    label: 'RECAPTCHA_SECRET',
    names: ['recaptcha', 'captcha_secret', 'hcaptcha', 'turnstile'],
    shape: '(?:6L[A-Za-z0-9_-]{38}|0x4[A-Za-z0-9_-]{20,40}|0x[A-Fa-f0-9]{40})',
    source: 'trufflehog recaptcha; developers.google.com/recaptcha',
    example: () => '6L' + fake('base64Url', 38),
  }),
  token({
    id: 'hcaptcha-secret',
    label: 'HCAPTCHA_SECRET',
    begins: ['ES_'],
    shape: 'ES_[A-Za-z0-9]{25,51}',
    source: 'docs.hcaptcha.com: secret keys',
    example: () => 'ES_' + fake('hex', 32),
  }),
  token({
    id: 'teleport-token',
    label: 'TELEPORT_TOKEN',
    literals: ['tctl', 'teleport'],
    shape: '[a-f0-9]{32}',
    source: 'goteleport.com/docs: join tokens',
    example: () =>
      (() => {
        const v = fake('hex', 32);
        return [`teleport start --token=${v}`, v] as const;
      })(),
    left: '(?:teleport|tctl)[\\w .-]{0,30}?--token[= ]',
  }),
  token({
    id: 'totp-secret',
    label: 'TOTP_SECRET',
    literals: 'otpauth://',
    shape: '[A-Z2-7]{16,128}',
    source: 'github.com/google/google-authenticator: key URI format',
    example: () =>
      (() => {
        const v = fake('base32', 32);
        return [`otpauth://totp/Shop:me?secret=${v}&issuer=Shop`, v] as const;
      })(),
    left: 'otpauth://[^\\s"\'<>]{1,200}?[?&]secret=',
  }),
];
