import type { Span } from './detector-notes.ts';

/** A value that is assigned to a name: `name = "value"`, `"name": "value"`, `<name>value</name>` … */
export interface Setting extends Span {
  /** The whole name that the literal is part of. */
  readonly name: string;
  /** Where the name begins. */
  readonly nameStart: number;
  /** How name and value are joined. */
  readonly style: SettingStyle;
  /** Whether the value stands in quotes, or in something else that bounds it. */
  readonly quoted: boolean;
}

/**
 * - `line`: `NAME=value` alone on its line, as in `.env` files, shell, Docker
 * - `colon`: `name: value` alone on its line, as in YAML
 * - `spaced`: `name = value` unquoted, as in INI files
 * - `inline`: `name=value` or `name: value` unquoted amid other text, as in logs and cookies
 * - `assign`: a quoted value after `=`, `:` and the like
 * - `given`: a quoted value handed to a setter, or a default: `setItem('name', 'value')`, `env.NAME || 'value'`
 * - `weak`: a quoted value as a further argument, after a comparison
 * - `query`: a parameter of a URL or a form
 * - `flag`: an option of a command
 * - `element`: XML
 * - `cell`: beside its name in a table
 * - `column`: below its name in a table, or in the rows that an SQL statement inserts
 */
export type SettingStyle =
  | 'line'
  | 'colon'
  | 'spaced'
  | 'inline'
  | 'assign'
  | 'given'
  | 'weak'
  | 'query'
  | 'flag'
  | 'element'
  | 'cell'
  | 'column';
