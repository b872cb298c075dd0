import { useId, useState } from 'react';
import type { AppInfo } from '../../shared/schemas/workspace.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { changeModels } from './models-store.ts';
import { t } from '../../shared/messages/t.ts';

type Platform = AppInfo['platform'];

/** One thing to do, and what to type for it. */
interface Step {
  readonly text: string;
  readonly command?: string;
  readonly link?: { readonly label: string; readonly url: string };
}

const PULL: Step = { text: t('Fetch a first model, 1 GB.'), command: 'ollama pull qwen2.5-coder:1.5b' };

/** As docs/local-models.md has them; from https://docs.ollama.com/linux, /macos and /windows. */
const GUIDES: Readonly<Record<Platform, { readonly label: string; readonly steps: readonly Step[] }>> = {
  linux: {
    label: 'Linux',
    steps: [
      {
        text: t('Install it with Ollama’s script, or with your distribution’s package.'),
        command: 'curl -fsSL https://ollama.com/install.sh | sh',
        link: { label: t('Ollama for Linux'), url: 'https://docs.ollama.com/linux' },
      },
      { text: t('The script starts it as a service. Without systemd, start it yourself.'), command: 'ollama serve' },
      PULL,
    ],
  },
  darwin: {
    label: 'macOS',
    steps: [
      {
        text: t('Download Ollama and move it to the applications, or install it with Homebrew.'),
        command: 'brew install ollama',
        link: { label: t('Download for macOS'), url: 'https://ollama.com/download/mac' },
      },
      { text: t('Open the app; or, from Homebrew, start the service.'), command: 'brew services start ollama' },
      PULL,
    ],
  },
  win32: {
    label: 'Windows',
    steps: [
      {
        text: t('Run the installer, or install it with winget.'),
        command: 'winget install Ollama.Ollama',
        link: { label: t('Download for Windows'), url: 'https://ollama.com/download/windows' },
      },
      { text: t('It starts by itself and shows in the task bar. If not, start it yourself.'), command: 'ollama serve' },
      PULL,
    ],
  },
};

/** What leads to the guide of a system; Linux until the core has told. */
export interface StartGuideProps {
  readonly platform: Platform | null;
  /** Opens a link once the user has confirmed it. */
  readonly onLink: (url: string) => void;
}

/** How to get Ollama running, for each system. */
export function StartGuide({ platform, onLink }: StartGuideProps) {
  const name = useId();
  const [chosen, setChosen] = useState<Platform | null>(null);
  const shown = chosen ?? platform ?? 'linux';
  return (
    <div className="start-guide">
      <fieldset className="segmented">
        <legend className="sr-only">{t('Your system')}</legend>
        {(Object.keys(GUIDES) as Platform[]).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={shown === option}
              onChange={() => {
                setChosen(option);
              }}
            />
            {GUIDES[option].label}
          </label>
        ))}
      </fieldset>
      <ol>
        {GUIDES[shown].steps.map(({ text, command, link }) => (
          <li key={text}>
            <p>
              {text}
              {link === undefined ? null : (
                <>
                  {' '}
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      onLink(link.url);
                    }}
                  >
                    {link.label}
                  </button>
                </>
              )}
            </p>
            {command === undefined ? null : (
              <div className="command-line">
                <code>{command}</code>
                <IconButton
                  icon="copy"
                  label={t('Copy {command}', { command })}
                  onClick={() => void copyText(command)}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      <p className="muted">
        {t(
          'You run these in a terminal of your own: they use the network whatever the mode here is. CodeGrex finds Ollama by itself then.',
        )}
      </p>
      <button
        type="button"
        className="button"
        onClick={() => void changeModels('models.refresh', {}).catch(notifyError)}
      >
        {t('Look again')}
      </button>
    </div>
  );
}
