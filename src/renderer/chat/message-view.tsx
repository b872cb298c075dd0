import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ChipView } from './chip-view.tsx';
import { keyOf } from './chat-store.ts';
import type { AssistantMessage, UserMessage } from './message.ts';
import { Markdown } from '../ui/markdown.tsx';
import { t } from '../../shared/messages/t.ts';

export function Question({ message }: { readonly message: UserMessage }) {
  return (
    <article className="message user" aria-label={t('You')}>
      <p>{message.text}</p>
      {message.context.length === 0 ? null : (
        <div className="chips">
          {message.context.map((chip) => (
            <ChipView key={keyOf(chip)} chip={chip} />
          ))}
        </div>
      )}
    </article>
  );
}

interface AnswerProps {
  readonly message: AssistantMessage;
  readonly onInsert: ((text: string) => void) | null;
  readonly onLink: (url: string) => void;
  /** `null`: not the last answer, or one is coming. */
  readonly onRegenerate: (() => void) | null;
}

export function Answer({ message, onInsert, onLink, onRegenerate }: AnswerProps) {
  const { text, reasoning, state, started, done, failure } = message;
  const over = state === 'done' || state === 'stopped' || state === 'failed';
  return (
    <article className="message assistant" aria-label={t('Answer')} aria-busy={!over}>
      {reasoning === '' ? null : (
        <details className="reasoning" open={text === '' && !over}>
          <summary>{t('Reasoning')}</summary>
          <p>{reasoning}</p>
        </details>
      )}
      {text === '' ? null : <Markdown text={text} onInsert={onInsert} onLink={onLink} />}
      {over || state === 'streaming' ? null : (
        <p className="muted">
          <Icon name="loading" spin />{' '}
          {state === 'loading-model' ? t('Loading the model…') : t('Waiting for the model…')}
        </p>
      )}
      {state === 'stopped' ? <p className="muted">{t('Stopped.')}</p> : null}
      {done?.stopReason === 'length' ? (
        <p className="muted">{t('Cut off at the length limit, which the settings can raise.')}</p>
      ) : null}
      {done?.stopReason === 'content-filter' ? (
        <p className="muted">{t('Ended by the provider’s content filter.')}</p>
      ) : null}
      <LeftOut of={started?.context ?? []} />
      {failure ? (
        <p className="notice error" role="alert">
          {failure.message}
        </p>
      ) : null}
      {over ? (
        <footer>
          {text === '' ? null : (
            <>
              <IconButton icon="copy" label={t('Copy answer')} onClick={() => void copyText(text)} />
              {onInsert ? (
                <IconButton
                  icon="insert"
                  label={t('Insert answer at cursor')}
                  onClick={() => {
                    onInsert(text);
                  }}
                />
              ) : null}
            </>
          )}
          {onRegenerate ? <IconButton icon="refresh" label={t('Regenerate')} onClick={onRegenerate} /> : null}
          {started ? (
            <span className="muted origin" title={started.model}>
              {started.model.slice(started.model.indexOf('/') + 1)} · {DESTINATION_LABEL[started.destination]}
              {started.redactions > 0 ? t(' · {redactions} redacted', { redactions: started.redactions }) : ''}
              {tokensOf(done)}
            </span>
          ) : null}
        </footer>
      ) : null}
    </article>
  );
}

/** What was read and written, and how much of it the provider had read before. */
function tokensOf(done: AssistantMessage['done']): string {
  const { promptTokens = null, answerTokens = null, cachedTokens = null } = done ?? {};
  if (promptTokens === null || answerTokens === null) return '';
  const count = (n: number): string => n.toLocaleString('en');
  const cached =
    cachedTokens === null || cachedTokens === 0
      ? ''
      : t(' ({cachedTokens} cached)', { cachedTokens: count(cachedTokens) });
  return t(' · {promptTokens}{cached} + {answerTokens} tokens', {
    promptTokens: count(promptTokens),
    cached,
    answerTokens: count(answerTokens),
  });
}

/** What did not go along, or not all of it, and why: it stays with the answer that had to do without. */
function LeftOut({ of }: { readonly of: NonNullable<AssistantMessage['started']>['context'] }) {
  const left = of.filter(({ reason }) => reason !== null);
  if (left.length === 0) return null;
  return (
    <details className="left-out">
      <summary>{t('Not all went along')}</summary>
      <ul>
        {left.map(({ path, included, reason }, i) => (
          <li key={i}>
            {included ? t('{path}, in part', { path }) : path}: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
