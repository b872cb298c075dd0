import type { CompletionPayload, Turn } from '../../../privacy/payload.ts';

/** Stands for the cursor in what a chat model is shown. */
const CURSOR = '<CURSOR>';

const RULES = [
  'You complete code in an editor.',
  `Answer with exactly the text to insert at ${CURSOR}, and nothing else:`,
  'no explanation, no code fence, no line that is already there.',
  'Keep to the indentation. If nothing fits, answer with nothing.',
].join(' ');

/** The question to a model that can only chat. */
export function instructTurns({ prefix, suffix, context }: CompletionPayload): readonly Turn[] {
  const files = (context?.pieces ?? []).map(({ path, text }) => `From ${path}:\n${text.trimEnd()}\n\n`).join('');
  const where = context === undefined || context.path === '' ? 'The file' : `The file ${context.path}`;
  return [
    { role: 'system', text: RULES },
    { role: 'user', text: `${files}${where}, with the cursor at ${CURSOR}:\n${prefix}${CURSOR}${suffix}` },
  ];
}
