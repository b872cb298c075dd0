import { fake, inCapitalsToo, spellings, type Detector, type LiteralDetector } from '../detector.ts';
import type { Example, Span } from '../detector-notes.ts';
import { settingsAt } from '../settings-at.ts';
import { NEEDS } from '../places/find-places.ts';
import { SIGNS } from '../places/may-have-value.ts';
import type { Setting } from '../setting-shape.ts';
import { secretOf, type Promise } from './secret-value.ts';

interface NameRow {
  readonly id: string;
  readonly label: string;
  readonly promise: Promise;
  /** Lower case; the words joined by `_` also stand for `-`, `.`, a space or nothing between them. */
  readonly names: readonly string[];
  /** Names that are part of many words, so that a sign of the notation must follow. */
  readonly short?: readonly string[];
  readonly source: string;
  readonly examples: () => readonly Example[];
  readonly not: () => readonly string[];
}

/** Words after a secret's name that make it another thing: `password_field`, `token_url`, `secretName`. */
const OTHER_THING =
  /(?:^|[_.\s-])(?:name|names|id|ids|key_?id|file|files|filename|path|paths|dir|url|urls|uri|uris|endpoint|host|port|type|types|kind|format|length|len|size|count|min|max|limit|age|ttl|expir\w*|timeout|duration|lifetime|field|fields|input|inputs?|label|placeholder|title|hint|help|text|message|msg|error|errors?|description|desc|prompt|header|headers|param|params|parameter|query|cookie_?name|prefix|suffix|pattern|regex|rule|rules|policy|policies|strength|score|valid\w*|verif\w*|require\w*|enabled?|disabled?|visible|visibility|shown?|hidden|reset|forgot\w*|chang\w*|update\w*|creat\w*|generat\w*|generator|provider|manager|store|storage|service|client|factory|handler|helper|util|utils|class|component|page|form|view|icon|button|link|selector|element|event|events|mode|method|strategy|scheme|alg|algorithm|algo|digest|encoding|version|ref|refs|reference|arn|alias|schema|model|table|column|index|map|list|set|array|scope|scopes|role|roles|issuer|audience|claim|claims|budget|usage|used|bucket|logprobs?|izer\w*|ize\w*|iz\w*|ed|ing|less|ful|s|types?|state|status|info|meta\w*|data_?type|response|request|source|location|position|pos|start|end|offset|line|col|range|kind|ops|bytes|add|rm|remove|level|rate|cost|price|symbol|address|contract|supply|balance|pair|pairs)(?:[_.\s-]|$)/i;
/** Words before `token`, `key` and the like with the same effect. */
const OTHER_KIND =
  /(?:^|[_.\s-])(?:for|by|public_?key|next|prev|previous|page|paging|cancel|cancellation|continuation|cont|sync|csrf|xsrf|parse|parser|lex|lexer|syntax|start|end|first|last|left|right|current|cur|open|close|closing|opening|comment|punctuation|operator|keyword|string|number|identifier|template|jsx|css|html|xml|sql|markdown|public|pub|foreign|primary|sort|partition|cache|object|map|hash|row|column|shortcut|hot|arrow|array|index|unique|i18n|translation|locale|lang|property|prop|attribute|design|theme|color|max|min|num|total|input|output|prompt|completion|context|stop|eos|bos|pad|unk|sep|cls|mask|special|query|search|sub|has|is|no|show|toggle|forgot|reset|hide|confirm_?label|idempotency|injection|provider|placeholder|erc20|bridge|wrapped)$/i;

/** Words before `password` and `secret` that ask about one, or do something with it. */
const NEGATION =
  /(?:^|[_.\s-])(?:has|is|no|not|show|toggle|forgot|forgotten|reset|hide|num|max|min|needs?|requires?|use|with|without|invalid|missing|wrong|bad|validate|check|verify|match|compare|mask|hash|generate|image_?pull)$/i;

