import type { Random } from './random.ts';
import { group, type Notation } from './spelling.ts';

/** A number of a person or of what is theirs, and what it is called; no check digit need be right. */
export interface PersonalNumber {
  readonly what: string;
  readonly names: readonly string[];
  readonly make: (r: Random) => string;
}

/** `#` is a digit, `@` a capital, `*` either. */
const shaped =
  (...shapes: readonly string[]) =>
  (r: Random): string =>
    r.pick(shapes).replace(/[#@*]/g, (sign) => r.text(sign === '#' ? 'digits' : sign === '@' ? 'upper' : 'upnum', 1));
const number = (what: string, names: readonly string[], make: (r: Random) => string): PersonalNumber => ({
  what,
  names,
  make,
});

export const NUMBERS_OF_PERSONS: readonly PersonalNumber[] = [
  number('national id', ['SSN', 'Social Security Number'], shaped('4##-5#-6###', '512 3# 6###', '4135#6###')),
  number('national id', ['Social Insurance Number', 'SIN'], shaped('5## 3## 6##', '6##-3##-6##')),
  number('national id', ['NHS number', 'National Insurance'], shaped('9## 4## 6###', 'JX3#4#5#C')),
  number('national id', ['Steuer-ID', 'steuer_id', 'IdNr'], shaped('2# 3## 4## 5##', '213#4#5#6#7')),
  number('national id', ['Sozialversicherungsnummer', 'SVNR'], shaped('123# 0101##', '12 34567# @ 12#')),
  number('national id', ['NIR', 'numéro de sécurité sociale'], shaped('1 8# 05 78 0## 0## 9#', '25508141680#538')),
  number('national id', ['NIF', 'DNI', 'NIE'], shaped('3#4#5#6#K', 'X12#45#7L', '5001#3#5#')),
  number('national id', ['codice_fiscale', 'Codice fiscale'], shaped('@@@@@@8#T1#A5#2S')),
  number('national id', ['BSN', 'Burgerservicenummer'], shaped('1#2#3#4#5', '12#4.56.789')),
  number('national id', ['Rijksregisternummer'], shaped('85.07.3#-03#.28')),
  number('national id', ['PESEL', 'NIP'], shaped('4405#4#1359', '123-4#6-#2-18')),
  number('national id', ['Personnummer'], shaped('8112##-####', '19811228-#8#4')),
  number('national id', ['CPR-nummer', 'Fødselsnummer'], shaped('211062-####', '010190 #20#7')),
  number('national id', ['Henkilötunnus', 'HETU'], shaped('131052-3##T')),
  number('national id', ['Rodné číslo', 'CNP', 'OIB'], shaped('73602#/5163', '163061512345#', '3311#4#6#7#')),
  number('national id', ['CPF', 'CNPJ'], shaped('52#.9#2.2#7-25', '11.2#2.3#3/0001-81')),
  number('national id', ['CURP', 'RFC'], shaped('HEGG560427MVZRRL0#', 'GODE561231GR#')),
  number('national id', ['CUIT', 'RUT', 'Cédula'], shaped('20-1#34567#-6', '12.3#5.67#-5', '0010#1#2#34')),
  number('national id', ['Aadhaar', 'PAN'], shaped('2341 23#1 2#46', 'ABCPE12#4F')),
  number('national id', ['身份证号', '身份证'], shaped('11010119900307####')),
  number('national id', ['주민등록번호'], shaped('900101-1######')),
  number('national id', ['マイナンバー'], shaped('1234 56## 90##')),
  number('national id', ['ИНН', 'СНИЛС'], shaped('50010#7#2259', '112-2#3-4#5 95')),
  number('national id', ['TFN', 'NRIC', 'TCKN'], shaped('123 4#6 7#2', 'S12#45#7D', '1#345#789#1')),
  number('tax number', ['tax_id', 'VAT number', 'UTR', 'EIN'], shaped('12-3#5#7#9', '12345 6#8#0')),
  number(
    'telephone',
    ['phone', 'Tel', 'mobile', 'phone_number'],
    shaped('+44 20 7946 0###', '(415) 555-2###', '612 3#5 6#8'),
  ),
  number('telephone', ['Telefon', 'Mobil', 'Handy'], shaped('+49 30 90#8#0', '0151 2345#7##')),
  number('telephone', ['téléphone', 'telefono', 'celular'], shaped('06 1# 34 5# 78', '+55 11 9####-####')),
  number('telephone', ['電話', '전화', 'телефон'], shaped('090-12#4-5#78', '010-1##4-5##8', '+7 912 3#5-6#-78')),
  number(
    'passport',
    ['passport', 'passportNumber', 'Reisepass', 'pasaporte'],
    shaped('C0#2#4567', '53347#5#2', '@@12#4567'),
  ),
  number(
    'driving licence',
    ['driver_license', 'driving licence number', 'Führerschein'],
    shaped('D12#4567', '#4501119'),
  ),
  number('bank account', ['account_number', 'Kontonummer', 'routing_number'], shaped('001234567#', '12100#35#')),
  number('bank account', ['IBAN'], () => 'DE89 3704 0044 0532 0130 00'),
  number('card', ['card_number', 'creditCard', 'cc_number'], shaped('4929 12#4 5#78 9012', '54541#3456#89012')),
  number('card code', ['cvv', 'cvc'], shaped('87#', '6#1#')),
  number('birth date', ['dob', 'date_of_birth', 'birthDate'], shaped('198#-04-1#', '0#/12/198#', '1# March 198#')),
  number('birth date', ['Geburtsdatum', 'fecha_nacimiento', 'date_naissance'], shaped('1#.04.198#', '1#/04/198#')),
  number('postal code', ['zip_code', 'postal_code', 'PLZ'], shaped('9####', '1011#', 'SW1A 2##')),
  number('vehicle', ['vin', 'license_plate', 'Kennzeichen'], shaped('1HGCM82633A0#43##', 'B-@@ 12#')),
  number('health', ['mrn', 'patient_id', 'insurance_number'], shaped('00482#1#', 'A12345#78#')),
];

const words = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
const snake = (name: string): string => words(name).join('_');
const camel = (name: string): string =>
  words(name)
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');

/** Notations of a person's data. */
export const PERSONAL_NOTATIONS: readonly Notation[] = [
  ...group('documents', [
    (n, v) => `${n}: ${v}`,
    (n, v) => `The customer's ${n} is ${v}, please check.`,
    (n, v) => `| ${n} | ${v} |`,
    (n, v) => `- **${n}**: ${v}`,
    (n, v) => `Bob (${n} ${v})`,
    (n, v) => `${n}\t${v}`,
  ]),
  ...group('data', [
    (n, v) => `{"id": 4, "${snake(n)}": "${v}", "x": true}`,
    (n, v) => `  "${camel(n)}": "${v}",\n`,
    (n, v) => `person:\n  ${snake(n)}: ${v}\n`,
    (n, v) => `name,${snake(n)},city\nBob,${v},Rome\n`,
    (n, v) => `id,city,${snake(n)}\n1,Rome,x1\n2,Oslo,${v}\n`,
    (n, v) => `<${snake(n)}>${v}</${snake(n)}>`,
    (n, v) => `<td>${n}</td><td>${v}</td>`,
    (n, v) => `TEST_${snake(n).toUpperCase()}=${v}\n`,
    (n, v) => `a=1&${snake(n)}=${encodeURIComponent(v)}&b=2`,
  ]),
  ...group('programs', [
    (n, v) => `const ${camel(n)} = '${v}';`,
    (n, v) => `user = User(name="x", ${snake(n)}="${v}")`,
    (n, v) => `INSERT INTO people (id, ${snake(n)}) VALUES (3, '${v}');`,
    (n, v) => `expect(user.${camel(n)}).toBe("${v}")`,
    (n, v) => `p.set${camel(n).charAt(0).toUpperCase()}${camel(n).slice(1)}("${v}")`,
    (n, v) => `# ${n}: ${v}`,
  ]),
];
