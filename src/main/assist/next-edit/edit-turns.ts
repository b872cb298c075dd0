import type { EditPayload } from '../../../privacy/payload.ts';
import type { LineEdit } from '../../../shared/schemas/next-edit.ts';
import { MARKS, NO_EDIT, type Part } from './read-edit.ts';

const RULES = [
  'You foresee the next edit of a programmer. You are shown what they have just changed in a file, and parts of the file as it is now.',
  'If that change calls for another one in these parts (another use of what was renamed, the next place of a repeated change, a call that has to follow), answer with that one edit and nothing else, in this form:',
  `${MARKS.search}\nwhole lines, exactly as they stand in the file\n${MARKS.middle}\nthe lines to put in their place\n${MARKS.replace}`,
  `Take as few lines as will do. Never take back what they have just changed. If no edit follows from it, answer ${NO_EDIT}.`,
].join('\n');

/** The question for the next edit, in words. */
export function editTurns(path: string, edits: readonly LineEdit[], parts: readonly Part[]): EditPayload['turns'] {
  const changes = edits.map(({ startLine, before, after }) =>
    [`@@ line ${String(startLine)} @@`, ...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)].join(
      '\n',
    ),
  );
  const shown = [...parts]
    .sort((a, b) => a.startLine - b.startLine)
    .map(({ startLine, lines }) => {
      const last = startLine + lines.length - 1;
      return `Lines ${String(startLine)} to ${String(last)}:\n${lines.join('\n')}`;
    });
  const text = [
    `File ${path}`,
    `What was just changed, the latest last:\n${changes.join('\n')}`,
    'The file now, in parts:',
    ...shown,
    'The next edit:',
  ];
  return [
    { role: 'system', text: RULES },
    { role: 'user', text: text.join('\n\n') },
  ];
}
