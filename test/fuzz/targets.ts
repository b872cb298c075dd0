import type { Target } from './target.ts';
import { dotenvTarget } from './targets/dotenv.ts';
import { growthTarget } from './targets/growth.ts';
import { ignoreTarget } from './targets/ignore.ts';
import { jsonRestorerTarget } from './targets/json-restorer.ts';
import { policyTarget } from './targets/policy.ts';
import { redactorTarget } from './targets/redactor.ts';
import { restorerTarget } from './targets/restorer.ts';
import { userRulesTarget } from './targets/user-rules.ts';
import type { Row } from './run-target.ts';

/** Everything that takes what others wrote, with the code that ships. Their shares make a hundred. */
export const TARGETS: readonly Target[] = [
  redactorTarget(),
  restorerTarget(),
  jsonRestorerTarget(),
  ignoreTarget(),
  policyTarget(),
  dotenvTarget(),
  userRulesTarget(),
  growthTarget(),
];

/** So many inputs by the targets' shares; the first target takes what rounding leaves. */
export function rowsOf(seed: number, inputs: number): readonly (Row & { readonly target: Target })[] {
  const counts = TARGETS.map(({ share }) => Math.round((inputs * share) / 100));
  const over = counts.reduce((sum, count) => sum + count, 0) - inputs;
  return TARGETS.map((target, i) => ({ target, seed, from: 0, count: (counts[i] as number) - (i === 0 ? over : 0) }));
}
