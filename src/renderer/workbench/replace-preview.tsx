import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import { applyEdits } from '../../shared/apply-edits.ts';
import { call } from '../bridge/bridge.ts';
import { TextDiff } from '../editor/text-diff.tsx';
import { editsOf, replaceMatches } from '../search/replace-store.ts';
import { openTexts, useSearch } from '../search/search-store.ts';
import { Modal } from '../ui/modal.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { t } from '../../shared/messages/t.ts';

const usePreview = create<{ readonly path: string | null }>(() => ({ path: null }));

/** Show what replacing changes in a file. */
export function previewReplace(path: string | null): void {
  usePreview.setState({ path });
}

/** Shows the preview of {@link previewReplace}, one file after the other. */
export function ReplacePreview() {
  const path = usePreview((s) => s.path);
  const files = useSearch((s) => s.files);
  const file = files.find((f) => f.path === path);
  if (path === null || !file) return null;
  const at = files.indexOf(file);
  const step = (by: 1 | -1): void => {
    previewReplace(files[(at + by + files.length) % files.length]?.path ?? null);
  };
  return (
    <Modal
      wide
      title={t('Replace in {path}', { path: visibleText(path) })}
      description={t('Left: the file as it is. Right: the file with what is chosen replaced. Nothing is written yet.')}
      onClose={() => {
        previewReplace(null);
      }}
    >
      <Preview key={path} path={path} />
      <footer>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            // On to the next file, as this one is done.
            previewReplace(files.length > 1 ? (files[(at + 1) % files.length]?.path ?? null) : null);
            void replaceMatches({ file, matches: file.matches });
          }}
        >
          {t('Replace in this file')}
        </button>
        <span className="spacer" />
        <span className="muted">{t('File {at} of {files}', { at: at + 1, files: files.length })}</span>
        <button
          type="button"
          className="button"
          disabled={files.length < 2}
          onClick={() => {
            step(-1);
          }}
        >
          {t('Previous file')}
        </button>
        <button
          type="button"
          className="button"
          disabled={files.length < 2}
          onClick={() => {
            step(1);
          }}
        >
          {t('Next file')}
        </button>
      </footer>
    </Modal>
  );
}

type Sides = { readonly before: string; readonly after: string } | { readonly error: string };

function Preview({ path }: { readonly path: string }) {
  const [sides, setSides] = useState<Sides | null>(null);
  useEffect(() => {
    let gone = false;
    void sidesOf(path).then((found) => {
      if (!gone) setSides(found);
    });
    return () => {
      gone = true;
    };
  }, [path]);
  if (sides === null) return <div className="compare" />;
  if ('error' in sides) {
    return (
      <p className="notice error" role="alert">
        {sides.error}
      </p>
    );
  }
  return <TextDiff path={path} before={sides.before} after={sides.after} />;
}

async function sidesOf(path: string): Promise<Sides> {
  try {
    const file = useSearch.getState().files.find((f) => f.path === path);
    if (!file) throw new AppError('file-changed-since-search');
    const before = openTexts().text(path) ?? (await call('files.read', { path })).text;
    const edited = applyEdits(before, editsOf(file, file.matches).edits);
    if (edited === null) throw new AppError('file-changed-since-search');
    return { before, after: edited.text };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
