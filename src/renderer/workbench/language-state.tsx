import { useLanguage } from '../editor/language/language-store.ts';
import { activeLanguage } from '../editor/active-language.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useProblems } from '../problems/problems-store.ts';
import { notifyError } from '../ui/notifications.tsx';
import { Icon } from '../ui/icon.tsx';
import { restartServer } from './follow-problems.ts';
import { toggleView } from './layout-store.ts';

const WORDS = {
  starting: 'starting…',
  running: '',
  restarting: 'restarting…',
  failed: 'has stopped',
  missing: 'is not installed',
  untrusted: 'waits for trust',
  off: 'is off',
} as const;

/** How many errors and warnings there are; opens the list of them. */
export function ProblemsCount() {
  const counts = useProblems((s) => s.counts);
  return (
    <button
      type="button"
      className="status-item"
      title="Problems (Ctrl+Shift+M)"
      onClick={() => {
        toggleView('panel', 'problems');
      }}
    >
      <Icon name="error" /> {counts.error}
      <span className="sr-only"> {counts.error === 1 ? 'error' : 'errors'}, </span>
      <Icon name="warning" /> {counts.warning}
      <span className="sr-only"> {counts.warning === 1 ? 'warning' : 'warnings'}</span>
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
    running: 'Press to start it anew.',
    starting: '',
    restarting: 'It ended by itself and is started again.',
    failed: `${advice} Press to start it anew.`,
    missing: `${advice} Press to look again.`,
    untrusted: 'It runs code of the folder, so it starts once you trust the folder.',
    off: 'It is turned off in the settings.',
  }[state];
  return (
    <button
      type="button"
      className={`status-item${state === 'failed' ? ' warning' : ''}`}
      title={`Language server: ${name}. ${help}`}
      onClick={() => {
        restartServer(id).catch(notifyError);
      }}
    >
      <Icon name={busy ? 'loading' : 'symbol-misc'} spin={busy} /> {name}
      {words === '' ? '' : ` ${words}`}
    </button>
  );
}
