import { useId, type KeyboardEvent } from 'react';
import { baseName } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { closeTab, cycleTabs, useEditor } from './editor-store.ts';

/**
 * The open files. Left and right move between them, Delete closes.
 * @param onExplain tell which rule keeps a file from models
 */
export function TabBar({ onExplain }: { readonly onExplain: (path: string) => void }) {
  const { tabs, active } = useEditor();
  const id = useId();
  if (tabs.length === 0) return null;
  const names = tabs.map((t) => baseName(t.path));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') cycleTabs(1);
    else if (event.key === 'ArrowLeft') cycleTabs(-1);
    else if (event.key === 'Delete' && active !== null) void closeTab(active);
    else return;
    event.preventDefault();
  };
  return (
    <div className="tabs" onKeyDown={onKeyDown}>
      {/* A list of tabs may hold nothing but tabs, and each has its close button beside it. */}
      <span role="tablist" aria-label="Open files" aria-owns={tabs.map((_, i) => `${id}${String(i)}`).join(' ')} />
      {tabs.map(({ path, dirty, disk, error, kept }, i) => {
        // Two files of one name are told apart by their folders.
        const twin = names.filter((n) => n === names[i]).length > 1;
        return (
          <div
            key={path}
            className={`tab${path === active ? ' active' : ''}${disk === 'removed' || error !== null ? ' gone' : ''}`}
            onAuxClick={(e) => {
              if (e.button === 1) void closeTab(path);
            }}
          >
            <button
              type="button"
              id={`${id}${String(i)}`}
              role="tab"
              aria-selected={path === active}
              tabIndex={path === active ? 0 : -1}
              title={kept === null ? path : `${path}\nKept from models by ${kept}`}
              onClick={() => {
                useEditor.setState({ active: path });
              }}
            >
              {twin ? path : names[i]}
              {dirty ? <span className="dirty" role="img" aria-label="unsaved" /> : null}
            </button>
            {kept === null ? null : (
              <IconButton
                icon="eye-closed"
                className="kept"
                label={`Why is ${names[i] ?? ''} kept from models?`}
                onClick={() => {
                  onExplain(path);
                }}
              />
            )}
            <IconButton icon="close" label={`Close ${names[i] ?? ''}`} onClick={() => void closeTab(path)} />
          </div>
        );
      })}
    </div>
  );
}
