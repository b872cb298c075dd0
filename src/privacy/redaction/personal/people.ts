import type { LiteralDetector, TextDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { lineEndNear } from '../near.ts';
import type { Setting } from '../setting-shape.ts';
import { settingsAt } from '../settings-at.ts';
import { emailAt, mayBeInEmail } from './contact.ts';
import { decodedText } from './keyed-value.ts';

const NAME =
  /^[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*(?: (?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|bin|ibn|al|el|y|e|af|zu)\b|[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*)){0,5}$/u;
const NO_NAME =
  /\b(?:name|first|last|full|given|family|surname|middle|user|your|enter|required|string|text|label|type|null|undefined|true|false|unknown|anonymous|example|admin|value|field|number|none|default|title|column|input|object|vorname|nachname|nombre|prénom|inc|llc|ltd|gmbh|corp(?:oration)?|company|co|team|contributors?|authors?|foundation|project|group|labs?|community|developers?|organi[sz]ation|university|institute|association|software|technologies|systems|solutions|bot|maintainers?|committee|consortium|open|source|the|and|js|ts|node|github|google|microsoft|facebook|mozilla|apache|adobe|meta|card|holder|javascript|java|python|script|all|rights|reserved|copyright|see|list)\b|[_()[\]{}<>=/\\|]|\d/i;

/** Keys that hold a person's name, in the languages of the forms that have them. */
const NAME_KEYS = [
  'first_name',
  'firstname',
  'first-name',
  'first name',
  'given_name',
  'givenname',
  'given-name',
  'given name',
  'forename',
  'last_name',
  'lastname',
  'last-name',
  'last name',
  'family_name',
  'familyname',
  'family-name',
  'family name',
  'surname',
  'middle_name',
  'middlename',
  'maiden_name',
  'maidenname',
  'full_name',
  'fullname',
  'full-name',
  'full name',
  'legal_name',
  'customer_name',
  'customername',
  'client_name',
  'patient_name',
  'patientname',
  'contact_name',
  'contactname',
  'employee_name',
  'employeename',
  'cardholder',
  'card_holder',
  'account_holder',
  'accountholder',
  'recipient_name',
  'person_name',
  'holder_name',
  'student_name',
  'guest_name',
  'vorname',
  'nachname',
  'familienname',
  'prenom',
  'prénom',
  'nom_de_famille',
  'apellido',
  'apellidos',
  'nombre_completo',
  'cognome',
  'sobrenome',
  'nome_completo',
  'imię',
  'imie',
  'nazwisko',
  'voornaam',
  'achternaam',
  'förnamn',
  'fornamn',
  'efternamn',
  'fornavn',
  'etternavn',
  'etunimi',
  'sukunimi',
  '姓名',
  '氏名',
  '이름',
  '성명',
  'фамилия',
  'отчество',
  'ad_soyad',
];

const PERSON_HEADERS = [
  'signed-off-by:',
  'co-authored-by:',
  'reviewed-by:',
  'acked-by:',
  'tested-by:',
  'reported-by:',
  'suggested-by:',
  'cc:',
  'author:',
  '@author',
  'committer:',
  '"author"',
  'from:',
  'patient:',
  'employee:',
  'customer:',
  'kontakt:',
  'auteur:',
  'autor:',
  'fn:',
  'fn;',
];

const ADDRESS_KEYS = [
  'street_name',
  'streetname',
  'address line',
  'address_line1',
  'addr:',
  'addr=',
  'addr(',
  'addr<',
  'addr>',
  'addr,',
  'addr\t',
  'addr*',
  'addr"',
  "addr'",
  'line1',
  'line2',
  'line_1',
  'street_address',
  'streetaddress',
  'street-address',
  'street',
  'address_line',
  'addressline',
  'address-line',
  'address1',
  'address2',
  'address_1',
  'address',
  'postal_address',
  'strasse',
  'straße',
  'anschrift',
  'adresse',
  'direccion',
  'dirección',
  'domicilio',
  'calle',
  'indirizzo',
  'endereco',
  'endereço',
  'logradouro',
  'adres',
  'ulica',
  'gatuadress',
  'katuosoite',
  '住所',
  '地址',
  '주소',
  'адрес',
  'residence',
  'adr:',
  'adr;',
];
/** Names and addresses where the place says that they are some. */
export const PEOPLE: readonly LiteralDetector[] = [
  {
    id: 'person-name-key',
    label: 'PERSON_NAME',
    kind: 'personal',
    source: 'names of form fields: HTML autocomplete, schema.org Person, vCard 4.0 (RFC 6350)',
    literals: NAME_KEYS,
    locate: (text, start, end) =>
      keyed(text, start, end, (value) => value.length <= 80 && NAME.test(value) && !NO_NAME.test(value)),
    examples: () => [
      ['{"firstName": "Marie", "x": 1}', 'Marie'],
      ['full_name: Jan van der Berg', 'Jan van der Berg'],
      ['<lastName>Müller</lastName>', 'Müller'],
      ['"姓名": "王小明"', '王小明'],
    ],
    counterexamples: () => [
      'firstName: string',
      'firstName: "First name"',
      'lastName={lastName}',
      'fullName: user.fullName',
      'firstName, lastName',
    ],
  },
  {
    id: 'person-header',
    label: 'PERSON_NAME',
    kind: 'personal',
    source: 'git trailers, RFC 5322 headers, JSDoc @author, vCard FN',
    literals: PERSON_HEADERS,
    locate: headerName,
    examples: () => [
      ['Signed-off-by: Jane Q. Doe <jane.doe@corp.test>', 'Jane Q. Doe'],
      [' * @author Łukasz Nowak', 'Łukasz Nowak'],
      ['"author": "Anna Karlsson"', 'Anna Karlsson'],
      ['BEGIN:VCARD\nFN:José García\nEND:VCARD', 'José García'],
    ],
    counterexamples: () => [
      '@author Babel Team',
      '"author": "Google LLC"',
      'author: string',
      'from: source',
      '"author": "https://a.b/c"',
      'from: Date',
    ],
  },
  {
    id: 'postal-address-key',
    label: 'ADDRESS',
    kind: 'personal',
    source: 'HTML autocomplete, schema.org PostalAddress, vCard ADR (RFC 6350)',
    literals: ADDRESS_KEYS,
    locate: (text, start, end) => keyed(text, start, end, isAddress),
    examples: () => [
      ['"street": "Hauptstraße 12a"', 'Hauptstraße 12a'],
      ['address_line1: 221B Baker Street', '221B Baker Street'],
      [
        '"address": "1600 Amphitheatre Pkwy, Mountain View, CA 94043"',
        '1600 Amphitheatre Pkwy, Mountain View, CA 94043',
      ],
      ['"住所": "東京都千代田区丸の内1-1-1"', '東京都千代田区丸の内1-1-1'],
    ],
    counterexamples: () => [
      'address: "127.0.0.1:80"',
      'address: "0x1234abcd"',
      'address: string',
      '"address": "tcp://10.0.0.1:1"',
      'address: "The address 1"',
      'street: 1',
    ],
  },
];

/** The value of a key, if the literal is the end of the key's name and the value passes. */
function keyed(
  text: string,
  literalStart: number,
  literalEnd: number,
  accept: (value: string) => boolean,
): Span | readonly Span[] | null {
  const start = literalStart;
  let end = literalEnd;
  const isVcard = /^adr[:;]$/i.test(text.slice(start, end));
  while (!isVcard && /["'<>:=(,*\t]/.test(text.charAt(end - 1))) end--;
  const vcard = isVcard ? /^[^:\n]{0,60}?:?;{0,2}/.exec(text.slice(end, end + 64)) : null;
  if (vcard !== null) {
    if (!/(?:^|\n)(?:item\d\.)?$/.test(text.slice(Math.max(0, start - 8), start))) return null;
    const from = end + vcard[0].length;
    const to = lineEndNear(text, from);
    return to - from > 200 || to <= from ? null : trim(text, from, to);
  }
  const before = text.charAt(start - 1);
  // Key words of several languages are short: they must be a whole word of the name.
  if (/[a-z]/.test(before) && /[a-z]/.test(text.charAt(start))) return null;
  if (/[a-zà-ÿ]/.test(text.charAt(end)) && /[A-Za-z]/.test(text.charAt(end - 1))) return null;
  const spans: Span[] = [];
  for (const setting of settingsAt(text, start, end)) {
    if (/^(?:weak|flag)$/.test(setting.style) || !endsName(setting, start, end)) continue;
    // An optional property of a type: `FirstName?: ContactName`.
    if (text.charAt(setting.nameStart + setting.name.length) === '?') continue;
    if (
      /(?:service|product|app|class|file|type|schema|table|module|package|method|field|host|domain|project|company|brand)[_.-]?$/i.test(
        text.slice(setting.nameStart, start),
      )
    )
      continue;
    const span = unquote(text, withSpaces(text, setting));
    if (span === null) continue;
    const value = text.slice(span.start, span.end);
    if (accept(setting.style === 'query' ? decodedText(value) : value)) spans.push(span);
  }
  return spans;
}

/** Names and addresses have spaces, with which other unquoted values end. */
function withSpaces(text: string, setting: Setting): Span {
  if (setting.style === 'line' && !setting.quoted) {
    return { start: setting.start, end: lineEndNear(text, setting.start) };
  }
  if (setting.style !== 'inline') return setting;
  // Further names; what else follows in a log or a sentence is in small letters.
  const more =
    /^(?: (?:(?:van|von|der|den|de|del|da|dos|di|la|le|bin|al|el)\b|\p{Lu}[\p{L}\p{M}'’.-]{0,30})){1,5}/u.exec(
      text.slice(setting.end, setting.end + 90),
    );
  return { start: setting.start, end: setting.end + (more?.[0].length ?? 0) };
}

/** After the literal only a number may follow in the key's name: `address_line_2`. */
function endsName(setting: Setting, start: number, end: number): boolean {
  return /^[_-]?\d{0,2}$/.test(setting.name.slice(end - start + (start - setting.nameStart)));
}

function unquote(text: string, span: Span): Span | null {
  let { start, end } = span;
  while (start < end && /[\s"'`]/.test(text.charAt(start))) start++;
  while (end > start && /[\s"'`,;]/.test(text.charAt(end - 1))) end--;
  return end > start ? { start, end } : null;
}

function trim(text: string, from: number, to: number): Span | null {
  return unquote(text, { start: from, end: to });
}

/** Number and words, as an address has; not a network's, a wallet's or a sentence's. */
function isAddress(value: string): boolean {
  if (value.length < 5 || value.length > 160 || !/\d/.test(value)) return false;
  if (/^(?:0x|\/|\.|#)|:\/\/|[{}()[\]<>=$|\\_@]|^\d[\d.:]*$|::/.test(value)) return false;
  if (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(value)) return true;
  // At least one word with a capital, and words and numbers apart.
  return (
    /(?:^|[ ,.])[\p{Lu}\p{Lo}][\p{L}'’.-]{1,}/u.test(value) &&
    /(?:^|[ ,/-])\d{1,6}[A-Za-z]?(?=$|[ ,./;-])/.test(value) &&
    /[ ,]/.test(value) &&
    !/^(?:The|An?|This|Address|Line|Street|Test)\b/.test(value)
  );
}

/** The name after an author header: to an angle bracket, a quote or the end of the line. */
function headerName(text: string, start: number, end: number): Span | null {
  if (/[A-Za-z-]/.test(text.charAt(start - 1))) return null;
  const header = text.slice(start, end).toLowerCase();
  const trailer = header.includes('-by');
  const vcard = header.startsWith('fn');
  if (
    (vcard || header === 'from:' || header === 'cc:') &&
    !/(?:^|\n)[> ]{0,4}$/.test(text.slice(Math.max(0, start - 6), start))
  )
    return null;
  const skip =
    (vcard ? /^[^:\n]{0,40}?(?=[^:])/ : /^(?:\\?["'`])?\s{0,3}[:=]?\s{0,4}(?:\\?["'`])?/).exec(
      text.slice(end, end + 48),
    )?.[0].length ?? 0;
  const from = end + skip;
  const match = /^[^<>"'`\n\r,;({\\|]{2,80}/.exec(text.slice(from, from + 82));
  if (match === null) return null;
  const name = match[0].trimEnd();
  if (!NAME.test(name) || NO_NAME.test(name)) return null;
  // One word after `author:` may be anything; with an address behind it, it is a name.
  const addressed = text.charAt(from + match[0].length) === '<';
  if (!name.includes(' ') && !trailer && !vcard && !addressed) return null;
  if ((header === 'from:' || header === 'cc:') && !addressed) return null;
  return { start: from, end: from + name.length };
}

/** A name before an address in angle brackets: `Jane Doe <jane@corp.test>`. */
export const NAME_BEFORE_EMAIL: TextDetector = {
  id: 'person-name-with-email',
  label: 'PERSON_NAME',
  kind: 'personal',
  source: 'RFC 5322: display names; package.json people fields',
  scan: (text, report) => {
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      if (!mayBeInEmail(text, at) || !/[<(]/.test(text.slice(Math.max(0, at - 66), at))) continue;
      const email = emailAt(text, at);
      if (email === null || !/[<(]/.test(text.charAt(email.start - 1))) continue;
      const before = text.slice(Math.max(0, email.start - 62), email.start - 1);
      const match =
        /(?<![\p{L}\p{N}])[\p{Lu}][\p{L}\p{M}'’.-]{0,30}(?: (?:(?:van|von|der|den|de|del|di|da|la|le|bin|al)|[\p{Lu}][\p{L}\p{M}'’.-]{0,30})){1,4}(?=["']? $)/u.exec(
          before,
        );
      if (match === null || NO_NAME.test(match[0])) continue;
      const start = email.start - 1 - before.length + match.index;
      report({ start, end: start + match[0].length });
    }
  },
  examples: () => [['maintainers: "Ada Byron <ada@corp.test>"', 'Ada Byron']],
  counterexamples: () => ['Babel Team <team@corp.test>', 'see <ada@corp.test>'],
};
