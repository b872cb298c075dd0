import { createRedactor, type Redacted } from '../../privacy/redaction/redactor.ts';
import { problemOf } from '../../privacy/redaction/user-rules.ts';
import { tell } from '../../shared/messages/tell.ts';
import type { RedactionView, TriedRedaction } from '../../shared/schemas/settings.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { followLatest } from './follow.ts';
import type { Session } from './session.ts';

/** The entries about redaction rules. */
export type RedactionHandlers = Pick<
  Handlers,
  'redaction.get' | 'redaction.changes' | 'redaction.setForFolder' | 'redaction.check' | 'redaction.try'
>;

/** The contract's entries about redaction rules, for one window. */
export function createRedactionHandlers({ policy, redactAll }: Session): RedactionHandlers {
  function view(): RedactionView {
    const { finder, refused } = policy.current().redaction;
    return {
      folder: policy.folderRedaction(),
      others: finder.rules.flatMap(({ source, authority, allow = [], patterns = [] }) =>
        authority === 'user' ? [] : [{ source, allow: [...allow], patterns: [...patterns] }],
      ),
      problems: refused.map((problem) => ({ ...problem, reason: tell(problem.reason) })),
    };
  }

  return {
    'redaction.get': async () => {
      await policy.refresh();
      return view();
    },
    'redaction.changes': (_request, context) => followLatest(context, view, (listener) => policy.onChange(listener)),
    'redaction.setForFolder': async ({ redaction }) => {
      await policy.setFolderRedaction(redaction);
      return view();
    },
    'redaction.check': ({ kind, rule }) => {
      const reason = problemOf(kind, rule);
      return { reason: reason && tell(reason) };
    },
    'redaction.try': async ({ text }, { signal }) => {
      await policy.refresh();
      const [redacted] = await redactAll(createRedactor(), [text], signal);
      return { parts: redacted === undefined ? [] : partsOf(text, redacted) };
    },
  };
}

/** The redacted text, cut at its placeholders. */
function partsOf(text: string, { findings }: Redacted): TriedRedaction['parts'] {
  const parts: TriedRedaction['parts'] = [];
  let at = 0;
  const stays = (end: number): void => {
    if (end > at) parts.push({ text: text.slice(at, end), found: null });
    at = end;
  };
  for (const { type, start, end, line, placeholder, rule = null } of findings) {
    stays(start);
    parts.push({ text: placeholder, found: { type, rule, line } });
    at = end;
  }
  stays(text.length);
  return parts;
}
