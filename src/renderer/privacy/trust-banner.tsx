import { useState } from 'react';
import type { PolicyView } from '../../shared/schemas/settings.ts';
import { Icon } from '../ui/icon.tsx';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { visibleText } from '../ui/visible-text.ts';
import { setTrust, usePolicy } from './policy-store.ts';
import { t } from '../../shared/messages/t.ts';

interface TrustBannerProps {
  /** The id of what is open. */
  readonly workspace: string | null;
  /** Whether several folders are open. */
  readonly several: boolean;
}

/** Asks once for each folder that is opened whether its files are trusted. Until then it is Sensitive. */
export function TrustBanner({ workspace, several }: TrustBannerProps) {
  const view = usePolicy((s) => s.view);
  const [later, setLater] = useState<string | null>(null);
  if (!view || view.trusted || workspace === null || later === workspace) return null;
  return (
    <section className="trust" aria-label={t('Trust')}>
      <Icon name="workspace-unknown" />
      <div>
        <strong>
          {several
            ? t('Do you trust the files in {folders}?', { folders: view.untrusted.map(visibleText).join(', ') })
            : t('Do you trust the files in this folder?')}
        </strong>
        <p>
          {t('Until you do it is Sensitive at least, and no program is run in it, git included. {view}', {
            view: whatWouldChange(view),
          })}
        </p>
      </div>
      <button type="button" className="button primary" onClick={() => void setTrust(true)}>
        {t('Trust this folder')}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          setLater(workspace);
        }}
      >
        {t('Not now')}
      </button>
    </section>
  );
}

function whatWouldChange({ mode, modeWhenTrusted }: PolicyView): string {
  const { label } = MODE_LOOK[modeWhenTrusted];
  return mode === modeWhenTrusted
    ? t('Trusted, git may be run in it, and it stays {label}.', { label })
    : t('Trusted, git may be run in it, and it becomes {label}.', { label });
}
