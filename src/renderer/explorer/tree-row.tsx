import type { CSSProperties, DragEvent, MouseEvent } from 'react';
import type { FileEntry } from '../../shared/schemas/workspace.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { useExplorer } from './explorer-store.ts';
import { fileIcon } from './file-icon.ts';
import { NameField } from './name-field.tsx';
import type { TreeRow } from './tree-rows.ts';
import { t } from '../../shared/messages/t.ts';

/** Height of a line, px. */
export const ROW_HEIGHT = 24;
const INDENT = 14;

/** What is known of a path besides its name, as its state in Git. */
export interface Decoration {
  /** One or two letters at the end of the line; a folder may have none. */
  readonly badge: string | null;
  /** In words, for the hint and for who does not see the badge. */
  readonly label: string;
  /** A class of the style sheet that colours the name. */
  readonly className: string;
}

/** Tells what is known of a path; `null` for nothing. */
export type Decorate = (path: string, kind: FileEntry['kind']) => Decoration | null;

interface Naming {
  readonly check: (name: string) => string | null;
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
}

interface EntryRowProps {
  readonly entry: FileEntry;
  readonly level: number;
  readonly style: CSSProperties;
  readonly place: { readonly at: number; readonly of: number };
  readonly selected: boolean;
  readonly focused: boolean;
  readonly cut: boolean;
  readonly drop: boolean;
  readonly decoration: Decoration | null;
  readonly naming: Naming | null;
  readonly onExplain: (path: string) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

/** A file or folder. */
export function EntryRow(props: EntryRowProps) {
  const { entry, level, style, selected, focused, naming, decoration } = props;
  const { name, kind, path, symlink, ignored } = entry;
  const open = useExplorer((s) => kind === 'folder' && s.expanded.has(path));
  const states = [
    selected && 'selected',
    focused && 'focused',
    ignored && 'ignored',
    props.cut && 'cut',
    props.drop && 'drop',
    decoration?.className,
  ];
  return (
    <div
      role="treeitem"
      aria-level={level + 1}
      aria-selected={selected}
      aria-expanded={kind === 'folder' ? open : undefined}
      aria-posinset={props.place.at}
      aria-setsize={props.place.of}
      aria-description={decoration?.label}
      tabIndex={focused ? 0 : -1}
      className="tree-line"
      style={style}
      draggable={naming === null}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
      onDragStart={props.onDragStart}
      onDragEnd={props.onDragEnd}
    >
      <div
        className={['row', ...states].filter(Boolean).join(' ')}
        style={{ paddingLeft: 8 + level * INDENT }}
        title={[visibleText(path), decoration?.label].filter(Boolean).join('\n')}
        data-path={path}
      >
        <Icon name={kind === 'folder' ? (open ? 'chevron-down' : 'chevron-right') : fileIcon(name, kind)} />
        {naming ? (
          <NameField label={t('New name')} value={name} isFolder={kind === 'folder'} {...naming} />
        ) : (
          // A name of another script stays within its line.
          <bdi className="name">{visibleText(name)}</bdi>
        )}
        {symlink ? <Icon name="file-symlink-file" /> : null}
        {ignored && naming === null ? (
          // Not a stop of its own for the keyboard, which has the row's menu.
          <IconButton
            icon="eye-closed"
            label={t('Kept from models: why?')}
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              props.onExplain(path);
            }}
          />
        ) : null}
        {decoration?.badge == null || naming !== null ? null : (
          <span className="decoration" aria-hidden="true">
            {decoration.badge}
          </span>
        )}
      </div>
    </div>
  );
}

interface NewRowProps extends Naming {
  readonly row: Extract<TreeRow, { readonly kind: 'new' }>;
  readonly style: CSSProperties;
}

/** What is to be made, while it has no name yet. */
export function NewRow({ row: { what, level }, style, ...naming }: NewRowProps) {
  return (
    <div role="treeitem" aria-level={level + 1} aria-selected={false} className="tree-line" style={style}>
      <div className="row" style={{ paddingLeft: 8 + level * INDENT }}>
        <Icon name={what === 'folder' ? 'chevron-right' : 'file'} />
        <NameField
          label={what === 'folder' ? t('Name of the new folder') : t('Name of the new file')}
          value=""
          isFolder={what === 'folder'}
          {...naming}
        />
      </div>
    </div>
  );
}