const ROWS: readonly NameRow[] = [
  {
    id: 'password-assignment',
    label: 'PASSWORD',
    promise: 'password',
    names: [
      'password',
      'passwd',
      'passphrase',
      'pass_phrase',
      'passcode',
      'pwd',
      'passwort',
      'kennwort',
      'mot_de_passe',
      'motdepasse',
      'mdp',
      'contraseña',
      'contrasena',
      'senha',
      'wachtwoord',
      'hasło',
      'haslo',
      'lösenord',
      'passord',
      'salasana',
      'parola',
      'şifre',
      'sifre',
      'пароль',
      'storepass',
      'keypass',
      'dbpass',
      'userpass',
      'smtppass',
      'mailpass',
      'rootpass',
      'adminpass',
      'mypass',
      'psk',
      'wifi_key',
      'wlan_key',
      'network_key',
      'schlüssel:',
      '비번',
      '패스워드',
      '암호',
      '暗証番号',
      'κωδικός',
      'adgangskode',
      'jelszó',
      'heslo',
      'lozinka',
      'סיסמה',
      'รหัสผ่าน',
      'كلمة المرور',
      'mật khẩu',
      'kata sandi',
      'पासवर्ड',
      '密码',
      '密碼',
      'パスワード',
      '비밀번호',
    ],
    source: 'gitleaks generic-api-key, hashicorp-tf-password; detect-secrets KeywordDetector',
    examples: () => [
      ['const password = "hunter' + '2!!";', 'hunter' + '2!!'],
      ['export DB_PASSWORD=correct' + '-horse', 'correct' + '-horse'],
      ['db:\n  password: Tr0ub' + '4dor\n  host: db\n', 'Tr0ub' + '4dor'],
      ['<password>S3cr' + 'etPw</password>', 'S3cr' + 'etPw'],
      ['spring.datasource.password=pa55' + 'word', 'pa55' + 'word'],
      ["define('DB_PASSWORD', 'k9#" + "mQ2!x');", 'k9#' + 'mQ2!x'],
      ['Passwort: Sommer' + '2024!', 'Sommer' + '2024!'],
      ['mysqldump --password=Kx8' + 'vvP2 shop', 'Kx8' + 'vvP2'],
    ],
    not: () => [
      'password: string;',
      'const password = "${PASSWORD}";',
      'password = getpass.getpass()',
      'type: "password", name: "password"',
      'passwordField: "login-password-1"',
      'password: process.env.DB_PASSWORD',
      'password = os.environ["DB_PASSWORD"]',
      'PASSWORD=changeme',
      '{ "password": "your-password" }',
      'label="Password must have 8 characters"',
      'password: "currentPassword"',
    ],
  },
  {
    id: 'pass-assignment',
    label: 'PASSWORD',
    promise: 'password',
    names: ['pw=', 'pw:', 'pw"', "pw'", 'pw ', 'pw<', 'pw>', 'pw,', '_pass_', '-pass_'],
    short: ['pass'],
    source: 'detect-secrets KeywordDetector: db_pass and the like',
    examples: () => [['SMTP_PASS=q7!' + 'Rw2zz', 'q7!' + 'Rw2zz']],
    not: () => ['render_pass = "shadow"', 'this.pass = pass;'],
  },
  {
    id: 'api-key-assignment',
    label: 'API_KEY',
    promise: 'key',
    names: [
      'api_key',
      'api_token',
      'api_secret',
      'app_key',
      'app_secret',
      'application_key',
      'apikey_secret',
      'x_api_key',
      'subscription_key',
      'license_key',
      'activation_key',
      'activation_code',
      'product_key',
      'serial_key',
      'license_code',
      'recovery_code',
      'recovery_key',
      'backup_code',
      'unlock_key',
      'registration_key',
      'licence_key',
      'integration_key',
      'ingest_key',
      'write_key',
      'server_key',
      'account_key',
      'storage_key',
      'service_key',
      'admin_key',
      'root_key',
      'rest_key',
      'sdk_key',
      'developer_key',
      'dev_key',
      'project_key',
      'consumer_key',
      'webhook_key',
      'routing_key',
    ],
    source: 'gitleaks generic-api-key; detect-secrets KeywordDetector',
    examples: () => [
      ["api_key: 'abcdef" + "123456'", 'abcdef' + '123456'],
      ['X-API-Key: ' + fake('alnum', 32), fake('alnum', 32)],
      ['https://maps.test/v1?api_key=' + fake('hex', 24) + '&q=1', fake('hex', 24)],
    ],
    not: () => [
      'apiKeyName: "x-api-key-header-1"',
      'apiKey: config.apiKey,',
      'api_key = load_key()',
      'apiKey={apiKey}',
    ],
  },
  {
    id: 'secret-assignment',
    label: 'SECRET',
    promise: 'key',
    names: [
      'secret',
      'client_secret',
      'shared_secret',
      'secret_key',
      'secretkey',
      'secret_value',
      'segredo',
      'geheimnis',
    ],
    source: 'gitleaks generic-api-key; detect-secrets KeywordDetector',
    examples: () => [
      ['{"client_secret": "s3cr3t' + '-value"}', 's3cr3t' + '-value'],
      ['SECRET_KEY_BASE=' + fake('hex', 128), fake('hex', 128)],
      ['SECRET_KEY = "django-insecure-' + fake('alnum', 40) + '"', 'django-insecure-' + fake('alnum', 40)],
    ],
    not: () => [
      'import { secret } from "./x"',
      'secretName: "db-credentials"',
      'secret: "string"',
      'secretKeyRef: { name: app }',
      'secret: ${{ secrets.DEPLOY }}',
    ],
  },
  {
    id: 'token-assignment',
    label: 'TOKEN',
    promise: 'key',
    names: [
      'token',
      'access_token',
      'auth_token',
      'refresh_token',
      'id_token',
      'bearer_token',
      'session_token',
      'bot_token',
      'personal_access_token',
      'jwt',
      'bearer',
      'oauth',
      'sas_token',
    ],
    source: 'gitleaks generic-api-key; detect-secrets KeywordDetector',
    examples: () => [
      ['export CI_TOKEN=' + fake('alnum', 28), fake('alnum', 28)],
      ['"refreshToken": "' + fake('base64Url', 44) + '"', fake('base64Url', 44)],
      ["process.env.DEPLOY_TOKEN = '" + fake('alnum', 20) + "';", fake('alnum', 20)],
    ],
    not: () => [
      'const token = await getToken();',
      'token: "punctuation.definition.string.begin.json5"',
      'nextToken: "page2cursor9"',
      'tokenType: "Bearer123"',
      'max_tokens: 4096',
      'token = tokens[0]',
      'token: Token;',
    ],
  },
  {
    id: 'private-key-assignment',
    label: 'PRIVATE_KEY',
    promise: 'key',
    names: [
      'private_key',
      'privkey',
      'priv_key',
      'signing_key',
      'signature_key',
      'client_key',
      'session_key',
      'encryption_key',
      'encrypt_key',
      'decryption_key',
      'master_key',
      'hmac_key',
      'aes_key',
      'crypto_key',
      'cipher_key',
      'cipherkey',
      'preshared_key',
      'pre_shared_key',
      'jwt_key',
      'deploy_key',
      'ssh_key',
      'machine_key',
      'validation_key',
      'symmetric_key',
      'wallet_key',
      'mnemonic',
      'seed_phrase',
    ],
    source: 'gitleaks generic-api-key; detect-secrets KeywordDetector; wireguard.com: PrivateKey, PresharedKey',
    examples: () => [
      ['PrivateKey = ' + fake('base64', 43) + '=', fake('base64', 43) + '='],
      ['ENCRYPTION_KEY="' + fake('hex', 64) + '"', fake('hex', 64)],
    ],
    not: () => [
      'privateKeyPath: "/etc/ssl/key.pem"',
      'signingKey: await importKey(raw)',
      'private_key = rsa.generate(2048)',
    ],
  },
  {
    id: 'access-key-assignment',
    label: 'ACCESS_KEY',
    promise: 'key',
    names: [
      'access_key',
      'accesskey',
      'secret_access_key',
      'access_secret',
      'auth_key',
      'auth_secret',
      'authentication_key',
      'login_key',
      'user_key',
      's3_key',
      'aws_key',
      'aws_secret',
    ],
    source: 'gitleaks generic-api-key; detect-secrets KeywordDetector',
    examples: () => [['accessKey: "' + fake('upperAlnum', 20) + '"', fake('upperAlnum', 20)]],
    not: () => ['accessKeyId: accessKeyId,', 'accesskey="s"'],
  },
  {
    id: 'credential-assignment',
    label: 'CREDENTIAL',
    promise: 'key',
    names: ['credential', 'credentials', 'creds'],
    source: 'gitleaks generic-api-key',
    examples: () => [['credentials = "' + fake('alnum', 24) + '"', fake('alnum', 24)]],
    not: () => ['credentials: "include"', 'credentials: "same-origin"', 'withCredentials: true'],
  },
  {
    id: 'pin-assignment',
    label: 'PIN',
    promise: 'pin',
    names: ['pin_code', 'sim_pin', 'card_pin'],
    short: ['pin'],
    source: 'detect-secrets KeywordDetector; PCI DSS: personal identification numbers',
    examples: () => [
      ['PIN: 48' + '2913\n', '48' + '2913'],
      ['"pin": "77' + '41"', '77' + '41'],
    ],
    not: () => ['pin: 13', 'spin = 1000', 'const pin = 4000;', 'PIN_NUMBER = 12'],
  },
  {
    id: 'key-assignment',
    label: 'KEY',
    promise: 'perhaps',
    names: [
      'key=$',
      '_key_',
      '-key_',
      '_auth_',
      'auth=',
      'auth:',
      '"auth"',
      'signature',
      'session',
      'cookie',
      'webhook',
      '_license',
      '_secret1',
      '_id_secret',
      'nonce_secret',
      'cipher',
    ],
    short: ['key', 'pat', 'salt', '_auth', '_hash', '_sig', '_code', '_dsn', '_cert', '_sk'],
    source: 'gitleaks generic-api-key with entropy; trufflehog detectors by entropy',
    examples: () => [['STRIPE_ENDPOINT_KEY="' + fake('alnum', 32) + '"', fake('alnum', 32)]],
    not: () => [
      'key: "' + fake('hex', 40) + '"',
      'cache_key = "' + fake('hex', 32) + '"',
      '"session": "0b6f0c3e-8c1b-4c0f-9d53-6a1f9a4f0f11"',
      'key: "translation.of.some.label.text1"',
    ],
  },
];

