import { MODES, stricter, strictness, type Mode } from './mode.ts';
import type { FinderOptions } from './redaction/finder.ts';
import type { RuleLayer, RuleProblem } from './redaction/user-rules.ts';
import { msg, said, type Said } from './said.ts';

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
      /** User: values that stay, and patterns to redact. Others: patterns. */
      readonly rules?: Pick<RuleLayer, 'allow' | 'patterns'>;
      /** Which of {@link rules} are refused, and why. */
      readonly refused?: readonly RuleProblem[];
      /** What built-in detectors take for personal data. Others than the user: only what makes it more counts. */
      readonly privateAddresses?: boolean;
      readonly leaveTestCards?: boolean;
    }
  | { readonly source: string; readonly authority: 'user' | 'workspace' | 'organisation'; readonly readable: false };

/** The rules in force for one workspace. */
export interface Policy {
  readonly mode: Mode;
  /** What the user chose, before tightening. */
  readonly chosenMode: Mode;
  /** Which layer set {@link mode}, for people. */
  readonly decidedBy: Said;
  readonly onPremHosts: readonly string[];
  readonly approvedProviders: readonly string[];
  readonly previewOff: readonly string[];
  readonly redaction: RedactionPolicy;
  readonly notices: readonly Said[];
}

/** What is redacted besides known values, and what is not. */
export interface RedactionPolicy {
  /** What a finder is given. */
  readonly finder: Required<Omit<FinderOptions, 'knownValues'>>;
  /** Rules that are not in force. */
  readonly refused: readonly RuleProblem[];
  /** False where something was meant to be redacted that is not: a refused pattern, a layer that could not be read. */
  readonly complete: boolean;
}

/** The user's layers, for people. */
export const USER_SOURCES = {
  settings: msg('your settings'),
  folder: msg('your choice for this workspace'),
} as const;

/** The mode an unreadable layer stands for. */
export const UNREADABLE_MODE: Mode = 'sensitive';

/**
 * Resolve layers into the policy in force. Total: any list gives a policy, an empty one Sensitive.
 * The user's layers are read in order, a later one overriding an earlier (defaults < settings <
 * choice for this workspace); an unreadable one tightens and is reported.
 */
export function resolvePolicy(layers: readonly PolicyLayer[]): Policy {
  let chosen: Mode | undefined;
  let decidedBy = said('no settings');
  let hosts: readonly string[] = [];
  let providers: readonly string[] = [];
  let previewOff: readonly string[] = [];
  let privateAddresses = false;
  let leaveTestCards = false;
  const rules: RuleLayer[] = [];
  const refused: RuleProblem[] = [];
  let complete = true;
  const notices = new Map<string, Said>();
  const tell = (notice: Said): void => {
    notices.set(JSON.stringify(notice), notice);
  };

  for (const layer of layers) {
    if (layer.authority !== 'user' || !layer.readable) continue;
    if (layer.mode !== undefined) {
      chosen = layer.mode;
      decidedBy = said(layer.source);
    }
    hosts = layer.onPremHosts ?? hosts;
    providers = layer.approvedProviders ?? providers;
    previewOff = layer.previewOff ?? previewOff;
    privateAddresses = layer.privateAddresses ?? privateAddresses;
    leaveTestCards = layer.leaveTestCards ?? leaveTestCards;
  }

  let mode: Mode = chosen ?? UNREADABLE_MODE;
  const tighten = (to: Mode, source: Said): void => {
    if (strictness(to) > strictness(mode)) {
      mode = stricter(mode, to);
      decidedBy = source;
    }
  };
  for (const layer of layers) {
    const name = said(layer.source);
    if (!layer.readable) {
      tell(said('{source} could not be read, so it counts as Sensitive.', { source: name }));
      tighten(UNREADABLE_MODE, said('{source} (unreadable)', { source: name }));
      hosts = [];
      providers = [];
      previewOff = [];
      complete = false;
      if (layer.authority === 'user') {
        privateAddresses = true;
        leaveTestCards = false;
      }
      continue;
    }
    const { source, authority } = layer;
    if (layer.rules) rules.push({ source, authority, ...layer.rules });
    for (const problem of layer.refused ?? []) {
      refused.push(problem);
      tell(describeRefused(problem));
    }
    if (missesPattern(layer)) {
      complete = false;
      tighten(UNREADABLE_MODE, said('{source} (a redaction rule is not in force)', { source: name }));
      previewOff = [];
    }
    if (authority === 'user') continue;
    if (layer.mode !== undefined) tighten(layer.mode, name);
    if (layer.privateAddresses === true) privateAddresses = true;
    if (layer.leaveTestCards === false) leaveTestCards = false;
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
    redaction: { finder: { rules, privateAddresses, leaveTestCards }, refused, complete },
    notices: [...notices.values()],
  };
}

/** Whether something that the layer wants redacted is not. An allowed value that is refused takes nothing away. */
function missesPattern(layer: PolicyLayer): boolean {
  return layer.readable && layer.refused?.some(({ kind }) => kind === 'pattern') === true;
}

/** Longest part of a rule in a notice, characters. */
const SHOWN_RULE = 80;

function describeRefused({ source, kind, rule, reason }: RuleProblem): Said {
  const shown = rule.length > SHOWN_RULE ? `${rule.slice(0, SHOWN_RULE)}…` : rule;
  const values = { shown, source: said(source), reason };
  return kind === 'pattern'
    ? said(
        'The redaction rule {shown} of {source} is not in force. {reason}. Until it is mended this counts as Sensitive.',
        values,
      )
    : said('The redaction rule {shown} of {source} is not in force. {reason}.', values);
}

/** Modes the user could choose with an effect: those no other layer excludes. */
export function selectableModes(layers: readonly PolicyLayer[]): readonly Mode[] {
  const others = layers.flatMap((layer): PolicyLayer[] => {
    const { source, authority } = layer;
    if (authority !== 'user' || !layer.readable) return [layer];
    return missesPattern(layer) ? [{ source, authority, readable: true, refused: layer.refused ?? [] }] : [];
  });
  const probe: PolicyLayer = { source: 'choice', authority: 'user', readable: true, mode: 'normal' };
  const floor = resolvePolicy([probe, ...others]).mode;
  return MODES.filter((m) => strictness(m) >= strictness(floor));
}
