import { Command as List } from 'cmdk';
import { create } from 'zustand';
import { Icon } from './icon.tsx';
import { PickerFrame } from './picker-frame.tsx';
import { visibleText } from './visible-text.ts';
import { t } from '../../shared/messages/t.ts';

/** Something that can be picked. What it is called may come from anywhere: nothing is hidden in it. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What it is, in a few dim words beside its name. */
  readonly detail?: string;
  /** Name of a codicon. */
  readonly icon?: string;
  /** A word at the right. */
  readonly note?: string;
  /** Those of one name stand together under it. */
  readonly group?: string;
}

/** What is asked, and what there is. */
export interface Picking {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  /** In place of the choices, where none is of the name that is typed. */
  readonly none: string;
}

const usePicking = create<{ readonly picking: (Picking & { resolve: (id: string | null) => void }) | null }>(() => ({
  picking: null,
}));

/** Have the user find one of several by typing. Resolves with its id, `null` for Escape. */
export function pick(picking: Picking): Promise<string | null> {
  return new Promise((resolve) => {
    usePicking.getState().picking?.resolve(null);
    usePicking.setState({ picking: { ...picking, resolve } });
  });
}

function picked(id: string | null): void {
  const { picking } = usePicking.getState();
  usePicking.setState({ picking: null });
  // After the box gave the focus back, so that what follows may take it.
  setTimeout(() => picking?.resolve(id), 0);
}

/** Shows the box of {@link pick}. */
export function Picks() {
  const picking = usePicking((s) => s.picking);
  if (!picking) return null;
  const { title, placeholder, choices, none } = picking;
  const groups = [...new Set(choices.map(({ group = '' }) => group))];
  return (
    <PickerFrame
      label={title}
      onClose={() => {
        picked(null);
      }}
    >
      <List label={title} loop>
        <List.Input placeholder={placeholder} autoFocus />
        <List.List label={t('Results')}>
          <List.Empty>{none}</List.Empty>
          {groups.map((group) => (
            <List.Group key={group} {...(group === '' ? {} : { heading: group })}>
              {choices
                .filter((choice) => (choice.group ?? '') === group)
                .map((choice) => (
                  <Row key={choice.id} choice={choice} />
                ))}
            </List.Group>
          ))}
        </List.List>
      </List>
    </PickerFrame>
  );
}

function Row({ choice: { id, label, detail, icon, note } }: { readonly choice: Choice }) {
  return (
    <List.Item
      value={id}
      keywords={[label, ...(detail === undefined ? [] : [detail])]}
      onSelect={() => {
        picked(id);
      }}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{visibleText(label)}</span>
      {detail === undefined ? null : <small className="muted clip">{visibleText(detail)}</small>}
      {note === undefined ? null : <small className="muted note">{visibleText(note)}</small>}
    </List.Item>
  );
}
