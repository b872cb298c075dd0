import { z } from 'zod';
import type { PolicyLayer } from '../../privacy/policy.ts';
import { AllowRules, RedactionPatterns } from '../../shared/schemas/settings.ts';
import { ModeSchema } from '../../shared/schemas/basics.ts';
import { definedOnly } from './defined-only.ts';
import { readJsonFile, type JsonFile } from './json-file.ts';

/** A repository's policy, relative to its root. May tighten, never loosen. */
export const WORKSPACE_POLICY_FILE = '.codegrex/policy.json';

const PolicyFile = z.strictObject({
  mode: ModeSchema.optional(),
  onPremHosts: z.array(z.string()).optional(),
  approvedProviders: z.array(z.string()).optional(),
  previewOff: z.array(z.string()).optional(),
  redactionPatterns: RedactionPatterns.optional(),
  /** Read only to say that it is refused: no file of a folder lets values through. */
  redactionAllow: AllowRules.optional(),
});

/** Read a policy file as a layer; `null` if there is none. Never rejects. */
export async function readPolicyFile(
  file: string,
  source: string,
  authority: 'workspace' | 'organisation',
): Promise<PolicyLayer | null> {
  const read = await readJsonFile(file);
  return read.state === 'missing' ? null : policyLayerOf(read, source, authority);
}

/**
 * The layer that a policy file makes. A field that this version does not know makes it unreadable:
 * it may have meant something stricter.
 */
export function policyLayerOf(
  file: Exclude<JsonFile, { state: 'missing' }>,
  source: string,
  authority: 'workspace' | 'organisation',
): PolicyLayer {
  const parsed = PolicyFile.safeParse(file.state === 'read' ? file.values : null);
  if (!parsed.success) return { source, authority, readable: false };
  const { redactionPatterns: patterns, redactionAllow: allow, ...rest } = parsed.data;
  const rules = definedOnly({ patterns, allow });
  return {
    source,
    authority,
    readable: true,
    ...definedOnly(rest),
    ...(Object.keys(rules).length > 0 && { rules }),
  };
}
