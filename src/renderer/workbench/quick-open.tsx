import { Command as List } from 'cmdk';
import { memo, useDeferredValue, useEffect, useRef, useState } from 'react';
import { call } from '../bridge/bridge.ts';
import { openFile, openFileAt, useEditor } from '../editor/editor-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { fileFinder } from '../quick-open/find-files.ts';
import { parseQuickQuery, type QuickQuery } from '../quick-open/quick-query.ts';
import { recentFiles } from '../quick-open/recent-files.ts';
import { parentOf } from '../ui/format.ts';
import { messageOf } from '../ui/notifications.tsx';
import { PickerFrame } from '../ui/picker-frame.tsx';
import { FileItem } from './quick-open-file.tsx';
import { FolderSymbolItems } from './quick-open-folder-symbols.tsx';
import { LineItem } from './quick-open-line.tsx';
import { SymbolItems } from './quick-open-symbols.tsx';
import { found as foundIt, showOverlay, useWorkbench } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const SHOWN = 50;
/** Drawn at once: more than there is room for. */
const AT_ONCE = 16;

interface Listing {
  /** Of the folder. */
  readonly workspace: string;
  readonly paths: readonly string[];
  readonly truncated: boolean;
}

interface Found {
  readonly text: string;
  readonly paths: readonly string[];
}

/**
 * Files of the folder, found by typing parts of their names; those that were on screen lately come first. `:` goes to
 * a line of the file on screen, `@` to a symbol of it, `#` to one of any file.
 */
export function QuickOpen() {
  const seeking = useWorkbench((s) => s.seeking);
  const typed = useWorkbench((s) => s.quickOpenText);
  const [selected, setSelected] = useState('');
  const folders = seeking?.what === 'folder';
  const label = folders ? t('Choose a folder') : seeking ? t('Choose a file') : t('Go to file');
  const query = currentQuery();
  const text = query.kind === 'files' ? query.text : null;
  const { found, error, truncated } = useFound(text, folders, setSelected);
  /** Enter was pressed before the files for what is typed had come. */
  const early = useRef(false);
  const current = text !== null && found?.text === text;
  useEffect(() => {
    if (!current || !early.current) return;
    early.current = false;
    const [first] = found.paths;
    if (first !== undefined) take(first);
  });

  return (
    <PickerFrame
      label={label}
      onClose={() => {
        showOverlay(null);
      }}
    >
      <List
        label={label}
        shouldFilter={false}
        loop
        value={selected}
        onValueChange={setSelected}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || text === null || current || event.nativeEvent.isComposing) return;
          event.preventDefault();
          early.current = true;
        }}
      >
        <List.Input
          placeholder={seeking ? label : t('Go to file; : for a line, @ for a symbol, # for one in any file')}
          autoFocus
          value={typed}
          onValueChange={(next) => {
            early.current = false;
            useWorkbench.setState({ quickOpenText: next });
          }}
        />
        <List.List label={t('Results')} aria-busy={text !== null && !current}>
          {query.kind === 'line' ? (
            <LineItem line={query.line} column={query.column} />
          ) : query.kind === 'symbols' ? (
            <SymbolItems text={query.text} onSelect={setSelected} />
          ) : query.kind === 'folder-symbols' ? (
            <FolderSymbolItems text={query.text} onSelect={setSelected} />
          ) : (
            <>
              <List.Empty>
                {error ??
                  (current
                    ? folders
                      ? t('No folder of that name.')
                      : t('No file of that name.')
                    : t('Reading the folder…'))}
              </List.Empty>
              {found === null ? null : <FoundItems found={found} folders={folders} />}
              {truncated ? <p className="muted">{t('The folder is too large to list whole.')}</p> : null}
            </>
          )}
        </List.List>
      </List>
    </PickerFrame>
  );
}

/** What is typed, read: what is looked for to be handed on is a file or a folder, and nothing in one. */
function currentQuery(): QuickQuery {
  const { seeking, quickOpenText } = useWorkbench.getState();
  return seeking
    ? { kind: 'files', text: quickOpenText.trim(), line: null, column: 1 }
    : parseQuickQuery(quickOpenText);
}

/** What was found is opened, or handed to who asked for it. */
function take(path: string): void {
  const query = currentQuery();
  if (useWorkbench.getState().seeking) {
    foundIt(path);
    return;
  }
  showOverlay(null);
  if (query.kind === 'files' && query.line !== null) {
    const { line, column } = query;
    void openFileAt(path, { line, column, endLine: line, endColumn: column }, { preview: true });
  } else void openFile(path, { preview: true });
}

/** Drawn again when others are found, and not at each letter; those that are to be scrolled to, when there is time. */
const FoundItems = memo(function FoundItems({ found, folders }: { readonly found: Found; readonly folders: boolean }) {
  const whole = useDeferredValue(found, null) === found;
  return found.paths
    .slice(0, whole ? SHOWN : AT_ONCE)
    .map((path) => <FileItem key={path} path={path} text={found.text} folder={folders} onSelect={take} />);
});

/** The files as they were listed last: they are shown at once, and listed again meanwhile. */
let listed: Listing | null = null;
/** What the finder has. */
let given: readonly string[] | null = null;

/** @param text what is looked for; `null`: nothing now */
function useFound(text: string | null, folders: boolean, onFirst: (path: string) => void) {
  const workspace = useExplorer((s) => s.workspace?.id ?? '');
  const [files, setFiles] = useState(listed?.workspace === workspace ? listed : null);
  const [error, setError] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    call('files.all', {}, stop.signal).then(
      ({ paths, truncated }) => {
        if (listed?.workspace !== workspace || !same(listed.paths, paths)) listed = { workspace, paths, truncated };
        setFiles(listed);
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setError(messageOf(thrown));
      },
    );
    return () => {
      stop.abort();
    };
  }, [workspace]);

  useEffect(() => {
    if (files === null || text === null) return undefined;
    let gone = false;
    const paths = folders ? foldersOf(files.paths) : files.paths;
    const show = (best: readonly string[]): void => {
      if (gone) return;
      setFound({ text, paths: best });
      onFirst(best[0] ?? '');
    };
    if (given === null || !same(given, paths)) {
      given = paths;
      fileFinder().setFiles(paths);
    }
    if (text === '') show(untyped(paths, folders));
    else
      void fileFinder()
        .find(text, folders ? [] : recentFiles(), SHOWN)
        .then(show);
    return () => {
      gone = true;
    };
  }, [files, text, folders, onFirst]);

  return { found, error, truncated: files?.truncated === true };
}

/** What is offered before anything is typed: the file that was on screen before this one first. */
function untyped(paths: readonly string[], folders: boolean): string[] {
  if (folders) return paths.slice(0, SHOWN);
  const { active, tabs } = useEditor.getState();
  const others = tabs.map((t) => t.path).reverse();
  const late = [...new Set([...recentFiles(), ...others])].filter((path) => path !== active);
  const first = active === null ? late : [...late, active];
  const known = new Set(first);
  return [...first, ...paths.slice(0, SHOWN + first.length).filter((path) => !known.has(path))].slice(0, SHOWN);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((path, i) => path === b[i]));
}

/** The folders that some files lie in, by name. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = parentOf(path); folder !== '' && !folders.has(folder); folder = parentOf(folder))
      folders.add(folder);
  }
  return [...folders].sort();
}
