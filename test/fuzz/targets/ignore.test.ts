import { describe, expect, it } from 'vitest';
import { compileRules, createIgnoreLayer, type IgnoreLayer } from '../../../src/privacy/ignore/ignore-layer.ts';
import { createPathRules, type PathVerdict } from '../../../src/privacy/path-rules.ts';
import { brokenPromises } from '../broken-promises.ts';
import { ignoreTarget, type IgnoreParts } from './ignore.ts';

const REAL: IgnoreParts = {
  compile: (text, ignoreCase) => compileRules(text, { ignoreCase }),
  layer: createIgnoreLayer,
  rules: createPathRules,
};
/** With verdicts as other ones. */
const saying = (change: (verdict: PathVerdict, path: string) => Partial<PathVerdict>): Partial<IgnoreParts> => ({
  rules: (layers) => {
    const rules = createPathRules(layers);
    return {
      explain: (path) => {
        const verdict = rules.explain(path);
        return { ...verdict, ...change(verdict, path) };
      },
    };
  },
});
const layered = (decide: (inner: IgnoreLayer) => IgnoreLayer['decide']): Partial<IgnoreParts> => ({
  layer: (sources) => ({ decide: decide(createIgnoreLayer(sources)) }),
});
/** Answers the second question, and each further one, as the first. */
const stuck = layered((inner) => {
  let first: ReturnType<IgnoreLayer['decide']> | undefined;
  return (...question) => (first ??= inner.decide(...question));
});
let calls = 0;

describe('the target ignore', () => {
  it.each<readonly [string, Partial<IgnoreParts>]>([
    [
      'the explanation agrees with the answer',
      saying(({ ignored }, path) => ({ ignored: ignored && !path.endsWith('.log') })),
    ],
    ['the same question has the same answer', saying(() => ({ line: calls++ % 2 === 0 ? 1 : 2 }))],
    ['what was asked before changes no answer', stuck],
    [
      'rules that cannot be read close what is below them',
      { layer: (sources) => createIgnoreLayer(sources.filter(({ rules }) => rules !== null)) },
    ],
    [
      'nothing is open below a closed folder',
      layered((inner) => (path, isFolder) => (path.endsWith('/readme.md') ? null : inner.decide(path, isFolder))),
    ],
    [
      'what no rule names is open',
      saying(({ ignored, source }) => (ignored ? {} : { source: null, line: 7, ...(source === null && {}) })),
    ],
    ['a reason is a rule or that rules cannot be read', saying(() => ({ unread: 'no reason' }))],
    [
      'what cannot be read closes',
      layered((inner) => (...question) => {
        const decision = inner.decide(...question);
        return decision?.rule === null ? { ...decision, ignored: false } : decision;
      }),
    ],
    [
      'a rule that takes back opens, any other closes',
      layered((inner) => (...question) => {
        const decision = inner.decide(...question);
        return decision?.rule?.negated === true ? { ...decision, ignored: true } : decision;
      }),
    ],
    ['the rule stands where it is said to', saying(({ line }) => ({ line: line === null ? null : line + 1 }))],
    [
      'throws',
      {
        compile: (text, ignoreCase) => {
          if (text.includes('[')) throw new Error('a set');
          return REAL.compile(text, ignoreCase);
        },
      },
    ],
  ])('notices where it does not hold that %s', (promise, parts) => {
    expect(brokenPromises(ignoreTarget({ ...REAL, ...parts }))).toContain(promise);
  });
});
