import { openFile, useEditor } from '../editor/editor-store.ts';
import { openTab } from '../editor/groups-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { pathAtTop } from '../explorer/open-folders.ts';
import { ReportTab, type ReportFacts } from '../help/report-tab.tsx';
import { WalkthroughTab } from '../help/walkthrough-tab.tsx';
import { ofLatest } from '../privacy/known-entries.ts';
import { useLedger } from '../privacy/ledger-store.ts';
import { setMode, usePolicy } from '../privacy/policy-store.ts';
import { AppError } from '../../shared/app-error.ts';
import type { AppInfo } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { ask } from '../ui/ask.tsx';
import { copyText } from '../ui/copy-text.ts';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { notifyError } from '../ui/notifications.tsx';
import { openFolder } from './folder-actions.ts';
import { showView } from './layout-store.ts';
import { showOverlay } from './workbench-store.ts';
import { useCore } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

const tab = (kind: string, title: string) => ({
  id: `${kind}:help`,
  kind,
  title,
  path: null,
  holds: false,
  params: null,
  keep: true,
});

/** Show how privacy works here. */
export function openWalkthrough(): void {
  openTab(tab('walkthrough', t('Privacy walkthrough')));
}

/** Begin a report, which nobody is sent. */
export function openReport(): void {
  openTab(tab('report', t('Report an issue')));
}

const HOSTS = { electron: 'Electron', browser: 'browser mode' } as const;

/** What is said of the app, wherever it is. */
function factsOf(info: AppInfo | null): Omit<ReportFacts, 'mode'> {
  return {
    version: info?.version ?? '?',
    host: info === null ? '?' : HOSTS[info.host],
    platform: info?.platform ?? '?',
    browser: /(?:Firefox|Chrome|Version)\/[\d.]+/.exec(navigator.userAgent)?.[0].replace('/', ' ') ?? 'Another browser',
  };
}

export function Report() {
  const info = useCore((s) => s.info);
  const mode = usePolicy((s) => s.view?.mode ?? null);
  const open = useExplorer((s) => s.workspace !== null);
  return <ReportTab facts={{ ...factsOf(info), mode: open && mode !== null ? MODE_LOOK[mode].label : null }} />;
}

/** Tell which version of the app this is, and what it runs in. */
export async function showAbout(): Promise<void> {
  const { version, host, platform, browser } = factsOf(useCore.getState().info);
  const about = t('Version {version}, {host}, on {platform}, {browser}.', { version, host, platform, browser });
  const answer = await ask('CodeGrex', about, [{ id: 'copy', label: t('Copy') }]);
  if (answer === 'copy') await copyText(`CodeGrex. ${about}`);
}

export function Walkthrough() {
  const view = usePolicy((s) => s.view);
  const open = useExplorer((s) => s.workspace !== null);
  const left = useLedger((s) => s.left);
  const latest = useLedger(ofLatest);
  return (
    <WalkthroughTab
      mode={open ? (view?.mode ?? null) : null}
      selectable={view?.selectableModes ?? []}
      trusted={view?.trusted === true}
      left={left}
      ofLatest={latest}
      onMode={(mode) => void setMode(mode)}
      onOpenFolder={() => void openFolder()}
      onIgnoreFile={() => void openIgnoreFile()}
      onRedaction={() => {
        showOverlay('privacy');
      }}
      onLedger={() => {
        showView('panel', 'ledger');
      }}
      onVerify={() => {
        showOverlay('verify-offline');
      }}
      onModels={() => {
        showOverlay('models');
      }}
    />
  );
}

/** Open the folder's own file of what is kept from models; it is made where there is none. */
async function openIgnoreFile(): Promise<void> {
  const path = pathAtTop(useEditor.getState().active, '.codegrexignore');
  try {
    await call('files.create', { path, kind: 'file' });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path-exists') {
      notifyError(error);
      return;
    }
  }
  await openFile(path);
}
