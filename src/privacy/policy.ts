import { MODES, stricter, strictness, type Mode } from './mode.ts';

/**
 * Policy is resolved from layers, weakest authority first: the user's choice sets the mode, every
 * other layer may only tighten it. A layer that could not be read counts as its strictest reading.
 */

/** One layer after parsing. `unreadable` layers carry no values on purpose. */
export type PolicyLayer =
  | {
      /** For people: `your settings`, `.codegrex/policy.json`, … */
      readonly source: string;
      /** Only the user's own layers may grant (hosts, providers); other layers only restrict. */
      readonly authority: 'user' | 'workspace' | 'organisation';
      readonly readable: true;
      readonly mode?: Mode;
      /** User: hosts to list. Workspace, organisation: only these of the user's remain. */
      readonly onPremHosts?: readonly string[];
      /** User: providers approved for cloud chat under Sensitive. Others: only these remain. */
      readonly approvedProviders?: readonly string[];
      /** User: providers whose requests go without a preview under Sensitive. Others: only these remain. */
      readonly previewOff?: readonly string[];
    }
  | { readonly source: string; readonly authority: 'user' | 'workspace' | 'organisation'; readonly readable: false };

/** The rules in force for one workspace. */
export interface Policy {
  readonly mode: Mode;
  /** What the user chose, before tightening. */
  readonly chosenMode: Mode;
  /** Which layer set {@link mode}, for people. */
  readonly decidedBy: string;
  readonly onPremHosts: readonly string[];
  readonly approvedProviders: readonly string[];
  readonly previewOff: readonly string[];
  readonly notices: readonly string[];
}

/** The mode an unreadable layer stands for. */
export const UNREADABLE_MODE: Mode = 'sensitive';

/**
 * Resolve layers into the policy in force. Total: any list gives a policy, an empty one Sensitive.
 * The user's layers are read in order, a later one overriding an earlier (defaults < settings <
 * choice for this workspace); an unreadable one tightens and is reported.
 */
export function resolvePolicy(layers: readonly PolicyLayer[]): Policy {
  let chosen: Mode | undefined;
  let decidedBy = 'no settings';
  let hosts: readonly string[] = [];
  let providers: readonly string[] = [];
  let previewOff: readonly string[] = [];
  const notices: string[] = [];

  for (const layer of layers) {
    if (layer.authority !== 'user' || !layer.readable) continue;
    if (layer.mode !== undefined) {
      chosen = layer.mode;
      decidedBy = layer.source;
    }
    hosts = layer.onPremHosts ?? hosts;
    providers = layer.approvedProviders ?? providers;
    previewOff = layer.previewOff ?? previewOff;
  }

  let mode: Mode = chosen ?? UNREADABLE_MODE;
  const tighten = (to: Mode, source: string): void => {
    if (strictness(to) > strictness(mode)) {
      mode = stricter(mode, to);
      decidedBy = source;
    }
  };
  for (const layer of layers) {
    if (!layer.readable) {
      notices.push(`${layer.source} could not be read, so it counts as Sensitive.`);
      tighten(UNREADABLE_MODE, `${layer.source} (unreadable)`);
      hosts = [];
      providers = [];
      previewOff = [];
      continue;
    }
    if (layer.authority === 'user') continue;
    if (layer.mode !== undefined) tighten(layer.mode, layer.source);
    const { onPremHosts, approvedProviders, previewOff: unseen } = layer;
    if (onPremHosts) hosts = hosts.filter((h) => onPremHosts.includes(h));
    if (approvedProviders) providers = providers.filter((p) => approvedProviders.includes(p));
    if (unseen) previewOff = previewOff.filter((p) => unseen.includes(p));
  }
  return {
    mode,
    chosenMode: chosen ?? UNREADABLE_MODE,
    decidedBy,
    onPremHosts: hosts,
    approvedProviders: providers,
    previewOff,
    notices,
  };
}

/** Modes the user could choose with an effect: those no other layer excludes. */
export function selectableModes(layers: readonly PolicyLayer[]): readonly Mode[] {
  const others = layers.filter((l) => l.authority !== 'user' || !l.readable);
  const probe: PolicyLayer = { source: 'choice', authority: 'user', readable: true, mode: 'normal' };
  const floor = resolvePolicy([probe, ...others]).mode;
  return MODES.filter((m) => strictness(m) >= strictness(floor));
}
