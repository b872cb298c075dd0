import type { LiteralDetector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';

const STREETS =
  /(?<![\p{L}\p{N}])(?:\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:\p{Lu}\p{Ll}{1,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Court|Terrace|Parkway|Pkwy|Square|Crescent|Highway)\b\.?|\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|chemin|allée|impasse|quai|place) (?:(?:de|du|des|la|le|les|l['’]) ?){0,3}\p{Lu}[\p{L}'’-]{1,25}(?: \p{Lu}[\p{L}'’-]{1,25}){0,3}|\p{Lu}[\p{Ll}-]{2,25}(?:straße|strasse|str\.|weg|platz|allee|gasse|straat|laan|gracht|plein|gatan|vägen|vej|gata|katu|tie) \d{1,4} ?[a-z]?(?![\p{L}\p{N}])|(?:Calle|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Travessa|Praça|ul\.|ulica|al\.|улица|ул\.) (?:(?:de|del|la|las|los|da|do|das|dos|di|della) ?){0,3}\p{Lu}[\p{L}'’.-]{1,25}(?: (?:de |da |do |del |di )?\p{Lu}[\p{L}'’.-]{1,25}){0,3},? (?:n[º°.]? ?)?\d{1,4}[A-Za-z]?(?![\p{L}\p{N}]))/gu;

const STREET_WORDS = [
  ' street',
  ' st.',
  ' st,',
  ' avenue',
  ' ave.',
  ' ave,',
  ' road',
  ' rd.',
  ' rd,',
  ' boulevard',
  ' blvd',
  ' lane',
  ' drive',
  ' court',
  ' terrace',
  ' parkway',
  ' pkwy',
  ' square',
  ' crescent',
  ' highway',
  ' rue ',
  ' chemin ',
  ' allée ',
  ' impasse ',
  ' quai ',
  ' place ',
  'straße ',
  'strasse ',
  'str. ',
  'weg ',
  'platz ',
  'allee ',
  'gasse ',
  'straat ',
  'laan ',
  'gracht ',
  'plein ',
  'gatan ',
  'vägen ',
  'vej ',
  'gata ',
  'katu ',
  'calle ',
  'avenida ',
  'avda. ',
  'plaza ',
  'paseo ',
  'via ',
  'viale ',
  'piazza ',
  'corso ',
  'rua ',
  'travessa ',
  'praça ',
  'ul. ',
  'ulica ',
  'улица ',
  'ул. ',
];

/** Streets with a number, in the forms of several countries. */
export const STREET: LiteralDetector = {
  id: 'street-address',
  label: 'ADDRESS',
  kind: 'personal',
  source: 'forms of addresses of the Universal Postal Union: number and kind of street',
  literals: STREET_WORDS,
  locate: (text, start, end) => {
    const from = Math.max(0, start - 60);
    const window = text.slice(from, end + 90);
    if (!/\d/.test(window)) return null;
    STREETS.lastIndex = 0;
    for (let match = STREETS.exec(window); match !== null; match = STREETS.exec(window)) {
      const found = { start: from + match.index, end: from + STREETS.lastIndex };
      if (found.start <= end && found.end >= start) return isNobodys(text, found) ? null : found;
    }
    return null;
  },
  examples: () => [
    '350 Fifth Avenue',
    '12 rue de la Paix',
    'Lindenstraße 7a',
    'Calle de Alcalá, 42',
    'Via Garibaldi 12',
    'Storgatan 15',
    'Keizersgracht 221',
  ],
  counterexamples: () => ['5 Main things', 'version 3 Road', 'via Node 18'],
};

/** The Free Software Foundation's address stands in every copy of its licences; a year is no number of a house. */
function isNobodys(text: string, { start, end }: Span): boolean {
  return (
    /^(?:51 Franklin|59 Temple|675 Mass)/.test(text.slice(start, end)) ||
    (/^(?:19|20)\d\d /.test(text.slice(start, end)) &&
      /(?:\(c\)|©|copyright)[ ,\d-]{0,12}$/i.test(text.slice(Math.max(0, start - 24), start)))
  );
}
