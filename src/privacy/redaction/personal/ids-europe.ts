import { digitAt, isDate, isDateText, passesLuhn, passesMod1110, remainder, weighted } from '../checksums.ts';
import type { Span } from '../detector-notes.ts';
import { isIntroduced, type NumericDetector } from '../number-groups.ts';

/** Words that announce a person's number, in the languages of the numbers below. */
const ANY_ID =
  /national.?(?:id|insurance)|identity|identification|identit[éà]|personal.?(?:id|number|code|nummer)|personnummer|person.?nr|citizen|tax.?(?:id|number|payer)|\btin\b|social.?security|\bssn\b|\bnid\b|(?:\b|_)id[ _.-]?(?:number|card|no\b|nr\b)/i;

const introducedBy =
  (own: RegExp) =>
  (text: string, span: Span): boolean =>
    isIntroduced(text, span.start, own) || isIntroduced(text, span.start, ANY_ID);

const byBelgium = introducedBy(/rijksregister|registre national|\bnrn\b|\bniss\b|\binsz\b/i);
const byGermany = introducedBy(/steuer|\bidnr|steuerid|identifikationsnummer|\bidnummer/i);
const byNetherlands = introducedBy(/\bbsn\b|burgerservice|sofi.?nummer|_bsn|bsn_/i);
const byPoland = introducedBy(/pesel/i);
const byPolishTax = introducedBy(/\bnip\b|_nip|nip_/i);
const byPortugal = introducedBy(/\bnif\b|contribuinte|\bnipc\b/i);
const byAustria = introducedBy(/svnr|sozialversicherung|versicherungsnummer/i);
const byDenmark = introducedBy(/\bcpr\b|cpr.?n|personnummer/i);
const bySweden = introducedBy(/personnummer|person.?nr|samordningsnummer/i);
const byTurkey = introducedBy(/t\.?c\.?\s?kimlik|kimlik|\btckn\b/i);
const byRomania = introducedBy(/\bcnp\b|cod numeric/i);
const byBulgaria = introducedBy(/\begn\b|егн/i);
const byCroatia = introducedBy(/\boib\b/i);
const byBaltics = introducedBy(/isikukood|asmens kod|personas kod|henkil/i);
const byHealth = introducedBy(/\bnhs\b|nhs.?n/i);
const byUkTax = (text: string, span: Span): boolean => isIntroduced(text, span.start, /\butr\b|unique taxpayer/i);
const byRussia = introducedBy(/\binn\b|инн|снилс|snils/i);
const byItalianTax = introducedBy(/partita.?iva|p\.?\s?iva\b|\bvat\b/i);

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** National ids of European countries. */
export const EUROPE: readonly NumericDetector[] = [
  {
    id: 'uk-nino',
    label: 'UK_NINO',
    kind: 'personal',
    source: 'gov.uk: NIM39110, format of National Insurance numbers',
    lettered:
      /(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z](?:\d{6}[A-D]|[ -]\d{2}[ -]\d{2}[ -]\d{2}[ -][A-D]|[ -]\d{6}[ -]?[A-D]|\d{6} [A-D])/g,
    accept: () => true,
    examples: () => ['AB' + '123456C', 'JG 10 37 ' + '59 A'],
    counterexamples: () => ['GB123456A', 'AB1234567', 'QQ123456C'],
  },
  {
    id: 'uk-nhs-number',
    label: 'UK_NHS_NUMBER',
    kind: 'personal',
    source: 'datadictionary.nhs.uk: NHS number, modulus 11; weak, so only where announced',
    shapes: ['10', '3 3 4', '3-3-4'],
    check: (digits, text, span) => {
      const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return check === digitAt(digits, 9) && byHealth(text, span);
    },
    examples: () => [['NHS number: 943 476 ' + '5919', '943 476 ' + '5919']],
  },
  {
    id: 'uk-utr',
    label: 'UK_TAX_NUMBER',
    kind: 'personal',
    source: 'gov.uk: Unique Taxpayer Reference, 10 digits; only where announced',
    shapes: ['10', '5 5'],
    check: (digits, text, span) => byUkTax(text, span) && digits.length === 10,
    examples: () => [['UTR: 12345 ' + '67890', '12345 ' + '67890']],
  },
  {
    id: 'de-tax-id',
    label: 'DE_TAX_ID',
    kind: 'personal',
    source: 'bzst.de: Steuer-Identifikationsnummer, ISO 7064 mod 11,10, one digit repeated',
    shapes: ['11', '2 3 3 3', '2-3-3-3', '2/3/3/3', '2.3.3.3'],
    check: (digits, text, span, shape) =>
      !digits.startsWith('0') &&
      passesMod1110(digits) &&
      repeatsOneDigit(digits) &&
      (shape !== '11' || byGermany(text, span)),
    examples: () => [['Steuer-ID: 8609574' + '2719', '8609574' + '2719'], '86 095 742 ' + '719'],
    counterexamples: () => ['86095742719', '86 095 742 718'],
  },
  {
    id: 'de-social-security',
    label: 'DE_SOCIAL_SECURITY',
    kind: 'personal',
    source: 'deutsche-rentenversicherung.de: Versicherungsnummer, date, letter and check digit',
    lettered: /\d{2}[ -]?[0-3]\d[01]\d\d{2}[ -]?[A-Z][ -]?\d{2}[ -]?\d/g,
    accept: (value) => {
      const compact = value.replace(/[ -]/g, '');
      if (!isDateText(compact.slice(6, 8) + compact.slice(4, 6) + compact.slice(2, 4))) return false;
      const number = String(compact.charCodeAt(8) - 64).padStart(2, '0');
      const digits = compact.slice(0, 8) + number + compact.slice(9, 11);
      const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((total, weight, i) => {
        const product = digitAt(digits, i) * weight;
        return total + Math.floor(product / 10) + (product % 10);
      }, 0);
      return sum % 10 === Number(compact.slice(11));
    },
    examples: () => ['15070649' + 'C103'],
    counterexamples: () => ['15070649C104'],
  },
  {
    id: 'fr-nir',
    label: 'FR_NIR',
    kind: 'personal',
    source: 'insee.fr: numéro de sécurité sociale, key 97 minus the remainder modulo 97',
    shapes: ['15', '1 2 2 2 3 3 2', '13 2', '1-2-2-2-3-3-2', '1.2.2.2.3.3.2'],
    check: (digits) => isNir(digits),
    examples: () => ['1 85 05 78 006 084 ' + '91', '2550814168025' + '38'],
    counterexamples: () => ['1 85 05 78 006 084 92'],
  },
  {
    id: 'fr-nir-corsica',
    label: 'FR_NIR',
    kind: 'personal',
    source: 'insee.fr: numéro de sécurité sociale of people born in Corsica, 2A and 2B',
    lettered: /[1-8] ?\d{2} ?[01]\d ?2[AB] ?\d{3} ?\d{3} ?\d{2}/g,
    accept: (value) => {
      const compact = value.replace(/ /g, '');
      return isNir(compact.replace('2A', '19').replace('2B', '18'));
    },
    examples: () => {
      const body = '185052A006084';
      return [`${body}${String(97 - remainder(body.replace('2A', '19'), 97)).padStart(2, '0')}`];
    },
  },
  {
    id: 'es-dni',
    label: 'ES_DNI',
    kind: 'personal',
    source: 'boe.es, Real Decreto 1553/2005: letter from the number modulo 23',
    lettered: /(?:\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[A-HJ-NP-TV-Z]/g,
    accept: (value) => {
      const digits = value.replace(/\D/g, '');
      return DNI_LETTERS[Number(digits) % 23] === value.at(-1) && !/^(\d)\1*$/.test(digits);
    },
    examples: () => ['12345678' + 'Z', '12.345.678-' + 'Z'],
    counterexamples: () => ['12345678A', '20240101T120000Z'],
  },
  {
    id: 'es-nie',
    label: 'ES_NIE',
    kind: 'personal',
    source: 'boe.es: NIE, X Y Z stand for 0 1 2, letter modulo 23',
    lettered: /[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]/g,
    accept: (value) => {
      const compact = value.replace(/[ -]/g, '');
      return (
        DNI_LETTERS[Number(`${String('XYZ'.indexOf(compact.charAt(0)))}${compact.slice(1, 8)}`) % 23] === compact.at(-1)
      );
    },
    examples: () => ['X1234567' + 'L', 'Y-2345678-' + 'Z'],
    counterexamples: () => ['X1234567A'],
  },
  {
    id: 'nl-bsn',
    label: 'NL_BSN',
    kind: 'personal',
    source: 'rvig.nl: burgerservicenummer, eleven test; weak, so only where announced',
    shapes: ['9', '4.2.3', '3 3 3', '3-3-3', '4 2 3'],
    check: (digits, text, span) =>
      weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(digits) > 0 && byNetherlands(text, span),
    examples: () => [['BSN: 1112223' + '33', '1112223' + '33']],
    counterexamples: () => ['111222333'],
  },
  {
    id: 'pl-pesel',
    label: 'PL_PESEL',
    kind: 'personal',
    source: 'gov.pl: PESEL, date, weights 1 3 7 9; only where announced',
    shapes: ['11'],
    check: (digits, text, span) =>
      (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digitAt(digits, 10) &&
      isDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6))) &&
      byPoland(text, span),
    examples: () => [['PESEL 440514' + '01359', '440514' + '01359']],
    counterexamples: () => ['44051401359', 'PESEL 44051401358'],
  },
  {
    id: 'pl-nip',
    label: 'PL_NIP',
    kind: 'personal',
    source: 'gov.pl: NIP, modulus 11; only where announced',
    shapes: ['10', '3-3-2-2', '3-2-2-3'],
    check: (digits, text, span) =>
      weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(digits, 9) && byPolishTax(text, span),
    examples: () => [['NIP: 123-456-' + '32-18', '123-456-' + '32-18']],
  },
  {
    id: 'se-personnummer',
    label: 'SE_PERSONNUMMER',
    kind: 'personal',
    source: 'skatteverket.se: personnummer, samordningsnummer (day plus 60), Luhn',
    shapes: ['6-4', '8-4', '10', '12'],
    check: (digits, text, span, shape) => {
      const ten = digits.slice(-10);
      const day = Number(ten.slice(4, 6));
      return (
        passesLuhn(ten) &&
        isDate(Number(ten.slice(0, 2)), Number(ten.slice(2, 4)), day > 60 ? day - 60 : day) &&
        (digits.length === 10 || /^(?:18|19|20)/.test(digits)) &&
        (shape.includes('-') || bySweden(text, span))
      );
    },
    examples: () => ['811228-' + '9874', '19811228-' + '9874'],
    counterexamples: () => ['811228-9875', '8112289874'],
  },
  {
    id: 'dk-cpr',
    label: 'DK_CPR',
    kind: 'personal',
    source: 'cpr.dk: CPR number, date and serial number; only where announced',
    shapes: ['6-4', '10', '6 4'],
    check: (digits, text, span) =>
      isDateText(digits.slice(4, 6) + digits.slice(2, 4) + digits.slice(0, 2)) && byDenmark(text, span),
    examples: () => [['CPR-nr. 211062-' + '5629', '211062-' + '5629']],
  },
  {
    id: 'no-fodselsnummer',
    label: 'NO_FODSELSNUMMER',
    kind: 'personal',
    source: 'skatteetaten.no: fødselsnummer, D-nummer (day plus 40), two check digits modulo 11',
    shapes: ['11', '6 5'],
    check: (digits) => {
      const day = Number(digits.slice(0, 2));
      return (
        isDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), day > 40 ? day - 40 : day) &&
        weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
        weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
      );
    },
    examples: () => ['010190' + '12057'],
    counterexamples: () => ['01019012345'],
  },
  {
    id: 'fi-hetu',
    label: 'FI_HETU',
    kind: 'personal',
    source: 'dvv.fi: henkilötunnus, sign of the century, check character modulo 31',
    lettered: /[0-3]\d[01]\d\d{2}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]/g,
    accept: (value) =>
      isDateText(value.slice(4, 6) + value.slice(2, 4) + value.slice(0, 2)) &&
      '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(value.slice(0, 6) + value.slice(7, 10)) % 31] === value.at(-1),
    examples: () => ['131052-' + '308T'],
    counterexamples: () => ['131052-308U'],
  },
  {
    id: 'be-national-number',
    label: 'BE_NATIONAL_NUMBER',
    kind: 'personal',
    source: 'ibz.be: rijksregisternummer, 97 minus the remainder modulo 97',
    shapes: ['2.2.2-3.2', '11', '6-3-2', '6 3 2'],
    check: (digits, text, span, shape) => {
      if (!isDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)) % 20 || 1, Number(digits.slice(4, 6)) || 1))
        return false;
      const check = Number(digits.slice(9));
      const valid = [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some((n) => 97 - remainder(n, 97) === check);
      return valid && (shape !== '11' || byBelgium(text, span));
    },
    examples: () => ['85.07.30-033' + '.28'],
    counterexamples: () => ['85.07.30-033.29'],
  },
  {
    id: 'it-codice-fiscale',
    label: 'IT_CODICE_FISCALE',
    kind: 'personal',
    source: 'agenziaentrate.gov.it: codice fiscale, structure and check character',
    lettered: /[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]/g,
    accept: isCodiceFiscale,
    examples: () => ['RSSMRA85T10A56' + '2S'],
    counterexamples: () => ['RSSMRA85T10A562T'],
  },
  {
    id: 'it-partita-iva',
    label: 'IT_PARTITA_IVA',
    kind: 'personal',
    source: 'agenziaentrate.gov.it: partita IVA, Luhn; only where announced',
    shapes: ['11'],
    check: (digits, text, span) => passesLuhn(digits) && byItalianTax(text, span),
    examples: () => [['Partita IVA: 1234567' + '0017', '1234567' + '0017']],
  },
  {
    id: 'ch-ahv',
    label: 'CH_AHV',
    kind: 'personal',
    source: 'zas.admin.ch: AHV number, EAN-13 check digit',
    shapes: ['3.4.4.2', '13', '3 4 4 2'],
    check: (digits) =>
      digits.startsWith('756') &&
      (10 - (weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === digitAt(digits, 12),
    examples: () => ['756.9217.0769' + '.85'],
    counterexamples: () => ['756.9217.0769.84'],
  },
  {
    id: 'at-svnr',
    label: 'AT_SVNR',
    kind: 'personal',
    source: 'sozialversicherung.at: Versicherungsnummer, modulus 11; only where announced',
    shapes: ['10', '4 6', '3-1-6', '4-6'],
    check: (digits, text, span) =>
      weighted(digits.slice(0, 3) + digits.slice(4), [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(digits, 3) &&
      byAustria(text, span),
    examples: () => [['SVNR: 1237 0101' + '80', '1237 0101' + '80']],
  },
  {
    id: 'pt-nif',
    label: 'PT_NIF',
    kind: 'personal',
    source: 'portaldasfinancas.gov.pt: NIF, modulus 11; only where announced',
    shapes: ['9', '3 3 3'],
    check: (digits, text, span) => {
      const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest < 2 ? 0 : 11 - rest) === digitAt(digits, 8) && byPortugal(text, span);
    },
    examples: () => [['NIF: 1234567' + '89', '1234567' + '89']],
  },
  {
    id: 'ie-pps',
    label: 'IE_PPS',
    kind: 'personal',
    source: 'gov.ie: PPS number, letter modulo 23; only where announced',
    lettered: /\d{7}[A-W][A-IW]?/g,
    accept: (value, text, span) => {
      const second = value[8] === undefined || value[8] === 'W' ? 0 : (value.charCodeAt(8) - 64) * 9;
      return (
        'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(value, [8, 7, 6, 5, 4, 3, 2]) + second) % 23] === value[7] &&
        (isIntroduced(text, span.start, /\bppsn?\b/i) || isIntroduced(text, span.start, ANY_ID))
      );
    },
    examples: () => [['PPS number 1234567' + 'T', '1234567' + 'T']],
  },
  {
    id: 'cz-rodne-cislo',
    label: 'CZ_RODNE_CISLO',
    kind: 'personal',
    source: 'mvcr.cz: rodné číslo (also Slovak), date, divisible by 11',
    shapes: ['6/4', '6/3'],
    check: (digits) =>
      isDate(Number(digits.slice(0, 2)), (Number(digits.slice(2, 4)) % 50) % 20, Number(digits.slice(4, 6))) &&
      (digits.length === 9
        ? Number(digits.slice(0, 2)) < 54
        : remainder(digits, 11) === 0 || remainder(digits.slice(0, 9), 11) === 10),
    examples: () => ['736028/' + '5163'],
    counterexamples: () => ['736028/5164'],
  },
  {
    id: 'ro-cnp',
    label: 'RO_CNP',
    kind: 'personal',
    source: 'Legea 105/1996: cod numeric personal; only where announced',
    shapes: ['13'],
    check: (digits, text, span) => {
      const rest = weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return (
        isDateText(digits.slice(1, 7)) && (rest === 10 ? 1 : rest) === digitAt(digits, 12) && byRomania(text, span)
      );
    },
    examples: () => [['CNP: 18001014' + '21143', '18001014' + '21143']],
  },
  {
    id: 'bg-egn',
    label: 'BG_EGN',
    kind: 'personal',
    source: 'grao.bg: EGN, weights modulo 11; only where announced',
    shapes: ['10'],
    check: (digits, text, span) =>
      (weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(digits, 9) &&
      isDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6))) &&
      byBulgaria(text, span),
    examples: () => [['EGN 752316' + '9263', '752316' + '9263']],
  },
  {
    id: 'hr-oib',
    label: 'HR_OIB',
    kind: 'personal',
    source: 'porezna-uprava.hr: OIB, ISO 7064 mod 11,10; only where announced',
    shapes: ['11'],
    check: (digits, text, span) => passesMod1110(digits) && byCroatia(text, span),
    examples: () => [['OIB: 6943515' + '1530', '6943515' + '1530']],
  },
  {
    id: 'baltic-personal-code',
    label: 'BALTIC_PERSONAL_CODE',
    kind: 'personal',
    source: 'EVS 585: Estonian isikukood and Lithuanian asmens kodas; only where announced',
    shapes: ['11', '6-5'],
    check: (digits, text, span, shape) => {
      if (shape === '6-5')
        return isDateText(digits.slice(4, 6) + digits.slice(2, 4) + digits.slice(0, 2)) && byBaltics(text, span);
      const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      const second = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
      const check = first < 10 ? first : second % 10;
      return check === digitAt(digits, 10) && isDateText(digits.slice(1, 7)) && byBaltics(text, span);
    },
    examples: () => [['isikukood 3760503' + '0299', '3760503' + '0299']],
  },
  {
    id: 'tr-kimlik',
    label: 'TR_KIMLIK',
    kind: 'personal',
    source: 'nvi.gov.tr: T.C. kimlik numarası, two check digits; only where announced',
    shapes: ['11'],
    check: (digits, text, span) => {
      const odd = weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      const all = weighted(digits, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10;
      return (
        !digits.startsWith('0') && tenth === digitAt(digits, 9) && all === digitAt(digits, 10) && byTurkey(text, span)
      );
    },
    examples: () => [['TC Kimlik No: 1000000' + '0146', '1000000' + '0146']],
  },
  {
    id: 'ru-snils',
    label: 'RU_SNILS',
    kind: 'personal',
    source: 'sfr.gov.ru: SNILS, weights modulo 101',
    shapes: ['3-3-3 2', '3-3-3-2', '11'],
    check: (digits, text, span, shape) => {
      const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
      return (rest === 100 ? 0 : rest) === Number(digits.slice(9)) && (shape !== '11' || byRussia(text, span));
    },
    examples: () => ['112-233-445 ' + '95'],
    counterexamples: () => ['112-233-445 96'],
  },
  {
    id: 'ru-inn',
    label: 'RU_INN',
    kind: 'personal',
    source: 'nalog.gov.ru: INN of a person, two check digits; only where announced',
    shapes: ['12'],
    check: (digits, text, span) =>
      (weighted(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(digits, 10) &&
      (weighted(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(digits, 11) &&
      byRussia(text, span),
    examples: () => [['ИНН 500100' + '732259', '500100' + '732259']],
  },
];

/** 13 digits and their key; month 1 to 12, or 20 and more where the month is unknown. */
function isNir(digits: string): boolean {
  const month = Number(digits.slice(3, 5));
  if (!/^[1-8]/.test(digits) || month === 0 || (month > 12 && month < 20)) return false;
  return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

/** Of the first ten digits exactly one occurs twice or three times. */
function repeatsOneDigit(digits: string): boolean {
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((n) => n > 1);
  return repeated.length === 1 && (repeated[0] as number) <= 3;
}

const CODICE_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function isCodiceFiscale(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const code = value.charCodeAt(i);
    const n = code < 65 ? code - 48 : code - 65;
    sum += i % 2 === 0 ? (CODICE_ODD[n] as number) : n;
  }
  return value.charCodeAt(15) - 65 === sum % 26;
}
