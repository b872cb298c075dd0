import type { ContextChip } from '../../shared/schemas/chat-and-completion.ts';
import { baseName } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { t } from '../../shared/messages/t.ts';

/** How a chip is drawn: an icon, a short name, and the whole of it on hover. */
function lookOf(chip: ContextChip): { readonly icon: string; readonly label: string; readonly title: string } {
  switch (chip.kind) {
    case 'file':
      return { icon: 'file', label: baseName(chip.path), title: chip.path };
    case 'selection': {
      const lines = `:${String(chip.startLine)}-${String(chip.endLine)}`;
      return { icon: 'list-selection', label: baseName(chip.path) + lines, title: chip.path + lines };
    }
    case 'folder':
      return {
        icon: 'folder',
        label: chip.path === '' ? t('Whole folder') : `${baseName(chip.path)}/`,
        title: chip.path,
      };
    case 'names':
      return { icon: 'list-tree', label: t('File names'), title: t('Names of the files, without their text') };
    case 'search':
      return { icon: 'search', label: chip.query, title: t('Lines that contain {query}', { query: chip.query }) };
    case 'changes':
      return { icon: 'diff', label: t('Uncommitted changes'), title: t('What is changed and not committed') };
    case 'staged':
      return { icon: 'diff-added', label: t('Staged changes'), title: t('What is staged for the next commit') };
    case 'commits':
      return { icon: 'git-commit', label: t('Recent commits'), title: t('Messages of the latest commits') };
    case 'problems':
      return { icon: 'warning', label: t('Problems in {path}', { path: baseName(chip.path) }), title: chip.path };
    case 'terminalSelection':
      return { icon: 'terminal', label: `${visibleText(chip.name)}: selection`, title: chip.text.slice(0, 2000) };
    case 'terminalOutput':
      return {
        icon: 'terminal',
        label: `${visibleText(chip.name)}: output`,
        title: t('The end of what this terminal printed'),
      };
    case 'edits':
      return { icon: 'edit', label: t('Recent edits'), title: chip.items.map((i) => i.path).join('\n') };
  }
}

/** A piece of context; removable where there is something to do about it. */
export function ChipView({ chip, onRemove }: { readonly chip: ContextChip; readonly onRemove?: () => void }) {
  const { icon, label, title } = lookOf(chip);
  return (
    <span className="chip" title={title}>
      <Icon name={icon} />
      <span className="clip">{label}</span>
      {onRemove ? <IconButton icon="close" label={t('Remove {label}', { label })} onClick={onRemove} /> : null}
    </span>
  );
}
