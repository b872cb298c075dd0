import type { Random } from './random.ts';

/** A text with personal data in it, as people of one place write it. */
export interface PersonalCase {
  readonly what: string;
  readonly text: string;
  readonly value: string;
}

type Id = readonly [what: string, text: string, value: string];

interface Locale {
  readonly locale: string;
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly domain: string;
  /** Numbers in the international and in national forms. */
  readonly phones: (r: Random) => readonly string[];
  readonly phoneWord: string;
  readonly ids: (r: Random) => readonly Id[];
  readonly iban?: (r: Random) => string;
  readonly street: (r: Random) => string;
  readonly postal: (r: Random) => string;
  readonly born: (r: Random) => string;
}

const luhn = (body: string): string => {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const d = Number(body[body.length - 1 - i]);
    sum += i % 2 === 0 ? (d > 4 ? d * 2 - 9 : d * 2) : d;
  }
  return `${body}${String((10 - (sum % 10)) % 10)}`;
};
const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((total, weight, i) => total + weight * Number(digits[i] ?? 0), 0);
const pad = (n: number, length: number): string => String(n).padStart(length, '0');
const mod97 = (text: string): number => Number(BigInt(text) % 97n);
const iban = (country: string, account: string): string => {
  const numeric = `${account}${country}00`.replace(/[A-Z]/g, (c) => String(parseInt(c, 36)));
  return `${country}${pad(98 - mod97(numeric), 2)}${account}`;
};
const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');
const born = (r: Random): { y: number; m: number; d: number } => ({
  y: 1950 + r.int(55),
  m: 1 + r.int(12),
  d: 1 + r.int(28),
});
const dayFirst =
  (joint: string) =>
  (r: Random): string => {
    const { y, m, d } = born(r);
    return [pad(d, 2), pad(m, 2), String(y)].join(joint);
  };

function steuerId(r: Random): string {
  for (;;) {
    const pool = Array.from('0123456789');
    const ten: string[] = [];
    while (ten.length < 9) ten.push(...pool.splice(r.int(pool.length), 1));
    ten.splice(1 + r.int(8), 0, ten[0] ?? '1');
    if (ten[0] === '0') continue;
    let product = 10;
    for (const digit of ten) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
    return `${ten.join('')}${String((11 - product) % 10)}`;
  }
}

function cpf(r: Random): string {
  const check = (body: string): number =>
    ((Array.from(body).reduce((sum, digit, i) => sum + Number(digit) * (body.length + 1 - i), 0) * 10) % 11) % 10;
  const nine = r.digits(9);
  const ten = `${nine}${String(check(nine))}`;
  return `${ten}${String(check(ten))}`;
}

/** Multiplication in the dihedral group of the pentagon, and the permutation of places. */
function aadhaar(r: Random): string {
  const times = (a: number, b: number): number =>
    a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
  const first = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permuted = (digit: number, place: number): number => {
    let at = digit;
    for (let i = 0; i < place % 8; i++) at = first[at] ?? 0;
    return at;
  };
  const body = `${String(2 + r.int(8))}${r.digits(10)}`;
  for (let last = 0; last < 10; last++) {
    const whole = `${body}${String(last)}`;
    let check = 0;
    for (let i = 0; i < whole.length; i++) check = times(check, permuted(Number(whole[whole.length - 1 - i]), i));
    if (check === 0) return whole;
  }
  throw new Error('every number has a check digit');
}

const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
function codiceFiscale(r: Random): string {
  const { y, m, d } = born(r);
  const month = 'ABCDEHLMPRST'.charAt(m - 1);
  const body = `${r.text('BCDFGLMNPRSTVZ', 6)}${pad(y % 100, 2)}${month}${pad(d, 2)}${r.text('ABCDFGHL', 1)}${r.digits(3)}`;
  const total = Array.from(body).reduce((sum, c, i) => {
    const n = /\d/.test(c) ? Number(c) : c.charCodeAt(0) - 65;
    return sum + (i % 2 === 0 ? (CF_ODD[n] ?? 0) : n);
  }, 0);
  return body + String.fromCharCode(65 + (total % 26));
}

