import { useState } from 'react';
import type { ChatEvent } from '../../shared/schemas/chat-and-completion.ts';
import { Modal } from '../ui/modal.tsx';
import { answerPreview, useChat } from './chat-store.ts';
import { t } from '../../shared/messages/t.ts';

const WHO = { system: t('Instructions'), user: t('You'), assistant: t('Model'), tool: t('Tool') } as const;

/** Exactly what would go to a cloud, with every replaced value marked. Nothing goes until it is sent here. */
export function PreviewDialog() {
  const preview = useChat((s) => s.preview);
  // What was answered for one is not the answer to the next.
  return preview && <Shown key={preview.previewId} preview={preview} />;
}

function Shown({ preview }: { readonly preview: Extract<ChatEvent, { type: 'preview' }> }) {
  const [again, setAgain] = useState(true);
  const { provider, origin, model, redactions, turns } = preview;
  const replaced =
    redactions === 0
      ? t('Nothing was found to replace.')
      : t('{redactions, plural, one {# value is} other {# values are}} replaced, marked below.', { redactions });
  return (
    <Modal
      wide
      title={t('Send this to {provider}?', { provider })}
      description={t('It goes to {origin}, to the model {model}. {replaced}', { origin, model, replaced })}
      onClose={() => void answerPreview(false, true)}
    >
      <div className="preview" tabIndex={0} role="region" aria-label={t('What would be sent')}>
        {turns.map(({ role, parts }, turn) => (
          <section key={turn}>
            <h3>{WHO[role]}</h3>
            <pre>
              {parts.map(({ text, redacted }, i) =>
                redacted ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
              )}
            </pre>
          </section>
        ))}
      </div>
      <footer>
        <label className="again">
          <input
            type="checkbox"
            checked={again}
            onChange={(event) => {
              setAgain(event.target.checked);
            }}
          />
          {t('Show this each time for {provider} in this folder', { provider })}
        </label>
        <button type="button" className="button primary" onClick={() => void answerPreview(true, again)}>
          {t('Send')}
        </button>
        <button type="button" className="button" onClick={() => void answerPreview(false, true)}>
          {t('Don’t send')}
        </button>
      </footer>
    </Modal>
  );
}
