import { isWordCode } from './number-groups.ts';
import { placeOf, type Named, type Place } from './setting-place.ts';
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
  const setting = place === null ? null : settingOf(place);
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

/** The last place that was looked at: `key` leads to the same one as `api_key`. */
let last: { readonly place: Place; readonly setting: Setting | null } | null = null;

/** Nothing of a text stays when it is done with. */
export function forgetPlaces(): void {
  last = null;
}

function settingOf(place: Place): Setting | null {
  const isLast =
    last?.place.text === place.text && last.place.nameStart === place.nameStart && last.place.nameEnd === place.nameEnd;
  if (last === null || !isLast) last = { place, setting: settingAt(place) };
  return last.setting;
}

/** A letter, a digit, `_`, `-` or a dot. */
function isWordPart(code: number): boolean {
  return isWordCode(code) || code === 45 || code === 46;
}
