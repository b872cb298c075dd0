import { digitAt, isDate, isDateText, passesLuhn, passesVerhoeff, weighted } from '../checksums.ts';
import type { Span } from '../detector-notes.ts';
import { isAmidHex, isIntroduced, type NumericDetector } from '../number-groups.ts';

const ANY_ID =
  /national.?(?:id|insurance)|identity|identification|personal.?(?:id|number|code)|citizen|tax.?(?:id|number|payer|file)|\btin\b|social.?(?:security|insurance)|\bnid\b|(?:\b|_)id[ _.-]?(?:number|card|no\b|nr\b)|resident/i;

const introducedBy =
  (own: RegExp) =>
  (text: string, span: Span): boolean =>
    isIntroduced(text, span.start, own) || isIntroduced(text, span.start, ANY_ID);

const byUsa = introducedBy(/\bssn\b|_ssn|ssn_|social.?sec|\bitin\b|\bein\b/i);
const byCanada = introducedBy(/\bsin\b|_sin\b|social insurance|\bnas\b|assurance sociale/i);
const byBrazil = introducedBy(/\bcpf\b|_cpf|cpf_|\bcnpj\b|contribuinte/i);
const byMexico = introducedBy(/\brfc\b|\bcurp\b|_rfc/i);
const byIndia = introducedBy(/aadha?ar|\buid\b|uidai|आधार/i);
const byChina = introducedBy(/身份证|shenfen|idcard/i);
const byJapan = introducedBy(/my.?number|マイナンバー|個人番号/i);
const byKorea = introducedBy(/주민|\brrn\b|jumin/i);
const byAustralia = introducedBy(/\btfn\b|tax file|medicare/i);
const bySouthAfrica = introducedBy(/south african|\brsa\b|\bsa id\b/i);
const byIsrael = introducedBy(/teudat|תעודת|ת"ז|זהות/i);
const byIndonesia = introducedBy(/\bnik\b|\bktp\b|_nik/i);
const byPassport = (text: string, span: Span): boolean =>
  isIntroduced(
    text,
    span.start,
    /passport|reisepass|passeport|pasaporte|passaporto|passaporte|paszport|护照|パスポート|паспорт/i,
  );
const byLicence = (text: string, span: Span): boolean =>
  isIntroduced(
    text,
    span.start,
    /driv(?:er|ing)['’]?s?[ _-]?licen[cs]e|driverlicense|f(?:ü|ue)hrerschein|permis de conduire|\bdln?\b[ _:#-]{0,3}$/i,
  );

/** National ids of the Americas, Asia, Africa and Oceania, and papers of any country. */
export const WORLD: readonly NumericDetector[] = [
  {
    id: 'us-ssn',
    label: 'US_SSN',
    kind: 'personal',
    source: 'ssa.gov: areas 000, 666 and 900–999, groups 00 and serials 0000 are not given out',
    shapes: ['3-2-4', '3 2 4', '9', '3.2.4'],
    check: (digits, text, span, shape) =>
      !/^(?:000|666|9)|^...00|0000$/.test(digits) &&
      !PUBLISHED_SSN.has(digits) &&
      !/^(\d)\1*$/.test(digits) &&
      (shape === '3-2-4' || byUsa(text, span)),
    examples: () => ['536-22-' + '8726', ['"ssn": "5362287' + '26"', '5362287' + '26']],
    counterexamples: () => ['000-12-3456', '666-12-3456', '123-00-4567', '078-05-' + '1120'],
  },
  {
    id: 'us-itin',
    label: 'US_ITIN',
    kind: 'personal',
    source: 'irs.gov: ITIN, 9xx with groups 50–65, 70–88, 90–92, 94–99',
    shapes: ['3-2-4', '9'],
    check: (digits, text, span, shape) =>
      /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits) && (shape === '3-2-4' || byUsa(text, span)),
    examples: () => ['912-72-' + '3456'],
    counterexamples: () => ['912-40-3456'],
  },
  {
    id: 'us-ein',
    label: 'US_EIN',
    kind: 'personal',
    source: 'irs.gov: employer identification numbers; only where announced',
    shapes: ['2-7'],
    check: (digits, text, span) =>
      isIntroduced(text, span.start, /\bein\b|employer.?id|federal.?tax|tax.?id/i) && digits !== '000000000',
    examples: () => [['EIN: 12-345' + '6789', '12-345' + '6789']],
  },
  {
    id: 'ca-sin',
    label: 'CA_SIN',
    kind: 'personal',
    source: 'canada.ca: social insurance number, Luhn; weak, so only where announced',
    shapes: ['3 3 3', '3-3-3', '9'],
    check: (digits, text, span) => passesLuhn(digits) && !digits.startsWith('0') && byCanada(text, span),
    examples: () => [['SIN: 130 692 ' + '544', '130 692 ' + '544']],
    counterexamples: () => ['130 692 544'],
  },
  {
    id: 'br-cpf',
    label: 'BR_CPF',
    kind: 'personal',
    source: 'gov.br/receitafederal: CPF, two check digits modulo 11',
    shapes: ['3.3.3-2', '11', '9-2'],
    check: (digits, text, span, shape) =>
      !/^(\d)\1*$/.test(digits) && isCpf(digits) && (shape === '3.3.3-2' || byBrazil(text, span)),
    examples: () => ['529.982.247' + '-25', ['cpf: 5299822' + '4725', '5299822' + '4725']],
    counterexamples: () => ['529.982.247-26', '52998224725'],
  },
  {
    id: 'br-cnpj',
    label: 'BR_CNPJ',
    kind: 'personal',
    source: 'gov.br/receitafederal: CNPJ, two check digits modulo 11',
    shapes: ['2.3.3/4-2', '14'],
    check: (digits, text, span, shape) => {
      const check = (body: string, weights: readonly number[]): number => {
        const rest = weighted(body, weights) % 11;
        return rest < 2 ? 0 : 11 - rest;
      };
      return (
        check(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 12) &&
        check(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 13) &&
        !/^(\d)\1*$/.test(digits) &&
        (shape !== '14' || byBrazil(text, span))
      );
    },
    examples: () => ['11.222.333/0001' + '-81'],
    counterexamples: () => ['11.222.333/0001-82'],
  },
  {
    id: 'mx-curp',
    label: 'MX_CURP',
    kind: 'personal',
    source: 'gob.mx: CURP, structure and check digit',
    lettered: /[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9]\d/g,
    accept: (value) => {
      if (!isDateText(value.slice(4, 10))) return false;
      const letters = '0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ';
      let sum = 0;
      for (let i = 0; i < 17; i++) sum += letters.indexOf(value.charAt(i)) * (18 - i);
      return (10 - (sum % 10)) % 10 === Number(value[17]);
    },
    examples: () => ['HEGG560427' + 'MVZRRL04'],
    counterexamples: () => ['HEGG560427MVZRRL05'],
  },
  {
    id: 'mx-rfc',
    label: 'MX_RFC',
    kind: 'personal',
    source: 'sat.gob.mx: RFC of a person; only where announced',
    lettered: /[A-Z&]{4}\d{6}[A-Z0-9]{3}/g,
    accept: (value, text, span) => isDateText(value.slice(4, 10)) && byMexico(text, span),
    examples: () => [['RFC: GODE561231' + 'GR8', 'GODE561231' + 'GR8']],
  },
  {
    id: 'ar-cuit',
    label: 'AR_CUIT',
    kind: 'personal',
    source: 'argentina.gob.ar: CUIT and CUIL, modulus 11',
    shapes: ['2-8-1'],
    check: (digits) => (11 - (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digitAt(digits, 10),
    examples: () => ['20-12345678' + '-6'],
    counterexamples: () => ['20-12345678-7'],
  },
  {
    id: 'cl-rut',
    label: 'CL_RUT',
    kind: 'personal',
    source: 'registrocivil.cl: RUT, modulus 11',
    shapes: ['2.3.3-1', '1.3.3-1'],
    check: (digits) => rutCheck(digits.slice(0, -1)) === digits.at(-1),
    examples: () => ['12.345.678' + '-5'],
    counterexamples: () => ['12.345.678-6'],
  },
  {
    id: 'cl-rut-k',
    label: 'CL_RUT',
    kind: 'personal',
    source: 'registrocivil.cl: RUT whose check character is K',
    lettered: /\d{1,2}\.\d{3}\.\d{3}-K/g,
    accept: (value) => rutCheck(value.replace(/\D/g, '')) === 'K',
    examples: () => ['20.347.878' + '-K'],
  },
  {
    id: 'in-aadhaar',
    label: 'IN_AADHAAR',
    kind: 'personal',
    source: 'uidai.gov.in: Aadhaar, Verhoeff check digit, first digit 2 to 9',
    shapes: ['4 4 4', '4-4-4', '12'],
    check: (digits, text, span, shape) =>
      /^[2-9]/.test(digits) &&
      passesVerhoeff(digits) &&
      !/^(\d{4})\1\1$/.test(digits) &&
      !isAmidHex(text, span) &&
      (shape !== '12' || byIndia(text, span)),
    examples: () => ['2341 2341 ' + '2346', ['Aadhaar: 2341234' + '12346', '2341234' + '12346']],
    counterexamples: () => ['2341 2341 2347', '234123412346'],
  },
  {
    id: 'in-pan',
    label: 'IN_PAN',
    kind: 'personal',
    source: 'incometax.gov.in: permanent account number, fourth letter the kind of holder',
    lettered: /[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]/g,
    accept: () => true,
    examples: () => ['ABCPE' + '1234F'],
    counterexamples: () => ['ABCDE1234F'],
  },
  {
    id: 'cn-resident-id',
    label: 'CN_RESIDENT_ID',
    kind: 'personal',
    source: 'GB 11643-1999: region, date, ISO 7064 mod 11-2',
    shapes: ['18', '6 8 4'],
    check: (digits) => isChineseId(digits),
    examples: () => ['110101199003' + '07' + '7838'],
    counterexamples: () => ['110101199003077839'],
  },
  {
    id: 'cn-resident-id-x',
    label: 'CN_RESIDENT_ID',
    kind: 'personal',
    source: 'GB 11643-1999, check character X',
    lettered: /[1-8]\d{5}(?:19|20)\d{9}X/g,
    accept: isChineseId,
    examples: () => ['110105194912' + '31002X'],
    counterexamples: () => ['11010519491231003X'],
  },
  {
    id: 'cn-resident-id-old',
    label: 'CN_RESIDENT_ID',
    kind: 'personal',
    source: 'GB 11643-1989: 15 digits without check; only where announced',
    shapes: ['15'],
    check: (digits, text, span) => /^[1-8]/.test(digits) && isDateText(digits.slice(6, 12)) && byChina(text, span),
    examples: () => [['身份证 110105491' + '231002', '110105491' + '231002']],
  },
  {
    id: 'jp-my-number',
    label: 'JP_MY_NUMBER',
    kind: 'personal',
    source: 'soumu.go.jp: individual number, modulus 11; only where announced',
    shapes: ['12', '4 4 4', '4-4-4'],
    check: (digits, text, span) => {
      const rest = weighted(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === digitAt(digits, 11) && byJapan(text, span);
    },
    examples: () => [['マイナンバー: 1234 5678 ' + '9018', '1234 5678 ' + '9018']],
  },
  {
    id: 'kr-rrn',
    label: 'KR_RRN',
    kind: 'personal',
    source: 'mois.go.kr: resident registration number, date, sex digit; check digit until 2020',
    shapes: ['6-7'],
    check: (digits, text, span) =>
      isDateText(digits.slice(0, 6)) &&
      /^.{6}[1-8]/.test(digits) &&
      ((11 - (weighted(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === digitAt(digits, 12) ||
        byKorea(text, span)),
    examples: () => [['주민등록번호 900101-' + '1234567', '900101-' + '1234567'], '900101-' + '1234568'],
    counterexamples: () => ['901301-1234567'],
  },
  {
    id: 'sg-nric',
    label: 'SG_NRIC',
    kind: 'personal',
    source: 'ica.gov.sg: NRIC and FIN, check letter',
    lettered: /[STFGM]\d{7}[A-Z]/g,
    accept: (value) => {
      const first = value.charAt(0);
      const sum = weighted(value.slice(1), [2, 7, 6, 5, 4, 3, 2]) + ('TG'.includes(first) ? 4 : first === 'M' ? 3 : 0);
      const letters = 'ST'.includes(first) ? 'JZIHGFEDCBA' : first === 'M' ? 'KLJNPQRTUWX' : 'XWUTRQPNMLK';
      return letters[first === 'M' ? 10 - (sum % 11) : sum % 11] === value.at(-1);
    },
    examples: () => ['S1234567' + 'D'],
    counterexamples: () => ['S1234567A'],
  },
  {
    id: 'hk-id',
    label: 'HK_ID',
    kind: 'personal',
    source: 'immd.gov.hk: HKID, check digit in brackets, modulus 11',
    lettered: /[A-Z]{1,2}\d{6}\([0-9A]\)/g,
    accept: (value) => {
      const body = value.slice(0, -3).padStart(8, ' ');
      let sum = 0;
      for (let i = 0; i < 8; i++) {
        const c = body.charAt(i);
        sum += (c === ' ' ? 36 : parseInt(c, 36)) * (9 - i);
      }
      const check = (11 - (sum % 11)) % 11;
      return (check === 10 ? 'A' : String(check)) === value.at(-2);
    },
    examples: () => ['A123456' + '(3)'],
    counterexamples: () => ['A123456(4)'],
  },
  {
    id: 'tw-id',
    label: 'TW_ID',
    kind: 'personal',
    source: 'ris.gov.tw: national identification card, weights modulo 10',
    lettered: /[A-Z][1289]\d{8}/g,
    accept: (value, text, span) => {
      if (/(?:TODO|FIXME|#)[( ]{0,2}$/.test(text.slice(Math.max(0, span.start - 7), span.start))) return false;
      const n = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(value.charAt(0)) + 10;
      const sum = Math.floor(n / 10) + (n % 10) * 9 + weighted(value.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1]);
      return sum % 10 === 0;
    },
    examples: () => ['A123456' + '789'],
    counterexamples: () => ['A123456788'],
  },
  {
    id: 'th-id',
    label: 'TH_ID',
    kind: 'personal',
    source: 'bora.dopa.go.th: national id, modulus 11',
    shapes: ['1-4-5-2-1', '1 4 5 2 1', '13'],
    check: (digits, text, span, shape) =>
      (11 - (weighted(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitAt(digits, 12) &&
      (shape !== '13' || isIntroduced(text, span.start, /thai|บัตร|ประชาชน/i)),
    examples: () => ['1-1012-00001' + '-23-' + thaiCheck('110120000123')],
    counterexamples: () => ['1-2345-67890-12-3'],
  },
  {
    id: 'id-nik',
    label: 'ID_NIK',
    kind: 'personal',
    source: 'dukcapil.kemendagri.go.id: NIK, region and date; only where announced',
    shapes: ['16'],
    check: (digits, text, span) => {
      const day = Number(digits.slice(6, 8));
      return (
        isDate(Number(digits.slice(10, 12)), Number(digits.slice(8, 10)), day > 40 ? day - 40 : day) &&
        byIndonesia(text, span)
      );
    },
    examples: () => [['NIK: 317301450' + '1900001', '317301450' + '1900001']],
  },
  {
    id: 'au-tfn',
    label: 'AU_TFN',
    kind: 'personal',
    source: 'ato.gov.au: tax file number, modulus 11; only where announced',
    shapes: ['9', '3 3 3', '3-3-3'],
    check: (digits, text, span) => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && byAustralia(text, span),
    examples: () => [['TFN 123 456 ' + '782', '123 456 ' + '782']],
    counterexamples: () => ['123 456 782'],
  },
  {
    id: 'au-medicare',
    label: 'AU_MEDICARE',
    kind: 'personal',
    source: 'servicesaustralia.gov.au: Medicare number, modulus 10; only where announced',
    shapes: ['10', '4 5 1', '11', '4 5 2'],
    check: (digits, text, span) =>
      /^[2-6]/.test(digits) &&
      weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8) &&
      isIntroduced(text, span.start, /medicare/i),
    examples: () => [['Medicare 2123 45670 ' + '1', '2123 45670 ' + '1']],
  },
  {
    id: 'nz-ird',
    label: 'NZ_IRD',
    kind: 'personal',
    source: 'ird.govt.nz: IRD number; only where announced',
    shapes: ['2-3-3', '3-3-3', '8', '9'],
    check: (digits, text, span) => {
      const body = digits.padStart(9, '0');
      const first = (11 - (weighted(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      const check = first === 10 ? (11 - (weighted(body, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11 : first;
      return check === digitAt(body, 8) && isIntroduced(text, span.start, /\bird\b/i);
    },
    examples: () => [['IRD number 49-091' + '-850', '49-091' + '-850']],
  },
  {
    id: 'za-id',
    label: 'ZA_ID',
    kind: 'personal',
    source: 'dha.gov.za: identity number, date and Luhn; only where announced',
    shapes: ['13', '6 4 3', '6 4 2 1'],
    check: (digits, text, span) => isDateText(digits.slice(0, 6)) && passesLuhn(digits) && bySouthAfrica(text, span),
    examples: () => [['South African ID 8001015009' + '087', '8001015009' + '087']],
  },
  {
    id: 'il-id',
    label: 'IL_ID',
    kind: 'personal',
    source: 'gov.il: Teudat Zehut, Luhn; only where announced',
    shapes: ['9', '8-1'],
    check: (digits, text, span) => passesLuhn(digits) && byIsrael(text, span),
    examples: () => [['Teudat Zehut: 1234567' + '82', '1234567' + '82']],
  },
  {
    id: 'passport-number',
    label: 'PASSPORT_NUMBER',
    kind: 'personal',
    source: 'ICAO Doc 9303: up to nine characters; only where announced',
    lettered: /[A-Z]{1,2}\d{6,8}[A-Z]?|\d{2}[A-Z]{2}\d{5}|[A-Z]\d[A-Z0-9]{7}/g,
    accept: (_value, text, span) => byPassport(text, span),
    examples: () => [['Passport No: C0123' + '4567', 'C0123' + '4567']],
    counterexamples: () => ['part C01234567'],
  },
  {
    id: 'passport-number-digits',
    label: 'PASSPORT_NUMBER',
    kind: 'personal',
    source: 'ICAO Doc 9303; passports of digits only, where announced',
    shapes: ['9', '8', '4 6', '2 7'],
    check: (_digits, text, span) => byPassport(text, span),
    examples: () => [['passport_number = "5334755' + '12"', '5334755' + '12']],
  },
  {
    id: 'driving-licence',
    label: 'DRIVING_LICENCE',
    kind: 'personal',
    source: 'ISO/IEC 18013 and national formats; only where announced',
    lettered: /[A-Z]{1,5}\d{5,13}[A-Z0-9]{0,6}|[A-Z]\d{3}-\d{4}-\d{4}/g,
    accept: (_value, text, span) => byLicence(text, span),
    examples: () => [["driver's license: D1234" + '567', 'D1234' + '567']],
  },
];

/** Numbers printed in advertisements and official leaflets. */
const PUBLISHED_SSN = new Set(['078051120', '219099999', '457555462']);

function isCpf(digits: string): boolean {
  const check = (body: string): number => {
    let sum = 0;
    for (let i = 0; i < body.length; i++) sum += digitAt(body, i) * (body.length + 1 - i);
    return ((sum * 10) % 11) % 10;
  };
  return check(digits.slice(0, 9)) === digitAt(digits, 9) && check(digits.slice(0, 10)) === digitAt(digits, 10);
}

function rutCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += digitAt(digits, digits.length - 1 - i) * ((i % 6) + 2);
  const rest = 11 - (sum % 11);
  return rest === 11 ? '0' : rest === 10 ? 'K' : String(rest);
}

function isChineseId(value: string): boolean {
  if (!/^[1-8]\d{5}(?:19|20)/.test(value) || !isDateText(value.slice(8, 14))) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += digitAt(value, i) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11] === value.at(-1);
}

function thaiCheck(twelve: string): string {
  return String((11 - (weighted(twelve, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10);
}
