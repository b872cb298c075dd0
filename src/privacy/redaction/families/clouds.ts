import { fake, fakeUuid, named, token, UUID, tryPattern, type Detector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';

const adSecretAt = tryPattern(
  /(?:(?<![A-Za-z0-9_~.-])|(?<=\x1b\[[\d;]{0,8}m)|(?<=\\[nrt])|(?<=%[0-9A-F]{2}))[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/y,
  undefined,
  4,
);
/** The secret whose mark `Q~` is at a place; the mark is the fifth character. */
const adSecret = (text: string, at: number): Span | null => adSecretAt(text, at);

/** The three large clouds. */
export const CLOUDS: readonly Detector[] = [
  token({
    id: 'aws-access-key-id',
    label: 'AWS_ACCESS_KEY',
    begins: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'AROA', 'AIDA', 'AGPA', 'ANPA', 'ANVA', 'AIPA', 'APKA', 'ASCA', 'A3T'],
    shape: '(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA|APKA|ASCA)[A-Z0-9]{16}',
    source: 'docs.aws.amazon.com: IAM identifiers, unique id prefixes; gitleaks aws-access-token',
    example: () => 'AKIA' + fake('base32', 16),
    not: () => ['AKIA' + 'IOSFODNN7' + 'EXAMPLE', 'ASIAPACIFICREGIONNAMES'],
  }),
  named({
    id: 'aws-secret-access-key',
    label: 'AWS_SECRET_KEY',
    names: [
      'secret_access_key',
      'secretaccesskey',
      'secret-access-key',
      'aws_secret',
      'awssecret',
      'aws_sec',
      'secret access key',
    ],
    shape: '[A-Za-z0-9/+]{40}',
    source: 'secretlint rule aws; trufflehog aws',
    example: () => fake('base64', 40),
  }),
  named({
    id: 'aws-session-token',
    label: 'AWS_SESSION_TOKEN',
    names: ['session_token', 'sessiontoken', 'session-token', 'security_token', 'securitytoken', 'security-token'],
    shape: '[A-Za-z0-9/+=]{100,2000}',
    source: 'docs.aws.amazon.com: temporary security credentials',
    example: () => 'IQoJb3JpZ2luX2Vj' + fake('base64', 300),
  }),
  token({
    id: 'aws-session-token-blob',
    label: 'AWS_SESSION_TOKEN',
    literals: ['iqojb3jpz2lu', 'fwogzxivyxdz', 'fqogzxivyxdz'],
    shape: '(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9/+=_%-]{80,2000}',
    source: 'trufflehog awssessionkeys: session tokens begin alike',
    example: () => 'IQoJb3JpZ2lu' + fake('base64', 300),
  }),
  token({
    id: 'aws-mws-token',
    label: 'AWS_MWS_TOKEN',
    literals: 'amzn.mws.',
    shape: `amzn\\.mws\\.${UUID}`,
    source: 'detect-secrets, trufflehog: Amazon MWS auth token',
    example: () => 'amzn.mws.' + fakeUuid(),
  }),
  token({
    id: 'aws-bedrock-key',
    label: 'AWS_BEDROCK_KEY',
    literals: ['absk', 'bedrock-api-key-'],
    shape: '(?:ABSK[A-Za-z0-9+/]{60,300}={0,2}|bedrock-api-key-[A-Za-z0-9+/=_-]{60,2000})',
    source: 'docs.aws.amazon.com: Bedrock API keys; gitleaks aws-amazon-bedrock-api-key',
    example: () => 'ABSK' + fake('base64', 128),
  }),
  token({
    id: 'amazon-oauth-secret',
    label: 'AMAZON_OAUTH_SECRET',
    literals: 'amzn1.oa2-cs.',
    shape: 'amzn1\\.oa2-cs\\.v1\\.[A-Za-z0-9]{51,102}',
    source: 'GitHub secret scanning: Amazon OAuth client secret',
    example: () => 'amzn1.oa2-cs.v1.' + fake('hex', 64),
  }),
  token({
    id: 'aws-presigned-signature',
    label: 'URL_SIGNATURE',
    literals: 'x-amz-signature=',
    shape: '[a-f0-9]{64}',
    source: 'docs.aws.amazon.com: query string authentication',
    example: () =>
      (() => {
        const v = fake('hex', 64);
        return [`https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${v}`, v] as const;
      })(),
    left: '[Xx]-[Aa]mz-[Ss]ignature=',
  }),
  token({
    id: 'google-api-key',
    label: 'GOOGLE_KEY',
    begins: ['AIza'],
    shape: 'AIza[A-Za-z0-9_-]{28,56}',
    source: 'gitleaks gcp-api-key; secretlint rule gcp',
    example: () => 'AIza' + fake('base64Url', 35),
  }),
  token({
    id: 'google-oauth-client-secret',
    label: 'GOOGLE_OAUTH_SECRET',
    literals: 'gocspx-',
    shape: 'GOCSPX-[A-Za-z0-9_-]{20,80}',
    source: 'trufflehog googleoauth2; GitHub secret scanning: Google OAuth client secret',
    example: () => 'GOCSPX-' + fake('base64Url', 28),
  }),
  token({
    id: 'google-oauth-access-token',
    label: 'GOOGLE_OAUTH_TOKEN',
    begins: ['ya29.'],
    shape: 'ya29\\.[A-Za-z0-9_-]{20,1000}',
    source: 'detect-secrets; trufflehog: Google OAuth access tokens',
    example: () => 'ya29.' + fake('base64Url', 120),
  }),
  token({
    id: 'google-oauth-refresh-token',
    label: 'GOOGLE_OAUTH_TOKEN',
    begins: ['1//0'],
    shape: '1//0[A-Za-z0-9_-]{40,200}',
    source: 'GitHub secret scanning: Google OAuth refresh token',
    example: () => '1//0' + fake('base64Url', 60),
  }),
  named({
    id: 'google-private-key-id',
    label: 'GOOGLE_KEY_ID',
    names: 'private_key_id',
    shape: '[a-f0-9]{40}',
    source: 'cloud.google.com: service account key files',
    example: () => fake('hex', 40),
  }),
  token({
    id: 'firebase-server-key',
    label: 'FIREBASE_KEY',
    literals: ':apa91b',
    shape: 'AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{107,214}',
    source: 'trufflehog firebasecloudmessaging',
    example: () => `AAAA${fake('base64Url', 7)}:APA91b${fake('base64Url', 134)}`,
    back: 11,
  }),
  token({
    id: 'google-hmac-key-id',
    label: 'GOOGLE_HMAC_KEY',
    literals: ['goog1e', 'goog1'],
    shape: 'GOOG1[A-Za-z0-9]{19,60}',
    source: 'cloud.google.com: Cloud Storage HMAC keys',
    example: () => 'GOOG1E' + fake('upperAlnum', 55),
  }),
  named({
    id: 'google-hmac-secret',
    label: 'GOOGLE_HMAC_SECRET',
    names: ['hmac_secret', 'hmac-secret', 'gcs_secret', 'gs_secret'],
    shape: '[A-Za-z0-9/+]{40}',
    source: 'cloud.google.com: Cloud Storage HMAC keys',
    example: () => fake('base64', 40),
  }),
  token({
    id: 'azure-storage-key',
    label: 'AZURE_KEY',
    literals: '+ast',
    shape: '[A-Za-z0-9+/]{76}\\+ASt[A-Za-z0-9+/]{5,6}==?',
    source: 'learn.microsoft.com: identifiable keys of Azure Storage',
    example: () => `${fake('base64', 76)}+ASt${fake('alnum', 6)}==`,
    back: 76,
  }),
  token({
    id: 'azure-connection-key',
    label: 'AZURE_KEY',
    literals: ['accountkey=', 'sharedaccesskey=', 'sharedsecretvalue='],
    shape: '[A-Za-z0-9+/]{40,100}={0,2}',
    source: 'learn.microsoft.com: Azure connection strings; secretlint rule azure; detect-secrets',
    example: () =>
      (() => {
        const v = fake('base64', 86) + '==';
        return [
          `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${v};EndpointSuffix=core.windows.net`,
          v,
        ] as const;
      })(),
    left: '(?:[Aa]ccount[Kk]ey|[Ss]hared[Aa]ccess[Kk]ey|[Ss]hared[Ss]ecret[Vv]alue)=',
  }),
  token({
    id: 'azure-batch-key',
    label: 'AZURE_KEY',
    literals: '+aba',
    shape: '[A-Za-z0-9+/]{76}\\+ABa[A-Za-z0-9+/]{5,6}==?',
    source: 'learn.microsoft.com: identifiable keys of Azure Batch',
    example: () => `${fake('base64', 76)}+ABa${fake('alnum', 6)}==`,
    back: 76,
  }),
  token({
    id: 'azure-cosmos-key',
    label: 'AZURE_KEY',
    literals: 'acdb',
    shape: '[A-Za-z0-9]{76}ACDb[A-Za-z0-9+/]{5,6}==?',
    source: 'learn.microsoft.com: identifiable keys of Cosmos DB',
    example: () => `${fake('alnum', 76)}ACDb${fake('alnum', 6)}==`,
    back: 76,
  }),
  {
    id: 'azure-ad-client-secret',
    label: 'AZURE_CLIENT_SECRET',
    kind: 'secret',
    source: 'gitleaks azure-ad-client-secret; secretlint rule azure',
    scan: (text, report) => {
      for (let at = text.indexOf('Q~'); at >= 0; at = text.indexOf('Q~', at + 2)) {
        const span = adSecret(text, at);
        if (span !== null) report(span);
      }
    },
    examples: () => [`${fake('alnum', 3)}8Q~${fake('base64Url', 34)}`],
    counterexamples: () => ['abQ~short', 'Q~'],
  },
  token({
    id: 'azure-function-key',
    label: 'AZURE_KEY',
    literals: 'azfu',
    shape: '[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5,8}={0,2}',
    source: 'learn.microsoft.com: identifiable keys of Azure Functions',
    example: () => `${fake('base64Url', 44)}AzFu${fake('alnum', 6)}==`,
    back: 44,
  }),
  token({
    id: 'azure-search-key',
    label: 'AZURE_KEY',
    literals: 'azse',
    shape: '[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}',
    source: 'learn.microsoft.com: identifiable keys of Azure AI Search',
    example: () => `${fake('alnum', 42)}AzSeA${fake('alnum', 5)}`,
    back: 42,
  }),
  token({
    id: 'azure-container-registry-key',
    label: 'AZURE_KEY',
    literals: '+acr',
    shape: '[A-Za-z0-9+/]{42}\\+ACR[A-D][A-Za-z0-9]{5}',
    source: 'learn.microsoft.com: identifiable keys of Azure Container Registry',
    example: () => `${fake('base64', 42)}+ACRA${fake('alnum', 5)}`,
    back: 42,
  }),
  token({
    id: 'azure-messaging-key',
    label: 'AZURE_KEY',
    literals: ['+asb', '+aeh', '+arm', 'aiot'],
    shape: '[A-Za-z0-9+/]{33}(?:\\+ASb|\\+AEh|\\+ARm|AIoT)[A-Za-z0-9+/]{6,7}=',
    source: 'learn.microsoft.com: identifiable keys of Service Bus, Event Hubs, Relay and IoT Hub',
    example: () => `${fake('base64', 33)}+ASb${fake('alnum', 6)}=`,
    back: 33,
  }),
  token({
    id: 'azure-redis-key',
    label: 'AZURE_KEY',
    literals: 'azca',
    shape: '[A-Za-z0-9]{33}AzCa[A-P][A-Za-z0-9]{5}=',
    source: 'learn.microsoft.com: identifiable keys of Azure Cache for Redis',
    example: () => `${fake('alnum', 33)}AzCaA${fake('alnum', 5)}=`,
    back: 33,
  }),
  token({
    id: 'azure-ai-key',
    label: 'AZURE_KEY',
    literals: 'jqqj99',
    shape: '[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}',
    source: 'learn.microsoft.com: 84-character keys of Azure AI services; trufflehog azure_openai',
    example: () => `${fake('alnum', 52)}JQQJ99${fake('alnum', 26)}`,
    back: 52,
  }),
  named({
    id: 'azure-hex-key',
    label: 'AZURE_KEY',
    names: ['azure', 'cognitive', 'ocp-apim-subscription-key', 'apim_subscription', 'bing_search', 'speech_key'],
    shape: '[a-f0-9]{32}',
    source: 'learn.microsoft.com: keys of Azure AI services and API Management; trufflehog azure_openai',
    example: () => fake('hex', 32),
  }),
  token({
    id: 'azure-sas-signature',
    label: 'URL_SIGNATURE',
    literals: ['&sig=', '?sig=', ';sig='],
    shape: '[A-Za-z0-9%/+]{40,120}(?:=|%3[Dd])?',
    source: 'learn.microsoft.com: shared access signatures',
    example: () =>
      (() => {
        const v = fake('alnum', 43) + '%3D';
        return [`https://a.blob.core.windows.net/c?sv=2022-11-02&sig=${v}`, v] as const;
      })(),
    left: '[&?;]sig=',
  }),
];