export const LOCALES: readonly Locale[] = [
  {
    locale: 'en-US',
    first: ['Emily', 'Marcus', 'Tanya'],
    last: ['Johnson', 'Nguyen', "O'Brien"],
    domain: 'mailbox.com',
    phoneWord: 'Phone',
    phones: (r) => {
      const [area, exchange, rest] = [String(201 + r.int(700)), String(200 + r.int(700)), r.digits(4)];
      return [
        `+1 ${area}-${exchange}-${rest}`,
        `(${area}) ${exchange}-${rest}`,
        `${area}-${exchange}-${rest}`,
        `${area}.${exchange}.${rest}`,
      ];
    },
    ids: (r) => {
      const ssn = `${pad(1 + r.int(665), 3)}-${pad(1 + r.int(99), 2)}-${pad(1 + r.int(9999), 4)}`;
      const bare = ssn.replaceAll('-', '');
      return [
        ['SSN', `SSN ${ssn}`, ssn],
        ['SSN', `{"ssn": "${bare}"}`, bare],
      ];
    },
    street: (r) =>
      `${String(10 + r.int(9000))} ${r.pick(['Oak', 'Maple', 'Lincoln', 'Sunset'])} ${r.pick(['Street', 'Avenue', 'Blvd', 'Road'])}`,
    postal: (r) => r.digits(5),
    born: (r) => {
      const { y, m, d } = born(r);
      return `${pad(m, 2)}/${pad(d, 2)}/${String(y)}`;
    },
  },
  {
    locale: 'en-GB',
    first: ['Oliver', 'Amelia', 'Imogen'],
    last: ['Smith', 'Taylor', 'Whitehead'],
    domain: 'post.co.uk',
    phoneWord: 'Tel',
    phones: (r) => [
      `+44 20 7${r.digits(3)} ${r.digits(4)}`,
      `+44 7911 ${r.digits(6)}`,
      `020 7${r.digits(3)} ${r.digits(4)}`,
      `07911 ${r.digits(6)}`,
    ],
    ids: (r) => {
      const lead = r.text('ABCEGHJKLMPRSTWXYZ', 2).replace(/BG|GB|KN|NK|NT|TN|ZZ/, 'AB');
      const [n, s] = [r.digits(6), r.text('ABCD', 1)];
      const spaced = `${lead} ${n.slice(0, 2)} ${n.slice(2, 4)} ${n.slice(4)} ${s}`;
      return [
        ['NINO', `NI number: ${lead}${n}${s}`, `${lead}${n}${s}`],
        ['NINO', `nino = "${spaced}"`, spaced],
      ];
    },
    iban: (r) => iban('GB', `${r.text('upper', 4)}${r.digits(14)}`),
    street: (r) =>
      `${String(1 + r.int(200))} ${r.pick(['Baker', 'Church', 'Victoria'])} ${r.pick(['Street', 'Road', 'Lane'])}`,
    postal: (r) => `${r.pick(['SW', 'NW', 'EC', 'LS'])}${r.digits(1)} ${r.digits(1)}${r.text('ABDEFGH', 2)}`,
    born: dayFirst('/'),
  },
  {
    locale: 'de-DE',
    first: ['Jürgen', 'Anneliese', 'Björn'],
    last: ['Müller', 'Schäfer', 'Groß'],
    domain: 'beispielpost.de',
    phoneWord: 'Telefon',
    phones: (r) => [`+49 30 9${r.digits(5)}`, `+49 151 2${r.digits(7)}`, `0151 2${r.digits(7)}`, `089/5${r.digits(5)}`],
    ids: (r) => {
      const id = steuerId(r);
      const spaced = `${id.slice(0, 2)} ${id.slice(2, 5)} ${id.slice(5, 8)} ${id.slice(8)}`;
      return [
        ['Steuer-ID', `Steuer-ID: ${id}`, id],
        ['Steuer-ID', `IdNr. ${spaced}`, spaced],
      ];
    },
    iban: (r) => iban('DE', r.digits(18)),
    street: (r) =>
      `${r.pick(['Haupt', 'Linden', 'Schiller', 'Garten'])}${r.pick(['straße', 'strasse', 'weg', 'platz', 'allee'])} ${String(1 + r.int(150))}${r.pick(['', 'a', ' b'])}`,
    postal: (r) => pad(1067 + r.int(90000), 5),
    born: dayFirst('.'),
  },
  {
    locale: 'fr-FR',
    first: ['Chloé', 'Étienne', 'Maëlys'],
    last: ['Lefèvre', 'Dupont', 'Garçon'],
    domain: 'courrier.fr',
    phoneWord: 'Tél',
    phones: (r) => {
      const pairs = `0${r.pick(['6', '7', '1'])}${r.digits(8)}`.replace(/(..)(?=.)/g, '$1 ');
      return [`+33 ${pairs.slice(1)}`, pairs, pairs.replaceAll(' ', '.')];
    },
    ids: (r) => {
      const { y, m } = born(r);
      const place = `${pad(1 + r.int(94), 2)}${pad(1 + r.int(900), 3)}${pad(1 + r.int(900), 3)}`;
      const body = `${r.pick(['1', '2'])}${pad(y % 100, 2)}${pad(m, 2)}${place}`;
      const nir = `${body}${pad(97 - mod97(body), 2)}`;
      const spaced = nir.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
      return [
        ['NIR', `N° sécu : ${nir}`, nir],
        ['NIR', `nir: "${spaced}"`, spaced],
      ];
    },
    iban: (r) => iban('FR', r.digits(23)),
    street: (r) =>
      `${String(1 + r.int(180))} ${r.pick(['rue', 'avenue', 'boulevard'])} ${r.pick(['de la République', 'Victor Hugo', 'des Lilas', "de l'Église"])}`,
    postal: (r) => pad(1000 + r.int(94000), 5),
    born: dayFirst('/'),
  },
  {
    locale: 'es-ES',
    first: ['María', 'Íñigo', 'Lucía'],
    last: ['García', 'Muñoz', 'Ibáñez'],
    domain: 'correo.es',
    phoneWord: 'Teléfono',
    phones: (r) => [
      `+34 6${r.digits(2)} ${r.digits(3)} ${r.digits(3)}`,
      `+34 91${r.digits(1)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
    ],
    ids: (r) => {
      const letter = (n: number): string => 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(n % 23);
      const eight = `${String(1 + r.int(8))}${r.digits(7)}`;
      const dni = `${eight}${letter(Number(eight))}`;
      const [seven, lead] = [r.digits(7), r.int(3)];
      const nie = `${'XYZ'.charAt(lead)}${seven}${letter(Number(`${String(lead)}${seven}`))}`;
      return [
        ['DNI', `DNI ${dni}`, dni],
        ['NIE', `"nie": "${nie}"`, nie],
      ];
    },
    iban: (r) => iban('ES', r.digits(20)),
    street: (r) =>
      `${r.pick(['Calle', 'Avenida', 'Plaza'])} ${r.pick(['Mayor', 'de Alcalá', 'del Prado', 'Cervantes'])}, ${String(1 + r.int(150))}`,
    postal: (r) => pad(1001 + r.int(50000), 5),
    born: dayFirst('/'),
  },
  {
    locale: 'it-IT',
    first: ['Giulia', 'Niccolò', 'Matteo'],
    last: ['Rossi', 'Esposito', "D'Angelo"],
    domain: 'posta.it',
    phoneWord: 'Cellulare',
    phones: (r) => [
      `+39 3${String(20 + r.int(70))} ${r.digits(3)} ${r.digits(4)}`,
      `+39 02 ${r.digits(4)} ${r.digits(4)}`,
    ],
    ids: (r) => {
      const cf = codiceFiscale(r);
      return [
        ['Codice fiscale', `CF: ${cf}`, cf],
        ['Codice fiscale', `{"codiceFiscale":"${cf}"}`, cf],
      ];
    },
    iban: (r) => iban('IT', `${r.text('upper', 1)}${r.digits(22)}`),
    street: (r) =>
      `${r.pick(['Via', 'Viale', 'Piazza'])} ${r.pick(['Garibaldi', 'della Libertà', 'Roma', 'Dante Alighieri'])} ${String(1 + r.int(150))}`,
    postal: (r) => pad(10 + r.int(98000), 5),
    born: dayFirst('/'),
  },
  {
    locale: 'nl-NL',
    first: ['Sanne', 'Joris', 'Femke'],
    last: ['Jansen', 'de Vries', 'van den Berg'],
    domain: 'postvak.nl',
    phoneWord: 'Mobiel',
    phones: (r) => [`+31 6 ${r.digits(8)}`, `+31 20 6${r.digits(2)} ${r.digits(4)}`, `06-${r.digits(8)}`],
    ids: (r) => {
      for (;;) {
        const bsn = `${String(1 + r.int(9))}${r.digits(8)}`;
        if (weighted(bsn, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 !== 0) continue;
        return [
          ['BSN', `BSN: ${bsn}`, bsn],
          ['BSN', `"burgerservicenummer": "${bsn}"`, bsn],
        ];
      }
    },
    iban: (r) => iban('NL', `${r.text('upper', 4)}${r.digits(10)}`),
    street: (r) => `${r.pick(['Keizers', 'Heren'])}gracht ${String(1 + r.int(400))}`,
    postal: (r) => `${String(1000 + r.int(8999))} ${r.text('ABCDEH', 2)}`,
    born: dayFirst('-'),
  },
  {
    locale: 'pl-PL',
    first: ['Łukasz', 'Agnieszka', 'Zofia'],
    last: ['Kowalski', 'Wiśniewska', 'Żak'],
    domain: 'poczta.pl',
    phoneWord: 'Telefon',
    phones: (r) => [
      `+48 50${r.digits(1)} ${r.digits(3)} ${r.digits(3)}`,
      `+48 22 6${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
    ],
    ids: (r) => {
      const { y, m, d } = born(r);
      const ten = `${pad(y % 100, 2)}${pad(y >= 2000 ? m + 20 : m, 2)}${pad(d, 2)}${r.digits(4)}`;
      const pesel = `${ten}${String((10 - (weighted(ten, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)}`;
      return [
        ['PESEL', `PESEL: ${pesel}`, pesel],
        ['PESEL', `pesel=${pesel}`, pesel],
      ];
    },
    iban: (r) => iban('PL', r.digits(24)),
    street: (r) => `ul. ${r.pick(['Marszałkowska', 'Długa', 'Piękna'])} ${String(1 + r.int(150))}`,
    postal: (r) => `${r.digits(2)}-${r.digits(3)}`,
    born: dayFirst('.'),
  },
  {
    locale: 'pt-BR',
    first: ['João', 'Beatriz', 'Thiago'],
    last: ['da Silva', 'Conceição', 'Araújo'],
    domain: 'correio.com.br',
    phoneWord: 'Celular',
    phones: (r) => [`+55 11 9${r.digits(4)}-${r.digits(4)}`, `(21) 9${r.digits(4)}-${r.digits(4)}`],
    ids: (r) => {
      const bare = cpf(r);
      const dotted = bare.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
      return [
        ['CPF', `CPF ${dotted}`, dotted],
        ['CPF', `{"cpf": "${bare}"}`, bare],
      ];
    },
    iban: (r) => iban('BR', `${r.digits(23)}${r.text('upper', 1)}${r.digits(1)}`),
    street: (r) =>
      `${r.pick(['Rua', 'Avenida'])} ${r.pick(['das Flores', 'Paulista', 'Sete de Setembro'])}, ${String(1 + r.int(900))}`,
    postal: (r) => `${r.digits(5)}-${r.digits(3)}`,
    born: dayFirst('/'),
  },
  {
    locale: 'sv-SE',
    first: ['Åsa', 'Björn', 'Linnéa'],
    last: ['Andersson', 'Öberg', 'Lindström'],
    domain: 'brevlada.se',
    phoneWord: 'Mobil',
    phones: (r) => [
      `+46 70 ${r.digits(3)} ${r.digits(2)} ${r.digits(2)}`,
      `070-${r.digits(3)} ${r.digits(2)} ${r.digits(2)}`,
    ],
    ids: (r) => {
      const { y, m, d } = born(r);
      const ten = luhn(`${pad(y % 100, 2)}${pad(m, 2)}${pad(d, 2)}${r.digits(3)}`);
      const dashed = `${ten.slice(0, 6)}-${ten.slice(6)}`;
      const whole = `${String(y).slice(0, 2)}${ten}`;
      return [
        ['Personnummer', `Personnummer: ${dashed}`, dashed],
        ['Personnummer', `"personnummer": "${whole}"`, whole],
      ];
    },
    iban: (r) => iban('SE', r.digits(20)),
    street: (r) => `${r.pick(['Storg', 'Drottningg', 'Kungsg'])}atan ${String(1 + r.int(90))}`,
    postal: (r) => `${String(100 + r.int(800))} ${r.digits(2)}`,
    born: (r) => {
      const { y, m, d } = born(r);
      return `${String(y)}-${pad(m, 2)}-${pad(d, 2)}`;
    },
  },
  {
    locale: 'en-IN',
    first: ['Priya', 'Arjun', 'Lakshmi'],
    last: ['Sharma', 'Iyer', 'Chatterjee'],
    domain: 'dak.in',
    phoneWord: 'Mobile',
    phones: (r) => [`+91 9${r.digits(4)} ${r.digits(5)}`, `+91-98${r.digits(8)}`],
    ids: (r) => {
      const number = grouped(aadhaar(r));
      const pan = `${r.text('upper', 3)}P${r.text('upper', 1)}${r.digits(4)}${r.text('upper', 1)}`;
      return [
        ['Aadhaar', `Aadhaar ${number}`, number],
        ['PAN', `PAN: ${pan}`, pan],
      ];
    },
    street: (r) => `${String(1 + r.int(200))} ${r.pick(['Gandhi', 'Nehru', 'Brigade'])} Road`,
    postal: (r) => String(110001 + r.int(700000)),
    born: dayFirst('-'),
  },
  {
    locale: 'zh-CN',
    first: ['伟', '秀英', '小明'],
    last: ['王', '李', '张'],
    domain: 'youxiang.cn',
    phoneWord: '手机',
    phones: (r) => [`+86 138 ${r.digits(4)} ${r.digits(4)}`, `+86 13${r.digits(9)}`],
    ids: (r) => {
      const { y, m, d } = born(r);
      const body = `${r.pick(['110101', '310104', '440305'])}${String(y)}${pad(m, 2)}${pad(d, 2)}${r.digits(3)}`;
      const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
      const id = body + '10X98765432'.charAt(weighted(body, weights) % 11);
      return [
        ['居民身份证', `身份证号：${id}`, id],
        ['居民身份证', `{"idCard":"${id}"}`, id],
      ];
    },
    street: (r) => `北京市朝阳区建国路${String(1 + r.int(200))}号`,
    postal: (r) => `1000${r.digits(2)}`,
    born: (r) => {
      const { y, m, d } = born(r);
      return `${String(y)}年${String(m)}月${String(d)}日`;
    },
  },
];

const CARDS = [
  ['4', 16],
  ['51', 16],
  ['55', 16],
  ['2223', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['3530', 16],
  ['36', 14],
] as const;

/** A number of one of the great schemes. */
function card(r: Random): string {
  const [prefix, length] = r.pick(CARDS);
  return luhn(prefix + r.digits(length - prefix.length - 1));
}

/** As it is printed: in fours, American Express and Diners in four, six and the rest. */
function printed(number: string): string {
  return number.length === 16 ? grouped(number) : `${number.slice(0, 4)} ${number.slice(4, 10)} ${number.slice(10)}`;
}

function mailOf(l: Locale, first: string, last: string, r: Random): string {
  const local = `${first}.${last}${r.digits(2)}`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9.]/g, '');
  return `${/[a-z]/.test(local) ? local : `user${r.digits(5)}`}@${l.domain}`;
}

