import { MODES, type Mode } from '../../privacy/mode.ts';
import { Icon } from '../ui/icon.tsx';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { t } from '../../shared/messages/t.ts';
import { tx } from '../ui/tx.tsx';

/** What the walkthrough shows the user, and lets the user try. */
export interface WalkthroughProps {
  /** `null`: no folder is open. */
  readonly mode: Mode | null;
  readonly selectable: readonly Mode[];
  readonly trusted: boolean;
  readonly left: number;
  /** Of the latest requests, where there were more than are known. */
  readonly ofLatest: number | null;
  readonly onMode: (mode: Mode) => void;
  readonly onOpenFolder: () => void;
  readonly onIgnoreFile: () => void;
  readonly onRedaction: () => void;
  readonly onLedger: () => void;
  readonly onVerify: () => void;
  readonly onModels: () => void;
}

/** How privacy works here, step by step, each with what tries it. */
export function WalkthroughTab(props: WalkthroughProps) {
  const { mode, selectable, trusted, left, ofLatest } = props;
  return (
    <div className="help-page" role="document" aria-label={t('Privacy walkthrough')}>
      <h1>{t('You choose what leaves your machine')}</h1>
      <p className="muted">{t('Six steps; each can be tried from here, and changed again at any time.')}</p>
      <ol className="walkthrough">
        <li>
          <h2>{t('Choose a mode for each folder')}</h2>
          <p>
            {t(
              'The mode is always at the lower left. A folder that you have not trusted is Sensitive at least; a repository’s own policy can tighten it and never loosen it.',
            )}
          </p>
          <div className="mode-cards" role="radiogroup" aria-label={t('Mode of this folder')}>
            {MODES.map((each) => (
              <button
                key={each}
                type="button"
                role="radio"
                aria-checked={each === mode}
                className="mode-card"
                disabled={mode === null || !selectable.includes(each)}
                onClick={() => {
                  props.onMode(each);
                }}
              >
                <Icon name={MODE_LOOK[each].icon} /> <b>{MODE_LOOK[each].label}</b>
                <span>{MODE_LOOK[each].summary}</span>
              </button>
            ))}
          </div>
          {mode === null ? (
            <Try label={t('Open a folder')} icon="folder-opened" onTry={props.onOpenFolder} />
          ) : trusted ? null : (
            <p className="muted">{t('This folder is not trusted yet, so Normal is not offered.')}</p>
          )}
        </li>
        <li>
          <h2>{t('Use a model on this machine')}</h2>
          <p>{t('With Ollama, LM Studio, llama.cpp or a GGUF file, questions and completions never leave.')}</p>
          <Try label={t('Models')} icon="chip" onTry={props.onModels} />
        </li>
        <li>
          <h2>{t('Keep files from every model')}</h2>
          <p>
            {tx(
              'What {code} names, in gitignore’s syntax, no model reads: not by chat, search, completion or diff. Secret files such as {code2} are kept by themselves.',
              { code: <code>.codegrexignore</code>, code2: <code>.env</code> },
            )}
          </p>
          <Try label={t('Open .codegrexignore')} icon="eye-closed" off={mode === null} onTry={props.onIgnoreFile} />
        </li>
        <li>
          <h2>{t('See what is replaced')}</h2>
          <p>
            {t('Before anything goes to a cloud, secrets and personal data are replaced, and put back in the answer.')}
          </p>
          <Try label={t('Try redaction on a text')} icon="shield" onTry={props.onRedaction} />
        </li>
        <li>
          <h2>{t('See what left')}</h2>
          <p>
            {t('{what}Each is recorded with the rule that let it pass, and the exact bytes.', {
              what:
                ofLatest !== null
                  ? t('Of the last {ofLatest, number} requests, {left} have left this machine. ', { ofLatest, left })
                  : left === 0
                    ? t('Nothing has left this machine so far. ')
                    : t('{left} requests have left this machine. ', { left }),
            })}
          </p>
          <Try label={t('What left this machine')} icon="export" onTry={props.onLedger} />
        </li>
        <li>
          <h2>{t('Prove that Offline holds')}</h2>
          <p>{t('CodeGrex tries what Offline must prevent, and shows the evidence. Nothing leaves for it.')}</p>
          <Try label={t('Verify offline')} icon="lock" onTry={props.onVerify} />
        </li>
      </ol>
    </div>
  );
}

interface TryProps {
  readonly label: string;
  readonly icon: string;
  readonly off?: boolean;
  readonly onTry: () => void;
}

function Try({ label, icon, off = false, onTry }: TryProps) {
  return (
    <button type="button" className="button" disabled={off} onClick={onTry}>
      <Icon name={icon} /> {label}
    </button>
  );
}
