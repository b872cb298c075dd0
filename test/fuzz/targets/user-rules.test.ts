import { describe, expect, it } from 'vitest';
import { compileRules, type RuleLayer, type UserRules } from '../../../src/privacy/redaction/user-rules.ts';
import { brokenPromises } from '../broken-promises.ts';
import { userRulesTarget } from './user-rules.ts';
import { said } from '../../../src/privacy/said.ts';

const having =
  (part: (inner: UserRules, layers: readonly RuleLayer[]) => Partial<UserRules>) =>
  (layers: readonly RuleLayer[]): UserRules => {
    const inner = compileRules(layers);
    return { ...inner, ...part(inner, layers) };
  };
const finding = (
  change: (label: string, start: number, end: number) => { label?: string; start?: number; end?: number },
) =>
  having((inner) => ({
    find: (text, found) => {
      inner.find(text, ({ start, end }, notes, origin) => {
        const { label = notes.label, ...span } = change(notes.label, start, end);
        found({ start, end, ...span }, { ...notes, label }, origin);
      });
    },
  }));

describe('the target user-rules', () => {
  it.each<readonly [string, (layers: readonly RuleLayer[]) => UserRules]>([
    [
      'a refused pattern comes with its reason',
      having(({ problems }) => ({ problems: problems.map((problem) => ({ ...problem, reason: said('no') })) })),
    ],
    [
      'a workspace lets nothing through',
      having((_, layers) => ({ allows: (value) => layers.some(({ allow }) => allow?.includes(value)) })),
    ],
    [
      'asking whether a value may stay has an answer',
      having(() => ({ allows: () => undefined as unknown as boolean })),
    ],
    [
      'a refused pattern leaves the others in force',
      having(({ problems, find }) => ({ find: problems.length > 0 ? () => undefined : find })),
    ],
    ['spans are within the text and not empty', finding((_, start) => ({ end: start }))],
    ['labels are fit for placeholders', finding((label) => ({ label: label === 'OWN_ID' ? 'own id' : label }))],
  ])('notices where it does not hold that %s', (promise, make) => {
    expect(brokenPromises(userRulesTarget(make))).toContain(promise);
  });

  it.each([
    ['far more than the text', 3, ['time grows with the text']],
    ['with the text', 1, []],
  ] as const)('says whether time grows %s', (_how, power, broken) => {
    const make = having(({ find }) => ({
      find: (text, found) => {
        find(text, found);
        work(1_000_000 + 4_000_000 * (text.length / 4000) ** power);
      },
    }));
    expect(brokenPromises(userRulesTarget(make, [4000, 16_000]), 30, 1)).toEqual(broken);
  });
});

/** Takes a while. */
function work(rounds: number): void {
  let state = 1;
  for (let i = 0; i < rounds; i++) state = Math.imul(state ^ (state >>> 15), 1 | state) + 1;
  expect(state).not.toBe(0.5);
}
