/** Shannon entropy of a text's characters, in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const c of value) counts.set(c, (counts.get(c) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / value.length) * Math.log2(n / value.length);
  return bits;
}

/** Stands for a value that is elsewhere: a variable, a template, a call, an environment, a store. */
export function isReference(value: string): boolean {
  return (
    /^(?:\$\$?\w|\$?[{(<[]|%\w+%$|#\{|@\{|&\w+$|\*\w+$|!{1,2}[A-Za-z:/.]+(?:\s|$)|\\[&$@%])/.test(value) ||
    /^(?:process\.env|import\.meta|os\.environ|os\.getenv|env[.([]|ENV\[|getenv|System\.getenv|secrets\.|vault:|op:\/\/|ref\+|sm:\/\/|gcp-secret|arn:|ssm:|keyvault|file:|data:|blob:|secretKeyRef|self\.|this\.|config[.[(]|settings\.|params\.|args\.|options\.|props\.|req\.|request\.|ctx\.|context\.|var\.|local\.|module\.)/i.test(
      value,
    ) ||
    /\$\{(?:(?!\$\{)[^}])*\}|\{\{(?:(?!\{\{).)*\}\}|<%(?:(?!<%).)*%>|<[A-Za-z_][\w .-]*>|#\{(?:(?!#\{)[^}])*\}|\$\((?:(?!\$\()[^)])*\)|%\(\w+\)s|^%[sdv@]$|\{\d?\}|\{[a-zA-Z_][\w.]*\}|^\[[A-Z_ ]+\]$/.test(
      value,
    )
  );
}

/** Words that say that a value is none, whatever stands with them. */
const NO_VALUE =
  'your|enter|insert|replace|example|sample|placeholder|changeme|change|changeit|dummy|fake|redacted|masked|hidden|removed|todo|fixme|tbd|foo|bar|baz|qux|xxx+|here|goes|value|string|none|null|undefined|nil|empty|default|required|optional';
/** Words that say so where no number makes a password of them. */
const GENERAL = 'my|the|some|any|secret|password|passwd|token|key|apikey|test|demo|mock';
const PLACEHOLDER_WORD = new RegExp(`(?:^|[^a-z])(?:${NO_VALUE}|${GENERAL})(?:[^a-z]|$)`, 'i');
const NO_VALUE_WORD = new RegExp(`(?:^|[^a-z])(?:${NO_VALUE})(?:[^a-z]|$)`, 'i');

/** Says of itself that it is no value: filled up with one letter, or words such as `your-api-key`. */
export function isPlaceholder(value: string): boolean {
  return isFilledUp(value) || (isMadeOfWords(value) && PLACEHOLDER_WORD.test(apart(value)));
}

/**
 * The same for what a person may choose: `password` and `my-secret` stand for a password, but
 * `password123` and `MySecret1!` are some.
 */
export function isStandIn(value: string): boolean {
  if (isFilledUp(value)) return true;
  if (!isMadeOfWords(value)) return false;
  return NO_VALUE_WORD.test(apart(value)) || (!/\d/.test(value) && PLACEHOLDER_WORD.test(apart(value)));
}

function isFilledUp(value: string): boolean {
  return (
    /^(.)\1+$|abcdefghijk|^YOUR|GOES_?HERE$/.test(value) ||
    value.includes('ABCDEFGHIJK') ||
    /x{4}|\*{3}|\.{3}|…|•{3}|_{4}|-{4}|\?{3}/i.test(value) ||
    /^(?:true|false|null|none|nil|undefined|void|yes|no|on|off|enabled?|disabled?|n\/a|na|empty|unset|missing|required|optional|redacted\w*|hidden|masked)$/i.test(
      value,
    ) ||
    /^(?=.*pass)[a-z_-]+$/i.test(value)
  );
}

/** Words alone, perhaps with a number behind them; a random value is not made of words. */
function isMadeOfWords(value: string): boolean {
  // With a digit further from its end it is none, as most random values have.
  if (/\d.{4}/s.test(value)) return false;
  return /^[A-Za-z]+(?:[ _.\-/:][A-Za-z]+)*[ _.\-]?\d{0,3}[!.]?$/.test(apart(value));
}

function apart(value: string): string {
  return atHumps(value, ' ', false);
}

/**
 * A text with something between each small letter and the capital behind it: `aB` becomes `a B`.
 * @param digits whether it goes behind digits too
 */
export function atHumps(text: string, joint: string, digits: boolean): string {
  let split = '';
  let from = 0;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 65 || code > 90) continue;
    const before = text.charCodeAt(at - 1);
    if ((before >= 97 && before <= 122) || (digits && before >= 48 && before <= 57)) {
      split += text.slice(from, at) + joint;
      from = at;
    }
  }
  return from === 0 ? text : split + text.slice(from);
}

/** Terms of the trade that have digits in them, which makes nothing random of them: `Uint8Array`, `OAuth2Client`. */
export function hasTechnicalTerm(value: string): boolean {
  if (!/\d/.test(value)) return false;
  const words = apart(value)
    .replace(/(\d)([A-Z])/g, '$1 $2')
    .toLowerCase();
  return !/\d/.test(words.replace(TECHNICAL_TERM, ''));
}

const TECHNICAL_TERM =
  /(?<![a-z])(?:u?int(?:8|16|32|64)|float(?:32|64)|base(?:16|32|58|64)|utf-?(?:8|16|32)|sha-?(?:1|2|3|224|256|384|512)|md[45]|x509|k8s|s3|ec2|oauth[12]|http[123]|i18n|l10n|a11y|aes-?(?:128|192|256)?|rsa-?\d{4}|ed25519|p-?(?:256|384|521)|web[23]|json5|es\d{1,4}|ipv?[46]|rfc\d{1,5}|pkcs-?\d{1,2}|v\d{1,2})(?![a-z\d])/g;

/** A word, or words joined as names are: what a program calls things, rather than what opens a door. */
export function isNameLike(value: string): boolean {
  // Licences and the like: `LYQ2-KATF-NBDS-IK27`.
  if (/^[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,}$/.test(value) && /\d/.test(value)) return false;
  // Classes of tokens in grammars: `string.$S2.delim`.
  if (/^[a-z]{2,20}(?:\.[\w$-]{1,16}){1,8}$/.test(value) && value.includes('$')) return true;
  return (
    /^[@#.]?[A-Za-z_$][\w$.:/ @-]*$/.test(value) &&
    value
      .split(/[-_.:/ @#]/)
      .every(
        (word) =>
          /^[A-Za-z$]*\d{0,2}$|^[a-z]+\d{1,3}(?:[A-Z][a-z]+){1,6}$/.test(word) &&
          !isJumbled(word) &&
          (word.length < 6 || /[aeiouy]/i.test(word)),
      )
  );
}

/** Paths, addresses, selectors, patterns, markup, dates, sentences: texts with a purpose of their own. */
export function isOrdinaryText(value: string): boolean {
  return (
    /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|[a-z][a-z0-9+.-]*:\/\/|mailto:|urn:|#[0-9A-Fa-f]{3,8}$|\.[a-z][\w-]*$|--?[a-z][a-z-]*(?:=|$)|\/)/.test(
      value,
    ) ||
    (/^[\w.-]+\/[\w.+-]+(?:;|$)/.test(value) && !(/\d/.test(value) && /[A-Z]/.test(value))) ||
    /[<>]|\(\?|\\[dwsSb]|\[\^|^\^.*\$$/.test(value) ||
    /^\d{4}-\d{2}-\d{2}/.test(value) ||
    /^[\^~<>=]{0,2}v?\d+\.\d+\.\d+/.test(value) ||
    /^[\w-]+\.(?:json|ya?ml|pem|key|crt|txt|env|js|ts|py|md|html?|css|png|xml|properties|conf|ini|toml|log|sh)$/i.test(
      value,
    ) ||
    /^(?:sha(?:1|224|256|384|512)|md5)[-:/]/.test(value) ||
    /^\S+(?: \S+){2,}$/.test(value) ||
    /^[A-Za-z'’,.:;!?]+ [A-Za-z'’,.:;!?]+$/.test(value)
  );
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** As long as a hash of a file or a commit, and hexadecimal. */
export function isHashLike(value: string): boolean {
  return /^[0-9a-f]+$/i.test(value) && [7, 8, 32, 40, 56, 64, 96, 128].includes(value.length);
}

/** Letters and digits in no order that a person would choose. */
export function isRandom(value: string): boolean {
  if (value.length < 16 || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const hex = /^[0-9a-fA-F-]+$/.test(value);
  return entropy(value) >= (hex ? 2.8 : value.length < 24 ? 3.2 : 3.6);
}

/** Examples that vendors publish in their documentation; they open nothing. */
const PUBLISHED = [
  /EXAMPLE(?:KEY)?$/,
  /^AKIA(?:IOSFODNN7|I44QH8DHB)EXAMPLE$/,
  /^wJalrXUtnFEMI/,
  /^je7MtGbClwBF/,
  /^sk_test_(?:4eC39HqLyjWDarjtT1zdp7dc|BQokikJOvBiI2HlWgH4olfQ2|tR3PYbcVNZZ796tH88S4VQ2u)$/,
  /^(?:dGhlIHNhbXBsZSBub25jZQ==|s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=)$/,
  /^QWxhZGRpbjpvcGVuIHNlc2FtZQ==$/,
  /^(?:mF_9\.B5f-4\.1JqM|2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|SplxlOBeZQQYbYS6WxSbIA|7Fjfp0ZBr1KtDRbnfVdmIw)$/,
] as const;

export function isPublished(value: string): boolean {
  return PUBLISHED.some((pattern) => pattern.test(value));
}

/** Capitals in the middle of words, as in no name: `hOtryfWTdk`. */
export function isJumbled(value: string): boolean {
  const { letters, hump } = humps(value);
  // Long ones are told by their consonants too.
  return letters >= 8 && (hump < 3.2 || (hump < 3.6 && letters >= 16 && /[bcdfghjklmnpqrstvwxz]{4}/i.test(value)));
}

/** How many letters there are, and how many to a hump, if there are three humps at least. */
function humps(value: string): { readonly letters: number; readonly hump: number } {
  const letters = value.replace(/[^A-Za-z]/g, '');
  const count = letters.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).length;
  return { letters: letters.length, hump: count >= 3 && /[a-z]/.test(letters) ? letters.length / count : Infinity };
}

/** What is not the name of a variable, a property or a method, although it has their letters: `XmRgETT5`, `I97g`. */
export function isOddName(part: string): boolean {
  const { letters, hump } = humps(part);
  return (
    isJumbled(part) ||
    (letters >= 6 && hump < 2.5) ||
    (/[A-Z]\d+[a-z]|[A-Z]\d+[A-Z]+\d|[a-z]\d+[a-z]+\d|\d[A-Z]$/.test(part) && !hasTechnicalTerm(part))
  );
}

/** Passwords that many people choose; words of interfaces, such as `welcome`, are left out. */
const COMMON_PASSWORD =
  /^(?:princess|sunshine|iloveyou|football|baseball|basketball|dragon|monkey|shadow|superman|batman|spiderman|trustno|letmein|qwerty|qwertyuiop|qazwsx|asdfgh|asdfghjkl|zxcvbn|zxcvbnm|abc|passw0rd|p@ssw0rd|p@ssword|pa\$\$word|michael|jordan|jennifer|jessica|daniel|andrew|ashley|charlie|thomas|robert|hunter|starwars|whatever|freedom|ninja|mustang|chocolate|pokemon|naruto|soccer|hockey|killer|pepper|ginger|tigger|buster|cheese|banana|liverpool|chelsea|arsenal|barcelona|maverick|samsung|thunder|butterfly|lovely|corvette|mercedes|yankees|cowboys|steelers|eminem|metallica|slipknot|fuckyou|asshole|babygirl|nicole|michelle|flower|jesus|marina|snoopy|scooter|phoenix|matrix|merlin|cowboy|summer|winter|schatz|hottie|loveme|tinkerbell|1q2w3e4r|1qaz2wsx|zaq12wsx|q1w2e3r4)\d{0,4}[!.]?$/i;

/** Whether a value is among the passwords that lists of stolen ones have at their top. */
export function isCommonPassword(value: string): boolean {
  return value.length >= 5 && COMMON_PASSWORD.test(value);
}
