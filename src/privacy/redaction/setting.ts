import { beside, chained, described, directive, flag, markup, parameter, type Notation } from './setting-notations.ts';
import { assigned } from './setting-operators.ts';
import type { Place } from './setting-place.ts';
import type { Setting } from './setting-shape.ts';

/** The first that knows what is there tells. */
const NOTATIONS: readonly Notation[] = [flag, markup, parameter, directive, beside, described, chained, assigned];

/** The setting of a name. `null` where no value is behind it, or where that is an expression: a call, a reference, a type. */
export function settingAt(place: Place): Setting | null {
  for (const notation of NOTATIONS) {
    const setting = notation(place);
    if (setting !== undefined) return setting;
  }
  return null;
}
