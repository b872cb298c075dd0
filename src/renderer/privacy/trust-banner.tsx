import { useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import { setTrust, usePolicy } from './policy-store.ts';

/** Asks once for each folder that is opened whether its files are trusted. Until then it is Sensitive. */
export function TrustBanner({ folder }: { readonly folder: string | null }) {
  const trusted = usePolicy((s) => s.view?.trusted ?? true);
  const [later, setLater] = useState<string | null>(null);
  if (trusted || folder === null || later === folder) return null;
  return (
    <section className="trust" aria-label="Trust">
      <Icon name="workspace-unknown" />
      <p>
        <strong>Do you trust the files in this folder?</strong> Until you do it is Sensitive at least, and no program is
        run in it, git included.
      </p>
      <button type="button" className="button primary" onClick={() => void setTrust(true)}>
        Trust this folder
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          setLater(folder);
        }}
      >
        Not now
      </button>
    </section>
  );
}
