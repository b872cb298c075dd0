import { beside, chained, described, directive, flag, markup, parameter, type Notation } from './setting-notations.ts';
import { assigned } from './setting-operators.ts';
import { placeOf } from './setting-place.ts';

import type { Setting } from './setting-shape.ts';

/** The first that knows what is there tells. */
const NOTATIONS: readonly Notation[] = [flag, markup, parameter, directive, beside, described, chained, assigned];

/**
 * The setting whose name has a literal at a place. `null` where the literal is no name with a value
 * behind it, or where the value is an expression: a call, a reference, a type.
 */
export function settingAt(text: string, literalStart: number, literalEnd: number): Setting | null {
  const place = placeOf(text, literalStart, literalEnd);
  if (place === null) return null;
  for (const notation of NOTATIONS) {
    const setting = notation(place);
    if (setting !== undefined) return setting;
  }
  return null;
}
