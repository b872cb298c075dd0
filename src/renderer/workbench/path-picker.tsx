import { memo } from 'react';
import { create } from 'zustand';
import type { FolderListing } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { FormActions } from '../ui/form-actions.tsx';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { messageOf, notifyError } from '../ui/notifications.tsx';
import { useCore } from './workspace-sync.ts';
import { t } from '../../shared/messages/t.ts';

type What = 'folder' | 'gguf';

/** What our dialog says: what for, and on its button. */
interface Words {
  readonly title: string;
  readonly action: string;
}
const WORDS: Readonly<Record<What, Words>> = {
  folder: { title: t('Open a folder'), action: t('Open this folder') },
  gguf: { title: t('Choose a GGUF file'), action: t('Choose') },
};

interface Picking {
  readonly what: What;
  readonly words: Words;
  readonly listing: FolderListing | null;
  /** What is in the path's box. */
  readonly typed: string;
  readonly error: string | null;
  readonly resolve: (path: string | null) => void;
}
const usePicking = create<{ readonly picking: Picking | null }>(() => ({ picking: null }));

const patch = (change: Partial<Picking>): void => {
  usePicking.setState(({ picking }) => (picking ? { picking: { ...picking, ...change } } : {}));
};

/** Where the last picking ended, to begin there next time. */
let last: string | null = null;

/** Let the user pick a folder or a GGUF file: the system's dialog where there is one, else ours. `null`: dismissed. */
export async function pickPath(what: What, words = WORDS[what]): Promise<string | null> {
  const { info } = useCore.getState();
  try {
    if (info?.nativeDialogs === true)
      return await call(what === 'folder' ? 'dialog.pickFolder' : 'dialog.pickGguf', {});
  } catch (error) {
    notifyError(error);
    return null;
  }
  const start = last ?? info?.homeFolder ?? '/';
  return new Promise((resolve) => {
    done(null);
    usePicking.setState({
      picking: { what, words, listing: null, typed: start, error: null, resolve },
    });
    void go(start);
  });
}

/** Let the user pick a folder that something is exported to. */
export const pickFolderToWriteTo = (): Promise<string | null> =>
  pickPath('folder', { title: t('Choose a folder to write to'), action: t('Choose') });

/** Counts what was asked for: an answer that comes after a later question says nothing any more. */
let asks = 0;

/** Show a folder. `null` if it cannot be read, which is told. */
async function go(path: string): Promise<FolderListing | null> {
  const ask = ++asks;
  const asked = usePicking.getState().picking;
  const extension = asked?.what === 'gguf' ? 'gguf' : 'none';
  try {
    const listing = await call('dialog.listFolder', { path, extension });
    if (ask !== asks) return null;
    patch({ listing, error: null });
    // What was typed meanwhile is not to be typed again.
    if (usePicking.getState().picking?.typed === asked?.typed) patch({ typed: listing.path });
    last = listing.path;
    return listing;
  } catch (thrown) {
    if (ask === asks) patch({ error: messageOf(thrown) });
    return null;
  }
}

/** Enter in the box: a GGUF file is taken; of a folder, one that can be read is taken. */
async function submit({ what, typed }: Picking): Promise<void> {
  const path = typed.trim();
  if (what === 'gguf' && /\.gguf$/i.test(path)) {
    done(path);
    return;
  }
  const found = await go(path);
  if (found && what === 'folder') done(found.path);
}

function done(path: string | null): void {
  const { picking } = usePicking.getState();
  usePicking.setState({ picking: null });
  picking?.resolve(path);
}

/** Shows the picker of {@link pickPath}. */
export function PathPicker() {
  const picking = usePicking((s) => s.picking);
  if (!picking) return null;
  const { words, listing, typed, error } = picking;
  return (
    <Modal
      title={words.title}
      description={t('Folders of the machine that CodeGrex runs on.')}
      onClose={() => {
        done(null);
      }}
    >
      <form
        className="picker"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(picking);
        }}
      >
        <label className="field">
          <span>{t('Path')}</span>
          <input
            value={typed}
            spellCheck={false}
            autoFocus
            onChange={(event) => {
              patch({ typed: event.target.value });
            }}
          />
        </label>
        {error === null ? null : (
          <p className="notice error" role="alert">
            {error}
          </p>
        )}
        <Contents listing={listing} />
        <FormActions
          action={words.action}
          onCancel={() => {
            done(null);
          }}
        />
      </form>
    </Modal>
  );
}

/** What is in a folder. Of a large one it takes a while to draw, so not with each key. */
const Contents = memo(function Contents({ listing }: { readonly listing: FolderListing | null }) {
  const within = (name: string): string => {
    const folder = listing?.path ?? '';
    const separator = folder.includes('\\') ? '\\' : '/';
    return folder.endsWith(separator) ? folder + name : folder + separator + name;
  };
  const empty = listing?.folders.length === 0 && listing.files.length === 0;
  const parent = listing?.parent ?? null;
  return (
    <ul className="picker-list" aria-label={t('Contents')}>
      {parent === null ? null : <Entry icon="arrow-up" name={t('Parent folder')} onPick={() => void go(parent)} />}
      {listing?.folders.map((name) => (
        <Entry key={`d${name}`} icon="folder" name={name} onPick={() => void go(within(name))} />
      ))}
      {listing?.files.map((name) => (
        <Entry
          key={`f${name}`}
          icon="file-binary"
          name={name}
          onPick={() => {
            done(within(name));
          }}
        />
      ))}
      {empty ? <li className="muted empty-row">{t('Nothing to show here.')}</li> : null}
    </ul>
  );
});

function Entry({ icon, name, onPick }: { readonly icon: string; readonly name: string; readonly onPick: () => void }) {
  return (
    <li>
      <button type="button" onClick={onPick}>
        <Icon name={icon} /> {name}
      </button>
    </li>
  );
}
