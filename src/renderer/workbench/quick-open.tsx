import { Command as List } from 'cmdk';
import { go, snapshot } from 'fuzzysort';
import { useEffect, useMemo, useState } from 'react';
import { call } from '../bridge/bridge.ts';
import { openFile, useEditor } from '../editor/editor-store.ts';
import { baseName, parentOf } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { PickerFrame } from './command-palette.tsx';
import { found as foundIt, showOverlay, useWorkbench } from './workbench-store.ts';

const SHOWN = 50;

/** Files of the folder, found by typing parts of their names. Open files come first. */
export function QuickOpen() {
  const [files, setFiles] = useState<{ readonly paths: readonly string[]; readonly truncated: boolean } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  const tabs = useEditor((s) => s.tabs);

  useEffect(() => {
    const stop = new AbortController();
    call('files.all', {}, stop.signal).then(setFiles, (thrown: unknown) => {
      if (!stop.signal.aborted) setError(messageOf(thrown));
    });
    return () => {
      stop.abort();
    };
  }, []);

  const seeking = useWorkbench((s) => s.seeking);
  const folders = seeking?.what === 'folder';
  const label = folders ? 'Choose a folder' : seeking ? 'Choose a file' : 'Go to file';
  const paths = useMemo(() => (folders ? foldersOf(files?.paths ?? []) : (files?.paths ?? [])), [files, folders]);
  const index = useMemo(() => snapshot(paths), [paths]);
  const found = useMemo(() => {
    const text = query.trim();
    if (text !== '') return go(text, index, { limit: SHOWN, threshold: 0 }).map((r) => r.target);
    const open = folders ? [] : tabs.map((t) => t.path).reverse();
    return [...open, ...paths.filter((p) => !open.includes(p)).slice(0, SHOWN)].slice(0, SHOWN);
  }, [query, index, tabs, paths, folders]);

  return (
    <PickerFrame label={label}>
      <List label={label} shouldFilter={false} loop>
        <List.Input placeholder={label} autoFocus value={query} onValueChange={setQuery} />
        <List.List>
          <List.Empty>
            {error ?? (files ? (folders ? 'No folder of that name.' : 'No file of that name.') : 'Reading the folder…')}
          </List.Empty>
          {found.map((path) => (
            <List.Item
              key={path}
              value={path}
              onSelect={() => {
                if (seeking) {
                  foundIt(path);
                  return;
                }
                showOverlay(null);
                void openFile(path);
              }}
            >
              <Icon name={folders ? 'folder' : 'file'} />
              <span>{baseName(path)}</span>
              <small>{parentOf(path)}</small>
            </List.Item>
          ))}
          {files?.truncated === true ? <p className="muted">The folder is too large to list whole.</p> : null}
        </List.List>
      </List>
    </PickerFrame>
  );
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
