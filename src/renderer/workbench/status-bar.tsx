import { useEditor } from '../editor/editor-store.ts';
import { useModels } from '../models/models-store.ts';
import { ofLatest } from '../privacy/known-entries.ts';
import { useLedger } from '../privacy/ledger-store.ts';
import { ModeMenu } from '../privacy/mode-menu.tsx';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { CompletionState, whyOf } from './completion-state.tsx';
import { GitState } from './git-state.tsx';
import { LanguageState, ProblemsCount } from './language-state.tsx';
import { toggleView, useLayout } from './layout-store.ts';
import { TextFormat } from './text-format.tsx';
import { viewIn } from './views.ts';
import { showOverlay, useWorkbench } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

/** The mode, what left, and the state of what works in the background; always on show. */
export function StatusBar() {
  const cursor = useWorkbench((s) => s.cursor);
  const ledgerOpen = useLayout((s) => viewIn(s, 'panel')?.id === 'ledger');
  const connection = useCore((s) => s.connection);
  const tab = useEditor((s) => s.tabs.find((t) => t.path === s.active));
  const left = useLedger((s) => s.left);
  const last = useLedger(ofLatest);
  return (
    <footer className="status-bar" aria-label={t('Status')}>
      <ModeMenu
        onVerify={() => {
          showOverlay('verify-offline');
        }}
        onSettings={() => {
          showOverlay('privacy');
        }}
      />
      <button
        type="button"
        className="status-item"
        aria-pressed={ledgerOpen}
        title={t('What left this machine')}
        onClick={() => {
          toggleView('panel', 'ledger');
        }}
      >
        <Icon name={left === 0 ? 'pass' : 'export'} />
        {whatLeft(left, last)}
      </button>
      {connection === 'connected' ? null : (
        <span className="status-item warning" role="status">
          <Icon name="loading" spin />{' '}
          {connection === 'connecting' ? t('Connecting…') : t('Connection lost; reconnecting. Unsaved text is kept.')}
        </span>
      )}
      <GitState />
      <ProblemsCount />
      <span className="spacer" />
      {tab && tab.kept !== null ? (
        <button
          type="button"
          className="status-item"
          title={t('Kept from models by {kept}', { kept: tab.kept })}
          onClick={() => void explainKept(tab.path)}
        >
          <Icon name="eye-closed" /> {t('Kept from models')}
        </button>
      ) : null}
      <LanguageState />
      <CompletionState />
      {cursor && tab?.error === null ? (
        <span className="status-item">
          {t('Ln {line}, Col {column}', { line: cursor.line, column: cursor.column })}
        </span>
      ) : null}
      <TextFormat />
      <ModelState />
    </footer>
  );
}

function ModelState() {
  const view = useModels((s) => s.view);
  const model = view?.models.find((m) => m.ref === view.chatModel);
  const text = model?.label ?? (view?.detecting === false ? t('No model') : t('Looking for models…'));
  return (
    <button
      type="button"
      className="status-item clip"
      title={view && model ? t('Models. {chat}', { chat: whyOf(view.routes.chat) }) : t('Models')}
      onClick={() => {
        showOverlay('models');
      }}
    >
      <Icon name="chip" /> {text}
    </button>
  );
}

/** @param last how many of the latest requests this is known of; `null`: of all */
function whatLeft(left: number, last: number | null): string {
  if (last === null) return left === 0 ? t('Nothing left this machine') : t('{left} left this machine', { left });
  return left === 0
    ? t('Nothing of the last {last, number} requests left this machine', { last })
    : t('{left} of the last {last, number} requests left this machine', { left, last });
}
