import { DropdownMenu } from 'radix-ui';
import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { askText } from '../ui/ask-text.tsx';
import type { EditorPort } from '../ui/editor-port.ts';
import { Icon } from '../ui/icon.tsx';
import { notify } from '../ui/notifications.tsx';
import { addChip } from './chat-store.ts';
import { t } from '../../shared/messages/t.ts';

interface ContextMenuProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly editor: EditorPort | null;
  /** Let the user find a file or a folder of the workspace; `null`: dismissed. */
  readonly onPick: (what: 'file' | 'folder') => Promise<string | null>;
  /** What the terminal in use printed, or a sentence that says why it is not to be had. */
  readonly terminalOutput: () => ContextChip | string;
}

interface Item {
  readonly icon: string;
  readonly label: string;
  /** The chip; `null` when dismissed, or a sentence that says why there is none. */
  readonly chip: () => Promise<ContextChip | string | null> | ContextChip | string | null;
}

/** Everything that can go along with a question. Opens with the button or by typing @ into the question. */
export function ContextMenu({ open, onOpen, editor, onPick, terminalOutput }: ContextMenuProps) {
  const items: readonly Item[] = [
    {
      icon: 'file',
      label: t('File…'),
      chip: async () => {
        const path = await onPick('file');
        return path === null ? null : { kind: 'file', path };
      },
    },
    {
      icon: 'folder',
      label: t('Folder…'),
      chip: async () => {
        const path = await onPick('folder');
        return path === null ? null : { kind: 'folder', path };
      },
    },
    {
      icon: 'search',
      label: t('Search…'),
      chip: async () => {
        const query = await askText({
          title: t('Lines that contain'),
          label: t('Text, as it is'),
          value: editor?.selection()?.text.split('\n', 1)[0] ?? '',
          action: t('Add'),
          check: (text) =>
            text === '' ? t('Type what to look for.') : text.length > 1000 ? t('This is too long.') : null,
        });
        return query === null ? null : { kind: 'search', query };
      },
    },
    { icon: 'diff', label: t('Uncommitted changes'), chip: () => ({ kind: 'changes' }) },
    { icon: 'diff-added', label: t('Staged changes'), chip: () => ({ kind: 'staged' }) },
    { icon: 'git-commit', label: t('Recent commits'), chip: () => ({ kind: 'commits' }) },
    {
      icon: 'edit',
      label: t('Recent edits'),
      chip: () => {
        const edits = editor?.recentEdits() ?? [];
        return edits.length === 0 ? t('Nothing was edited in this window yet.') : { kind: 'edits', items: [...edits] };
      },
    },
    {
      icon: 'warning',
      label: t('Problems in this file'),
      chip: () => {
        const path = editor?.activeFile() ?? null;
        const found = editor?.problems() ?? [];
        return path === null || found.length === 0
          ? t('No problem is marked in the open file.')
          : { kind: 'problems', path, items: [...found] };
      },
    },
    { icon: 'terminal', label: t('Output of the terminal'), chip: terminalOutput },
    { icon: 'list-tree', label: t('File names'), chip: () => ({ kind: 'names', path: '' }) },
  ];
  const add = async (item: Item): Promise<void> => {
    const chip = await item.chip();
    if (typeof chip === 'string') notify('info', chip);
    else if (chip !== null) addChip(chip);
  };
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="chip add">
          {t('+ More')}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={4} aria-label={t('Add context')}>
          {items.map((item) => (
            <DropdownMenu.Item key={item.label} className="menu-item" onSelect={() => void add(item)}>
              <Icon name={item.icon} /> <span>{item.label}</span>
            </DropdownMenu.Item>
          ))}
          <p className="muted">{t('Files kept from models are left out of each of these.')}</p>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