/** All kinds of personal data of one locale, in the notations of forms, settings and prose. */
export function personalCases(l: Locale, r: Random): readonly PersonalCase[] {
  const [first, last] = [r.pick(l.first), r.pick(l.last)];
  const chinese = l.locale === 'zh-CN';
  const full = chinese ? `${last}${first}` : `${first} ${last}`;
  const mail = mailOf(l, first, last, r);
  const c = (what: string, text: string, value: string): PersonalCase => ({ what, text, value });
  const phones = l.phones(r);
  const number = card(r);
  const ip = `${String(21 + r.int(70))}.${String(32 + r.int(200))}.${String(r.int(256))}.${String(1 + r.int(254))}`;
  const mac = [r.pick(['3c', 'a4', 'f0', '00']), ...Array.from({ length: 5 }, () => r.text('hex', 2))].join(':');
  const [street, postal, birth, account] = [l.street(r), l.postal(r), l.born(r), l.iban?.(r)];
  return [
    c('e-mail', `contact: ${mail}`, mail),
    c('e-mail', `const to = "${mail}";`, mail),
    c('e-mail', `From: <${mail}>`, mail),
    ...phones.map((phone) => c('phone', `${l.phoneWord}: ${phone}`, phone)),
    c('phone', `{"phone": "${phones[0] ?? ''}"}`, phones[0] ?? ''),
    c('phone', `call ${phones[0] ?? ''} today`, phones[0] ?? ''),
    c('card', `card ${printed(number)} of`, printed(number)),
    c('card', `{"cardNumber": "${number}"}`, number),
    ...(account === undefined
      ? []
      : [c('IBAN', `IBAN: ${grouped(account)}`, grouped(account)), c('IBAN', `iban = "${account}"`, account)]),
    ...l.ids(r).map(([what, text, value]) => c(what, text, value)),
    c('IP address', `client ${ip} connected`, ip),
    c('MAC address', `ether ${mac} up`, mac),
    c('name', `{"fullName": "${full}", "id": 7}`, full),
    c('name', `first_name: ${first}\n`, first),
    c('name', `BEGIN:VCARD\nVERSION:3.0\nFN:${full}\nEND:VCARD`, full),
    ...(chinese ? [] : [c('name', `Signed-off-by: ${full} <${mail}>`, full), c('name', ` * @author ${full}`, full)]),
    c('address', `{"street": "${street}"}`, street),
    c('address', `address: "${street}, ${postal}"`, street),
    c('postal code', `{"postalCode": "${postal}"}`, postal),
    c('birth date', `{"birthDate": "${birth}"}`, birth),
  ];
}
