import { isWordCode } from './number-groups.ts';
import { placeOf, type Named } from './setting-place.ts';
import type { Setting } from './setting-shape.ts';
import { settingAt } from './setting.ts';
import { columnAt } from './table-columns.ts';

/**
 * All settings whose name has a literal at a place: one where name and value stand together, many
 * where the name heads a column.
 *
 * @param mayCount asked about the whole name before its value is looked for, which takes longer
 */
export function settingsAt(
  text: string,
  literalStart: number,
  literalEnd: number,
  mayCount: (named: Named) => boolean = () => true,
): readonly Setting[] {
  const place = placeOf(text, literalStart, literalEnd);
  if (place !== null && !mayCount(place)) return [];
  const setting = place === null ? null : settingAt(place);
  // A name with a comma behind it may also be followed by a quoted value in a list.
  if (setting !== null && setting.style !== 'weak' && setting.style !== 'given') return [setting];
  let nameStart = literalStart;
  while (isWordPart(text.charCodeAt(nameStart - 1)) && literalStart - nameStart < 64) nameStart--;
  let nameEnd = literalEnd;
  while (isWordPart(text.charCodeAt(nameEnd)) && nameEnd - literalEnd < 64) nameEnd++;
  const column = columnAt(text, nameStart, nameEnd);
  if (column.length === 0) return setting === null ? [] : [setting];
  const name = text.slice(nameStart, nameEnd);
  return column.map((span) => ({ ...span, name, nameStart, style: 'column', quoted: true }));
}

/** A letter, a digit, `_`, `-` or a dot. */
function isWordPart(code: number): boolean {
  return isWordCode(code) || code === 45 || code === 46;
}
