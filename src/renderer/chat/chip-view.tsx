import type { ContextChip } from '../../shared/schemas.ts';
import { baseName } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';

/** A piece of context; removable where there is something to do about it. */
export function ChipView({ chip, onRemove }: { readonly chip: ContextChip; readonly onRemove?: () => void }) {
  const lines = chip.kind === 'selection' ? `:${String(chip.startLine)}-${String(chip.endLine)}` : '';
  const label = `${baseName(chip.path)}${lines}`;
  return (
    <span className="chip" title={chip.path + lines}>
      <Icon name={chip.kind === 'file' ? 'file' : 'list-selection'} />
      {label}
      {onRemove ? <IconButton icon="close" label={`Remove ${label}`} onClick={onRemove} /> : null}
    </span>
  );
}
