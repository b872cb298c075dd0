import { describe, expect, it } from 'vitest';
import { MODES, type Mode } from '../../../src/privacy/mode.ts';
import { resolvePolicy, selectableModes, type Policy, type PolicyLayer } from '../../../src/privacy/policy.ts';
import { parseJsonObject } from '../../../src/main/settings/json-file.ts';
import { policyLayerOf } from '../../../src/main/settings/policy-file.ts';
import { brokenPromises } from '../broken-promises.ts';
import { policyTarget, type PolicyParts } from './policy.ts';
import { said } from '../../../src/privacy/said.ts';

const REAL: PolicyParts = {
  parse: (text, authority) => policyLayerOf(parseJsonObject(text), 'a policy file', authority),
  resolve: resolvePolicy,
  selectable: selectableModes,
};
const resolving = (
  change: (policy: Policy, layers: readonly PolicyLayer[]) => Partial<Policy>,
): Partial<PolicyParts> => ({
  resolve: (layers) => {
    const policy = resolvePolicy(layers);
    return { ...policy, ...change(policy, layers) };
  },
});
const parsing = (change: (layer: PolicyLayer) => PolicyLayer): Partial<PolicyParts> => ({
  parse: (text, authority) => change(REAL.parse(text, authority)),
});
/** The last layer's, whoever's it is. */
const lastMode = (layers: readonly PolicyLayer[]): Partial<Policy> => {
  const last = layers.findLast((layer) => layer.readable && layer.mode !== undefined);
  return last?.readable === true && last.mode !== undefined ? { mode: last.mode } : {};
};
let calls = 0;

describe('the target policy', () => {
  it.each<readonly [string, Partial<PolicyParts>]>([
    [
      'throws',
      {
        parse: (text, authority) =>
          policyLayerOf(
            { state: 'read', values: JSON.parse(text) as object as Record<string, unknown> },
            'f',
            authority,
          ),
      },
    ],
    ['a file’s layer has the file’s authority', parsing((layer) => ({ ...layer, authority: 'user' }))],
    [
      'a file is readable just when every field is known and right',
      parsing((layer) => ({ source: layer.source, authority: layer.authority, readable: true })),
    ],
    ['a file says what it says', parsing((layer) => (layer.readable ? { ...layer, onPremHosts: [] } : layer))],
    [
      'an unreadable file counts as Sensitive',
      { resolve: (layers) => resolvePolicy(layers.filter(({ readable }) => readable)) },
    ],
    [
      'an unreadable file grants nothing',
      resolving(({ mode }, layers) =>
        mode === 'sensitive' && layers.some(({ readable }) => !readable) ? { onPremHosts: ['gpu.corp'] } : {},
      ),
    ],
    ['a layer that is not the user’s never loosens the mode', resolving((_, layers) => lastMode(layers))],
    [
      'a layer that is not the user’s never adds to a list',
      resolving((_, layers) => ({
        onPremHosts: layers.flatMap((layer) => (layer.readable ? (layer.onPremHosts ?? []) : [])),
      })),
    ],
    ['a layer leaves the user’s choice', resolving(({ mode }) => ({ chosenMode: mode }))],
    ['the same layers give the same policy', resolving(() => ({ decidedBy: said(String(calls++)) }))],
    ['the mode is never less strict than the chosen one', resolving(() => ({ mode: 'normal' }))],
    ['just the modes that would hold can be chosen', { selectable: (): readonly Mode[] => MODES }],
  ])('notices where it does not hold that %s', (promise, parts) => {
    expect(brokenPromises(policyTarget({ ...REAL, ...parts }))).toContain(promise);
  });
});
