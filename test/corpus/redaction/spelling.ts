import { Buffer } from 'node:buffer';

/** How a name and a value are written down together. */
export interface Notation {
  /** What it is a notation of; the bench counts by it. */
  readonly group: string;
  readonly write: (name: string, value: string) => string;
}

/** Notations of one group. */
export function group(name: string, notations: readonly Notation['write'][]): readonly Notation[] {
  return notations.map((write) => ({ group: name, write }));
}

// Names are given as words joined by `_`, a space or `-`.
const words = (name: string): string[] => name.split(/[_\- ]/);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
export const snake = (name: string): string => words(name).join('_');
export const upper = (name: string): string => snake(name).toUpperCase();
export const kebab = (name: string): string => words(name).join('-');
export const dotted = (name: string): string => words(name).join('.');
export const spaced = (name: string): string => words(name).join(' ');
export const pascal = (name: string): string => words(name).map(capital).join('');
export const header = (name: string): string => words(name).map(capital).join('-');
export const camel = (name: string): string => name.charAt(0) + pascal(name).slice(1);

// Values as the notation needs them escaped.
export const json = (value: string): string => JSON.stringify(value).slice(1, -1);
export const single = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
export const xml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
export const yaml = (value: string): string =>
  /^[A-Za-z0-9_][\w.+/=~-]*$|^[A-Za-z][^:#'"{}[\],&*?|<>%@`]*$/.test(value) ? value : `"${json(value)}"`;
export const shell = (value: string): string =>
  /^[\w.+/=~:@%-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
export const dotenv = (value: string): string => (/["\\$`#' ]/.test(value) ? `'${value}'` : value);

/** The value in each of the spellings above, of which a text has one. */
export function spellings(value: string): readonly string[] {
  return [
    value,
    json(value),
    json(json(value)),
    xml(value),
    encodeURIComponent(value),
    single(value),
    value.replaceAll("'", "''"),
    value.replaceAll('"', '""'),
    value.replaceAll("'", "'\\''"),
    Buffer.from(value).toString('base64'),
  ];
}