/** Values assigned to names that promise a secret, in any notation of settings and in code. */
export const ASSIGNMENTS: readonly Detector[] = ROWS.map(assignment);

function assignment(row: NameRow): LiteralDetector {
  const short = new Set(row.short?.flatMap(spellings));
  const literals = [...new Set([...inCapitalsToo(row.names.flatMap(spellings)), ...short])];
  return {
    id: row.id,
    label: row.label,
    kind: 'secret',
    source: row.source,
    literals,
    needs: (literal) =>
      NEEDS.value |
      (short.has(literal) ? NEEDS.sign : NEEDS.nothing) |
      // Where a name says little, the value must say all.
      (row.promise === 'perhaps' ? NEEDS.run : NEEDS.nothing) |
      (row.promise === 'perhaps' || row.promise === 'key' ? NEEDS.key : NEEDS.nothing),
    locate: (text, literalStart, end) => {
      let nameEnd = end;
      let start = literalStart;
      while (SIGNS[text.charCodeAt(start)] === 1) start++;
      // Short names come with a sign of the notation, so as not to be found in every word.
      while (SIGNS[text.charCodeAt(nameEnd - 1)] === 1) nameEnd--;
      // `Public Key: …`, in words.
      if (
        row.promise !== 'password' &&
        text.charCodeAt(start - 1) === 32 &&
        /(?:public|primary|foreign) $/i.test(text.slice(Math.max(0, start - 8), start))
      )
        return null;
      const literal = text.slice(start, nameEnd);
      const spans: Span[] = [];
      for (const setting of settingsAt(text, start, nameEnd)) {
        if (!promises(setting, start, literal, row.promise)) break;
        const secret = secretOf(text, setting, row.promise);
        if (secret !== null) spans.push(secret);
      }
      return spans.length === 0 ? null : spans;
    },
    examples: row.examples,
    counterexamples: row.not,
  };
}

