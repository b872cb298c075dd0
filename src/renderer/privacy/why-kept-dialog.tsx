import { create } from 'zustand';
import { RULE_SOURCE } from '../../privacy/ignore/ignore-settings.ts';
import type { MayRead } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

interface Asked {
  readonly path: string;
  readonly verdict: MayRead;
}
const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }));

/** Ask the core whether models may read a file or folder, and show which rule says so. */
export async function explainKept(path: string): Promise<void> {
  try {
    useAsked.setState({ asked: { path, verdict: await call('files.mayRead', { path }) } });
  } catch (error) {
    notifyError(error);
  }
}

interface WhyKeptDialogProps {
  /** Show a rule where it stands: in a file of the workspace, lines counted from 1. */
  readonly onOpenRule: (file: string, line: number | null) => void;
  readonly onOpenSettings: () => void;
}

/** Shows what {@link explainKept} found. */
export function WhyKeptDialog({ onOpenRule, onOpenSettings }: WhyKeptDialogProps) {
  const asked = useAsked((s) => s.asked);
  if (asked === null) return null;
  const { path, verdict } = asked;
  const { allowed, pattern, source, line } = verdict;
  const close = (): void => {
    useAsked.setState({ asked: null });
  };
  const inFile = source !== null && source !== RULE_SOURCE.builtIn && source !== RULE_SOURCE.settings;
  return (
    <Modal
      title={allowed ? t('Models may read this') : t('Kept from models')}
      description={
        allowed ? t('It goes along only where you add it to a question.') : t('It goes to no model in any mode.')
      }
      onClose={close}
    >
      <dl className="why-kept">
        <dt>{t('Path')}</dt>
        <dd>
          <code>{path}</code>
        </dd>
        {pattern === null ? (
          <>
            <dt>{t('Reason')}</dt>
            <dd>{verdict.rule ?? t('No rule names it.')}</dd>
          </>
        ) : (
          <>
            <dt>{t('Rule')}</dt>
            <dd>
              <code>{pattern}</code>
            </dd>
            <dt>{t('Where')}</dt>
            <dd>{whereOf(source, line)}</dd>
          </>
        )}
      </dl>
      {allowed ? null : <p className="muted">{howToOpen(verdict)}</p>}
      <footer>
        {inFile ? (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              close();
              onOpenRule(source, line);
            }}
          >
            <Icon name="go-to-file" /> {t('Open the rule')}
          </button>
        ) : source === null ? null : (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              close();
              onOpenSettings();
            }}
          >
            <Icon name="settings-gear" /> {t('Open the settings')}
          </button>
        )}
        <button type="button" className="button" onClick={close}>
          {t('Close')}
        </button>
      </footer>
    </Modal>
  );
}

function whereOf(source: string | null, line: number | null): string {
  switch (source) {
    case null:
      return '';
    case RULE_SOURCE.builtIn:
      return t('CodeGrex’s built-in rules');
    case RULE_SOURCE.settings:
      return t('Your settings, rule {line}', { line: line ?? 0 });
    default:
      return line === null ? source : t('{source}, line {line}', { source, line });
  }
}

function howToOpen({ source, pattern }: MayRead): string {
  if (source === null) return t('No rule can change that.');
  if (pattern === null) return t('Models may read it again once the rules can be read.');
  switch (source) {
    case RULE_SOURCE.builtIn:
      return t('A rule of your own takes it back: !{pattern} in the settings. What lies in a folder cannot.', {
        pattern,
      });
    case RULE_SOURCE.settings:
      return t('Change your rule to let models read it.');
    default:
      return t('Change that line to let models read it.');
  }
}
