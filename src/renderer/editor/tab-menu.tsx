import { ContextMenu } from 'radix-ui';
import { use } from 'react';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { closeGroup, closeOthers, closeSaved, closeTab, closeToTheRight } from './close-tabs.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import type { Group, GroupTab } from './groups.ts';
import { keepTab, pinTab, splitTab } from './groups-store.ts';
import { t } from '../../shared/messages/t.ts';

/** What can be done with a tab. */
export function TabMenu({ group, tab }: { readonly group: Group; readonly tab: GroupTab }) {
  const { actionsOf, absolute, onReveal } = use(EditorContext) as EditorSurroundings;
  const { path } = tab;
  const last = group.tabs.indexOf(tab) === group.tabs.length - 1;
  const actions = actionsOf(tab);
  return (
    <ContextMenu.Content className="menu" aria-label={visibleText(tab.title)}>
      <Item icon="close" label={t('Close')} onSelect={() => void closeTab(group.id, tab.id)} />
      <Item
        label={t('Close others')}
        disabled={group.tabs.length === 1}
        onSelect={() => void closeOthers(group.id, tab.id)}
      />
      <Item label={t('Close to the right')} disabled={last} onSelect={() => void closeToTheRight(group.id, tab.id)} />
      <Item label={t('Close saved')} onSelect={() => void closeSaved(group.id)} />
      <Item label={t('Close group')} onSelect={() => void closeGroup(group.id)} />
      <Separator />
      {path === null ? null : (
        <>
          <Item icon="copy" label={t('Copy path')} onSelect={() => void copyText(absolute(path))} />
          <Item label={t('Copy relative path')} onSelect={() => void copyText(path)} />
          <Item
            icon="list-tree"
            label={t('Reveal in the explorer')}
            onSelect={() => {
              onReveal(path);
            }}
          />
          <Separator />
        </>
      )}
      {actions.map(({ label, icon, run }) => (
        <Item key={label} icon={icon} label={label} onSelect={run} />
      ))}
      {actions.length === 0 ? null : <Separator />}
      {tab.preview ? (
        <Item
          label={t('Keep open')}
          onSelect={() => {
            keepTab(group.id, tab.id);
          }}
        />
      ) : null}
      <Item
        icon={tab.pinned ? 'pinned' : 'pin'}
        label={tab.pinned ? t('Unpin') : t('Pin')}
        onSelect={() => {
          pinTab(group.id, tab.id, !tab.pinned);
        }}
      />
      <Item
        icon="split-horizontal"
        label={t('Split right')}
        onSelect={() => {
          splitTab(group.id, tab.id, 'right');
        }}
      />
      <Item
        icon="split-vertical"
        label={t('Split down')}
        onSelect={() => {
          splitTab(group.id, tab.id, 'below');
        }}
      />
    </ContextMenu.Content>
  );
}

function Separator() {
  return <ContextMenu.Separator className="menu-separator" />;
}

interface ItemProps {
  readonly icon?: string;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

function Item({ icon = 'blank', label, disabled = false, onSelect }: ItemProps) {
  return (
    <ContextMenu.Item className="menu-item" disabled={disabled} onSelect={onSelect}>
      <Icon name={icon} /> <span>{label}</span>
    </ContextMenu.Item>
  );
}
