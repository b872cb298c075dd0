import { ContextMenu } from 'radix-ui';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { useExplorer } from './explorer-store.ts';
import { isRoot } from './open-folders.ts';
import { t } from '../../shared/messages/t.ts';

/** What can be done from the menu of a line, or of the space beside them. */
export type EntryAction =
  | 'open'
  | 'open-aside'
  | 'new-file'
  | 'new-folder'
  | 'find'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'duplicate'
  | 'copy-path'
  | 'copy-relative'
  | 'rename'
  | 'delete'
  | 'explain'
  | 'add-folder'
  | 'remove-folder';

interface Item {
  readonly action: EntryAction;
  readonly icon: string;
  readonly label: string;
  readonly keys?: string;
  readonly off?: boolean;
}

interface EntryMenuProps {
  /** `null`: of the open folder. */
  readonly entry: FileEntry | null;
  /** How many it is about. */
  readonly many: number;
  readonly canPaste: boolean;
  readonly act: (action: EntryAction) => void;
}

/** The menu of a file, a folder, or the open folder, in VS Code's order. */
export function EntryMenu({ entry, many, canPaste, act }: EntryMenuProps) {
  return (
    <ContextMenu.Content
      className="menu"
      aria-label={entry === null ? t('The open folder') : visibleText(entry.name)}
      onCloseAutoFocus={(event) => {
        // The name that is to be typed has the focus.
        if (useExplorer.getState().naming !== null) event.preventDefault();
      }}
    >
      {groupsOf(entry, many, canPaste).map((items, i) => (
        <ContextMenu.Group key={items[0]?.action}>
          {i === 0 ? null : <ContextMenu.Separator className="menu-separator" />}
          {items.map(({ action, icon, label, keys, off = false }) => (
            <ContextMenu.Item
              key={action}
              className="menu-item"
              disabled={off}
              onSelect={() => {
                act(action);
              }}
            >
              <Icon name={icon} /> <span>{label}</span>
              {keys === undefined ? null : (
                <span className="keys" aria-hidden="true">
                  {keys}
                </span>
              )}
            </ContextMenu.Item>
          ))}
        </ContextMenu.Group>
      ))}
    </ContextMenu.Content>
  );
}

function groupsOf(entry: FileEntry | null, many: number, canPaste: boolean): readonly (readonly Item[])[] {
  const make: readonly Item[] = [
    { action: 'new-file', icon: 'new-file', label: t('New file…') },
    { action: 'new-folder', icon: 'new-folder', label: t('New folder…') },
  ];
  const find: Item = { action: 'find', icon: 'search', label: t('Find in folder…'), keys: 'Shift+Alt+F' };
  const paste: Item = { action: 'paste', icon: 'clippy', label: t('Paste'), keys: 'Ctrl+V', off: !canPaste };
  const paths: readonly Item[] = [
    { action: 'copy-path', icon: 'copy', label: t('Copy path'), keys: 'Shift+Alt+C' },
    ...(entry === null
      ? []
      : [{ action: 'copy-relative', icon: 'copy', label: t('Copy relative path') } satisfies Item]),
  ];
  const add: Item = { action: 'add-folder', icon: 'root-folder', label: t('Add a folder to the window…') };
  if (entry === null) return [make, [find], [paste], paths, [add]];
  const explain: Item = {
    action: 'explain',
    icon: entry.ignored ? 'eye-closed' : 'eye',
    label: entry.ignored ? t('Why is it kept from models?') : t('May models read it?'),
  };
  if (isRoot(entry.path)) {
    const remove: Item = { action: 'remove-folder', icon: 'close', label: t('Remove the folder from the window') };
    return [[...make, find], [paste], paths, [explain], [add, remove]];
  }
  const first: readonly Item[] =
    entry.kind === 'folder'
      ? [...make, find]
      : [
          { action: 'open', icon: 'go-to-file', label: t('Open'), off: entry.kind !== 'file' },
          {
            action: 'open-aside',
            icon: 'split-horizontal',
            label: t('Open to the side'),
            keys: 'Ctrl+Enter',
            off: entry.kind !== 'file',
          },
        ];
  return [
    first,
    [
      { action: 'cut', icon: 'move', label: t('Cut'), keys: 'Ctrl+X' },
      { action: 'copy', icon: 'files', label: t('Copy'), keys: 'Ctrl+C' },
      paste,
      { action: 'duplicate', icon: 'add', label: t('Duplicate') },
    ],
    paths,
    [
      { action: 'rename', icon: 'edit', label: t('Rename…'), keys: 'F2', off: many > 1 },
      { action: 'delete', icon: 'trash', label: t('Delete'), keys: 'Delete' },
    ],
    [explain],
  ];
}