/** Whether the whole name still promises what the literal in it does. */
function promises(setting: Setting, literalStart: number, literal: string, promise: Promise): boolean {
  const offset = literalStart - setting.nameStart;
  const words = (part: string): string => part.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  const before = setting.name.slice(0, Math.max(0, offset));
  const after = setting.name.slice(offset + literal.length);
  // `bypass`, `compass`: no word of their own.
  if (/^(?:pass|pat|pw|pin)$/.test(literal) && /[a-z]$/.test(before)) return false;
  // `tokenizer`, `PASSABLE`: the literal is the beginning of another word.
  if (
    goesOn(literal, after) &&
    !/^(?:key|value|str(?:ing)?(?![A-Za-z])|env|prod|dev|base|word|wd|phrase|code)/i.test(after)
  )
    return false;
  const cased = words(setting.name);
  const split = words(setting.name.slice(0, offset + literal.length)).length;
  const rest = after === '' ? '' : cased.slice(split).replace(/^_/, '');
  if (rest !== '' && OTHER_THING.test(rest)) return false;
  if (/salt$/i.test(literal)) return true;
  const kind = promise === 'password' || /secret/i.test(literal) ? NEGATION : OTHER_KIND;
  if (
    before !== '' &&
    kind.test(
      words(before + literal.charAt(0))
        .slice(0, -1)
        .replace(/[_.\s-]$/, ''),
    )
  )
    return false;
  if (
    promise !== 'password' &&
    before !== '' &&
    /[a-z]$/.test(before) &&
    /^[a-z]/.test(literal) &&
    /^(?:token|secret|psk|jwt|oauth|creds)$/.test(literal)
  ) {
    return /(?:access|auth|api|app|bot|user|client|my|the|refresh|session|bearer|id|git|ci|npm|deploy|secret|shared|webhook|admin|service|master|root|db|test|prod|dev)$/i.test(
      before,
    );
  }
  return true;
}

/** Whether the word that ends a part of a name goes on behind it. */
function goesOn(part: string, after: string): boolean {
  if (/[a-z]$/.test(part)) return /^[a-z]/.test(after);
  return /[A-Z]{2}$/.test(part) && /^[A-Z]+(?![a-z])/.test(after);
}
