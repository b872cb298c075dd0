import { useLanguage } from '../editor/language/language-store.ts';
import { activeLanguage } from '../editor/active-language.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useProblems } from '../problems/problems-store.ts';
import { notifyError } from '../ui/notifications.tsx';
import { Icon } from '../ui/icon.tsx';
import { restartServer } from './follow-problems.ts';
import { toggleView } from './layout-store.ts';
import { t } from '../../shared/messages/t.ts';

const WORDS = {
  starting: t('starting…'),
  running: '',
  restarting: t('restarting…'),
  failed: t('has stopped'),
  missing: t('is not installed'),
  untrusted: t('waits for trust'),
  off: t('is off'),
} as const;

/** How many errors and warnings there are; opens the list of them. */
export function ProblemsCount() {
  const counts = useProblems((s) => s.counts);
  return (
    <button
      type="button"
      className="status-item"
      title={t('Problems (Ctrl+Shift+M)')}
      onClick={() => {
        toggleView('panel', 'problems');
      }}
    >
      <Icon name="error" /> <span aria-hidden="true">{counts.error}</span>
      <span className="sr-only">
        {t('{errors, plural, one {# error} other {# errors}},', { errors: counts.error })}{' '}
      </span>
      <Icon name="warning" /> <span aria-hidden="true">{counts.warning}</span>
      <span className="sr-only">
        {t('{warnings, plural, one {# warning} other {# warnings}}', { warnings: counts.warning })}
      </span>
    </button>
  );
}

/** The language server of the file on screen: how it fares, and a way to start it anew. */
export function LanguageState() {
  useEditor((s) => s.active);
  const servers = useLanguage((s) => s.servers);
  const language = activeLanguage();
  const server = language === null ? undefined : servers.find((s) => s.languages.includes(language));
  if (!server) return null;
  const { id, name, state, advice } = server;
  const words = WORDS[state];
  const busy = state === 'starting' || state === 'restarting';
  const help = {
    running: t('Press to start it anew.'),
    starting: '',
    restarting: t('It ended by itself and is started again.'),
    failed: t('{advice} Press to start it anew.', { advice }),
    missing: t('{advice} Press to look again.', { advice }),
    untrusted: t('It runs code of the folder, so it starts once you trust the folder.'),
    off: t('It is turned off in the settings.'),
  }[state];
  return (
    <button
      type="button"
      className={`status-item${state === 'failed' ? ' warning' : ''}`}
      title={t('Language server: {name}. {help}', { name, help })}
      onClick={() => {
        restartServer(id).catch(notifyError);
      }}
    >
      <Icon name={busy ? 'loading' : 'symbol-misc'} spin={busy} /> {name}
      {words === '' ? '' : ` ${words}`}
    </button>
  );
}
