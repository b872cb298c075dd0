import type { Said } from '../../privacy/said.ts';
import { t, told, type Message } from './t.ts';

/** What the policy has to say, in the user's language. */
export function tell({ message, values }: Said): string {
  const named = Object.entries(values);
  if (named.length === 0) return told(message);
  const spoken = named.map(([name, value]) => [name, typeof value === 'string' ? value : tell(value)] as const);
  return t(message as Message, Object.fromEntries(spoken));
}
