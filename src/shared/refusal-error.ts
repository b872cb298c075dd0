import type { Refusal } from '../privacy/gate.ts';
import { AppError } from './app-error.ts';
import { told } from './messages/t.ts';

/** What the gate refused, as an error that names the rule in the user's language. */
export function refusalError({ code, rule }: Pick<Refusal, 'code' | 'rule'>): AppError {
  return new AppError(code, `${told(rule)}.`);
}
