import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { LedgerCheck } from '../../shared/schemas/ledger.ts';
import { call } from '../bridge/bridge.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { messageOf, notifyError } from '../ui/notifications.tsx';
import { t } from '../../shared/messages/t.ts';

const FORMATS = { csv: t('As CSV, for a spreadsheet'), json: t('As JSON, for a program') } as const;

interface RecordStateProps {
  /** Let the user pick a folder to write to; `null`: dismissed. */
  readonly onPickFolder: () => Promise<string | null>;
}

/** Whether the record on disk is what was written, and its export. */
export function RecordState({ onPickFolder }: RecordStateProps) {
  const [check, setCheck] = useState<LedgerCheck | string | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  useEffect(() => void look().then(setCheck), []);
  const exportTo = async (format: keyof typeof FORMATS): Promise<void> => {
    const folder = await onPickFolder();
    if (folder === null) return;
    try {
      setWritten((await call('ledger.exportTo', { folder, format })).path);
    } catch (error) {
      notifyError(error);
    }
  };
  const head = typeof check === 'object' ? (check?.head ?? null) : null;
  return (
    <footer className="record-state">
      <span role="status">
        {check === null ? (
          <>
            <Icon name="loading" spin /> {t('Checking the record…')}
          </>
        ) : typeof check === 'string' ? (
          <>
            <Icon name="warning" /> {check}
          </>
        ) : (
          <Finding check={check} />
        )}
      </span>
      {head === null ? null : (
        <IconButton icon="copy" label={t('Copy the head, to note it elsewhere')} onClick={() => void copyText(head)} />
      )}
      <IconButton
        icon="refresh"
        label={t('Check the record again')}
        onClick={() => {
          setCheck(null);
          void look().then(setCheck);
        }}
      />
      <span className="spacer" />
      {written === null ? null : (
        <span className="clip muted" role="status" title={written}>
          {t('Written to {written}', { written })}
        </span>
      )}
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="button">
            {t('Export…')}
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className="menu"
            side="top"
            align="end"
            sideOffset={4}
            aria-label={t('Export the record')}
          >
            {Object.entries(FORMATS).map(([format, label]) => (
              <DropdownMenu.Item
                key={format}
                className="menu-item"
                onSelect={() => void exportTo(format as keyof typeof FORMATS)}
              >
                <span>{label}</span>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </footer>
  );
}

/** What a check found, or why there was none. */
function look(): Promise<LedgerCheck | string> {
  return call('ledger.verify', {}).catch(messageOf);
}

function Finding({ check }: { readonly check: LedgerCheck }) {
  const { intact, problems, notes, entries, head } = check;
  const [first] = problems;
  if (!intact) {
    const line = first?.line ?? null;
    const where = first ? `${line === null ? '' : t('line {line} of ', { line })}${first.file}: ${first.what}` : '';
    return (
      <span className="changed" title={problems.map((p) => `${p.file}: ${p.what}`).join('\n')}>
        <Icon name="warning" /> {t('Record was changed, {where}', { where })}
      </span>
    );
  }
  if (head === null) return <>{t('No record on disk yet.')}</>;
  return (
    <span title={[t('Head: {head}', { head }), ...notes].join('\n')}>
      <Icon name="pass" /> {t('Record intact, {entries, plural, one {# line} other {# lines}}, head', { entries })}{' '}
      <code>{head.slice(0, 12)}</code>
    </span>
  );
}
