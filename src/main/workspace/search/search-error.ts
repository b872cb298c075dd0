import { AppError } from '../../../shared/app-error.ts';
import { t } from '../../../shared/messages/t.ts';

/** What ripgrep complained of, in our terms. Of the message only the reason is kept, no path and no text. */
export function searchError(complaint: string): AppError {
  if (/error parsing glob|invalid glob/i.test(complaint)) {
    return new AppError('search-glob-invalid', detail(/^.*glob '.*': (.+)$/m.exec(complaint)?.[1]));
  }
  // With both engines tried the second has the last word: it knows all that the first does.
  const reason =
    /PCRE2: error compiling pattern at offset \d+: (.+)$/m.exec(complaint)?.[1] ??
    /^error: (.+)$/m.exec(complaint)?.[1];
  if (reason !== undefined || complaint.includes('regex'))
    return new AppError('search-pattern-invalid', detail(reason));
  return new AppError('search-failed');
}

function detail(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : t('The reason: {reason}.', { reason: reason.trim().slice(0, 200) });
}
