import { create } from 'zustand';
import type { EraseReport } from '../../shared/schemas/history.ts';
import { call } from '../bridge/bridge.ts';
import { newConversation } from '../chat/chat-store.ts';
import { forgetCompletions } from '../editor/inline-completion.ts';
import { forgetNextEdits } from '../editor/next-edit.ts';
import { loadLedger } from '../privacy/ledger-store.ts';
import { refreshPolicy } from '../privacy/policy-store.ts';
import { ask } from '../ui/ask.tsx';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

const useReport = create<{ readonly report: EraseReport | null }>(() => ({ report: null }));

/** Ask, delete all records, and show what a scan found afterwards. */
export async function eraseEverything(): Promise<void> {
  const answer = await ask(
    t('Delete everything that CodeGrex keeps about your work?'),
    t(
      'Conversations of all folders, the record of what left this machine, recent folders, approvals, trust in folders, usage samples, counts of completions, layouts, and unsaved text that is kept against a crash. ',
    ) +
      t(
        'Your files are not touched, nor what you exported. The privacy mode of each folder and what you have redacted there stay as they are, unless you reset ',
      ) +
      t('the settings too: then every folder begins in the default mode.'),
    [
      { id: 'records', label: t('Delete records'), danger: true },
      { id: 'settings', label: t('Delete records and settings'), danger: true },
    ],
  );
  if (answer === null) return;
  try {
    await newConversation();
    forgetCompletions();
    forgetNextEdits();
    useReport.setState({ report: await call('records.erase', { settings: answer === 'settings' }) });
    await Promise.all([loadLedger(), refreshPolicy()]);
  } catch (error) {
    notifyError(error);
  }
}

/** Shows what {@link eraseEverything} did. */
export function EraseReportDialog() {
  const report = useReport((s) => s.report);
  if (!report) return null;
  const { conversations, requests, backups, folders, keptModes, passages, filesScanned, bytesScanned } = report;
  const { found, unread, failures } = report;
  const clean = found.length === 0 && unread.length === 0 && failures.length === 0;
  return (
    <Modal
      title={clean ? t('Everything was deleted') : t('Not everything was deleted')}
      onClose={() => {
        useReport.setState({ report: null });
      }}
    >
      <div className="dialog-body erase-report" role="status">
        <p>
          {t(
            'Deleted conversations: {conversations}. Records of requests: {requests}. Recent folders: {folders}. Unsaved texts kept against a crash: {backups}.{what}',
            {
              conversations,
              requests,
              folders,
              backups,
              what:
                keptModes === 0
                  ? ''
                  : t(' Folders of which the privacy mode or redaction patterns were kept: {keptModes}.', {
                      keptModes,
                    }),
            },
          )}
        </p>
        <p>
          <Icon name={found.length === 0 ? 'pass' : 'warning'} />{' '}
          {t(
            '{filesScanned} files ({bytesScanned}) of CodeGrex’s folder were read from end to end for {passages} words and passages of what was deleted. {what}',
            {
              filesScanned,
              bytesScanned: formatBytes(bytesScanned),
              passages,
              what: found.length === 0 ? t('Nothing was found.') : t('Something was found in:'),
            },
          )}
        </p>
        <Paths paths={found} />
        {unread.length === 0 ? null : <p>{t('These could not be read:')}</p>}
        <Paths paths={unread} />
        {failures.map((text) => (
          <p key={text} className="notice error" role="alert">
            {text}
          </p>
        ))}
        <p className="muted">
          {t(
            'A scan finds what lies in files as text. It cannot see what the disk keeps of freed space, nor the files of a browser that showed this page.',
          )}
        </p>
      </div>
    </Modal>
  );
}

function Paths({ paths }: { readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <ul>
      {paths.map((path) => (
        <li key={path}>
          <code>{path}</code>
        </li>
      ))}
    </ul>
  );
}
