import { create } from 'zustand';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.tsx';
import { notify } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

/** What a report says of the app: nothing of the folder, its files or who works on them. */
export interface ReportFacts {
  readonly version: string;
  readonly host: string;
  readonly platform: string;
  readonly browser: string;
  readonly mode: string | null;
}

/** The draft, for as long as the window is there; `null` until one was begun. */
const useDraft = create<{ readonly text: string | null }>(() => ({ text: null }));

/** The draft as it is before anybody wrote in it. */
export function reportDraft({ version, host, platform, browser, mode }: ReportFacts): string {
  return [
    '## What happened',
    '',
    '',
    '## What you expected',
    '',
    '',
    '## How to see it again',
    '',
    '1. ',
    '',
    '## About this app',
    '',
    `- CodeGrex ${version}, ${host}, on ${platform}`,
    `- ${browser}`,
    mode === null ? '- No folder was open' : `- Privacy mode: ${mode}`,
    '',
  ].join('\n');
}

/** A draft of a report, which stays in this window. */
export function ReportTab({ facts }: { readonly facts: ReportFacts }) {
  const { text } = useDraft();
  const shown = text ?? reportDraft(facts);
  return (
    <div className="help-page" role="document" aria-label={t('Report an issue')}>
      <h1>{t('Report an issue')}</h1>
      <p className="muted">
        {t(
          'This is a draft on your machine. Nothing of it is sent, and nothing is added to it that you do not see. Copy it, and put it wherever you report to; leave out what is not for others.',
        )}
      </p>
      <textarea
        aria-label={t('The report')}
        data-focus
        spellCheck={false}
        value={shown}
        onChange={(event) => {
          useDraft.setState({ text: event.target.value });
        }}
      />
      <div className="help-actions">
        <button
          type="button"
          className="button primary"
          onClick={() => {
            void copyText(shown).then(() => {
              notify('info', t('The report was copied.'));
            });
          }}
        >
          <Icon name="copy" /> {t('Copy the report')}
        </button>
        <button
          type="button"
          className="button"
          disabled={text === null}
          onClick={() => {
            useDraft.setState({ text: null });
          }}
        >
          {t('Begin anew')}
        </button>
      </div>
    </div>
  );
}
