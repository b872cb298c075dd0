import { runTarget } from './run-target.ts';
import type { Target } from './target.ts';

/** The promises that a target with something broken in it does not keep, by a row of inputs. */
export function brokenPromises(target: Target, count = 3000, most = 20): readonly string[] {
  const { failures } = runTarget(target, { seed: 7, from: 0, count, most });
  return [...new Set(failures.map(({ promise }) => promise))];
}
