import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';
import { accented, withAccents } from './with-accents.ts';

/** A text for people, in English, as the catalogue en.json has it: `npm run messages` puts new ones there. */
export type Message = keyof typeof english;
/** What stands in braces in a message. */
export type MessageValues = Readonly<Record<string, string | number>>;
/** Messages in another language, by the English ones. What is missing is shown in English. */
export type Translations = Readonly<Partial<Record<Message, string>>>;

/** Languages that there are messages in, with their own names. The second is for finding texts that are in no catalogue. */
export const LOCALES = { en: 'English', 'en-XA': 'Ĕńĝļīšĥ, with accents' } as const;
export type Locale = keyof typeof LOCALES;

interface Spoken {
  readonly locale: Locale;
  readonly translations: Translations;
}
let spoken: Spoken = { locale: 'en', translations: {} };
const formats = new Map<Message, IntlMessageFormat>();

/** From now on messages are in this language. To be called before the modules are read that have messages in their tables. */
export function speak(locale: Locale, translations: Translations = {}): void {
  spoken = { locale, translations };
  formats.clear();
}

/** The language that messages are in. */
export function spokenLocale(): Locale {
  return spoken.locale;
}

/** A message in the user's language, in ICU's MessageFormat: `{count, plural, one {# file} other {# files}}`. */
export function t(message: Message, values?: MessageValues): string {
  return formatted(message, values ?? {}).join('');
}

/** A text that was recorded in English, or is the name of a file: in the user's language, if it is a message of it. */
export function told(text: string): string {
  const { locale, translations } = spoken;
  if (locale === 'en-XA') return accented(text);
  return (translations as Readonly<Record<string, string | undefined>>)[text] ?? text;
}

/**
 * A message for a table that is read before the language is known, or that the other side of a
 * boundary shows: it is given to {@link t} later.
 */
export function msg<M extends Message>(message: M): M {
  return message;
}

/** A message in pieces, where values may be more than texts: elements of a page. */
export function formatted<T>(message: Message, values: Readonly<Record<string, T>>): readonly (T | string)[] {
  const { locale, translations } = spoken;
  const text = translations[message] ?? message;
  if (locale !== 'en-XA' && !text.includes('{')) return [text];
  let format = formats.get(message);
  if (format === undefined) {
    format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    if (locale === 'en-XA') format = new IntlMessageFormat(withAccents(format.getAst()), 'en');
    formats.set(message, format);
  }
  const parts = format.format<T>({ ...values });
  return Array.isArray(parts) ? parts : [parts];
}
