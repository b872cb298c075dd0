import { pathOf } from '../text-uri.ts';
import { signalOf } from '../signal-of.ts';
import type { LanguageAnswer, LanguageAsk } from '../../../shared/schemas/language.ts';
import { call } from '../../bridge/bridge.ts';
import { monaco } from '../monaco-setup.ts';
import { runningFor } from './language-store.ts';
import { inStep, isSynced } from './sync-texts.ts';

type Model = monaco.editor.ITextModel;
type AskOf<K extends LanguageAsk['kind']> = Extract<LanguageAsk, { kind: K }>;
type AnswerOf<K extends LanguageAnswer['kind']> = Extract<LanguageAnswer, { kind: K }>;
/** An ask without the file, which the model has. */
export type Ask = { [K in LanguageAsk['kind']]: Omit<AskOf<K>, 'path'> }[LanguageAsk['kind']];

/** The place of a cursor, as asks have it. */
export function placeOf({ lineNumber, column }: monaco.IPosition): { readonly line: number; readonly column: number } {
  return { line: lineNumber, column };
}

/**
 * Ask the language server of a text, which knows it as it is now. `null` where none serves it, the editor has gone on,
 * or the server has nothing to say or fails: the status bar tells how it fares.
 */
export async function askServer<K extends LanguageAnswer['kind']>(
  model: Model,
  ask: Ask,
  kind: K,
  token: monaco.CancellationToken,
): Promise<AnswerOf<K> | null> {
  if (!isSynced(model) || runningFor(model.getLanguageId()) === undefined) return null;
  await inStep(model);
  if (token.isCancellationRequested || model.isDisposed()) return null;
  const signal = signalOf(token);
  try {
    const whole = { ...ask, path: pathOf(model) };
    const answer = await call('language.ask', whole, signal);
    return answer.kind === kind ? (answer as AnswerOf<K>) : null;
  } catch {
    return null;
  }
}
