/** Check digits of published standards. Every function takes the characters that the standard counts, without separators. */

/** ISO/IEC 7812 (Luhn): payment cards, Canadian SIN, Swedish personnummer … */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 1 ? (d > 4 ? d * 2 - 9 : d * 2) : d;
  }
  return sum % 10 === 0;
}

/** The remainder of a long decimal number. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % modulus;
  return rest;
}

/** Sum of the digits times their weights; the shorter of the two decides how many. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length && i < digits.length; i++) {
    sum += (digits.charCodeAt(i) - 48) * (weights[i] as number);
  }
  return sum;
}

/** The digit at a place. */
export function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48;
}

/** ISO 13616: letters count 10 to 35, the first four characters go last, remainder 1 modulo 97. */
export function passesIban(compact: string): boolean {
  let rest = 0;
  for (const c of compact.slice(4) + compact.slice(0, 4)) {
    const n = parseInt(c, 36);
    rest = (rest * (n > 9 ? 100 : 10) + n) % 97;
  }
  return rest === 1;
}

const VERHOEFF_PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
] as const;
const VERHOEFF_ORDER = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
] as const;

/** Verhoeff's check digit in the dihedral group D5: Indian Aadhaar. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i++) {
    const permuted = (VERHOEFF_ORDER[i % 8] as string).charCodeAt(digitAt(digits, digits.length - 1 - i)) - 48;
    check = (VERHOEFF_PRODUCT[check] as string).charCodeAt(permuted) - 48;
  }
  return check === 0;
}

/** ISO 7064 mod 11,10: German tax id, Croatian OIB. */
export function passesMod1110(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digitAt(digits, i) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1);
}

/** Whether year (two or four digits), month and day can be a date; the year only limits the length of the month. */
export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const days = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] as number);
}

/** As {@link isDate}, from digits such as `850412`. */
export function isDateText(yymmdd: string): boolean {
  return isDate(Number(yymmdd.slice(0, -4)), Number(yymmdd.slice(-4, -2)), Number(yymmdd.slice(-2)));
}
