import { ContextMenu } from 'radix-ui';
import { use, useEffect, useId, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { baseName } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { closeTab } from './close-tabs.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { useEditor } from './editor-store.ts';
import { activeTab, type Group, type GroupTab } from './groups.ts';
import { cycleTabs, keepTab, moveTab, pinTab, showTab, splitTab, enterGroup } from './groups-store.ts';
import { DRAG_TYPE, draggedTab, setDragged } from './tab-drag.ts';
import { TabMenu } from './tab-menu.tsx';
import { t } from '../../shared/messages/t.ts';

/** The tabs of one group. Left and right move between them, Delete closes; they can be dragged. */
export function TabBar({ group, label }: { readonly group: Group; readonly label: string }) {
  const { actionsOf } = use(EditorContext) as EditorSurroundings;
  const files = useEditor((s) => s.tabs);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  /** Where what is dragged would go. */
  const [dropAt, setDropAt] = useState<number | null>(null);
  const { tabs } = group;
  const titles = tabs.map((t) => t.title);
  const shown = activeTab(group);

  useEffect(() => {
    if (!list.current) return undefined;
    // Also where there is less room than before, as beside a new group.
    const observer = new ResizeObserver(([entry]) => {
      entry?.target.querySelector('.tab.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    observer.observe(list.current);
    return () => {
      observer.disconnect();
    };
  }, [group.active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof Element) || event.target.getAttribute('role') !== 'tab') return;
    if (event.key === 'ArrowRight') cycleTabs(1);
    else if (event.key === 'ArrowLeft') cycleTabs(-1);
    else if (event.key === 'Delete' && group.active !== null) void closeTab(group.id, group.active);
    else return;
    event.preventDefault();
  };
  const onDragOver = (event: DragEvent): void => {
    if (draggedTab() === null) return;
    event.preventDefault();
    setDropAt(placeAt(event, tabs.length));
  };
  const onDrop = (event: DragEvent): void => {
    const from = draggedTab();
    setDropAt(null);
    if (from === null) return;
    event.preventDefault();
    moveTab(from.group, from.tab, group.id, placeAt(event, tabs.length));
  };

  if (tabs.length === 0) return null;
  return (
    <div className="tab-strip">
      <div
        ref={list}
        className="tabs"
        onKeyDown={onKeyDown}
        onDragOver={onDragOver}
        onDrop={onDrop}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropAt(null);
        }}
      >
        {/* A list of tabs may hold nothing but tabs, and each has its close button beside it. */}
        <span role="tablist" aria-label={label} aria-owns={tabs.map((_, i) => `${id}${String(i)}`).join(' ')} />
        {tabs.map((tab, i) => (
          <TabEntry
            key={tab.id}
            tab={tab}
            group={group}
            id={`${id}${String(i)}`}
            file={files.find((f) => f.path === tab.path)}
            // Two files of one name are told apart by their folders.
            twin={titles.filter((title) => title === tab.title).length > 1}
            drop={dropAt === i ? 'before' : dropAt === tabs.length && i === tabs.length - 1 ? 'after' : null}
          />
        ))}
      </div>
      {shown ? (
        <div className="tab-actions">
          {actionsOf(shown)
            .filter((action) => action.button)
            .map(({ label: name, icon, run }) => (
              <IconButton key={name} icon={icon} label={name} onClick={run} />
            ))}
          <IconButton
            icon="split-horizontal"
            label={t('Split right')}
            onClick={() => {
              splitTab(group.id, shown.id, 'right');
            }}
          />
        </div>
      ) : null}
    </div>
  );
}

/** Before which tab the pointer is. */
function placeAt(event: DragEvent, end: number): number {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('.tab') : null;
  if (!target) return end;
  const { left, width } = target.getBoundingClientRect();
  return Number(target.dataset['index']) + (event.clientX > left + width / 2 ? 1 : 0);
}

interface TabEntryProps {
  readonly tab: GroupTab;
  readonly group: Group;
  readonly id: string;
  /** The open file that it shows something of. */
  readonly file: ReturnType<typeof useEditor.getState>['tabs'][number] | undefined;
  readonly twin: boolean;
  readonly drop: 'before' | 'after' | null;
}

function TabEntry({ tab, group, id, file, twin, drop }: TabEntryProps) {
  const { onExplain } = use(EditorContext) as EditorSurroundings;
  const { title, path, pinned, preview } = tab;
  const active = tab.id === group.active;
  const kept = file?.kept ?? null;
  const gone = file !== undefined && (file.disk === 'removed' || file.error !== null);
  const close = (): void => void closeTab(group.id, tab.id);
  const classes = [
    'tab',
    ...(active ? ['active'] : []),
    ...(gone ? ['gone'] : []),
    ...(preview ? ['preview-tab'] : []),
    ...(pinned ? ['pinned-tab'] : []),
    ...(drop === null ? [] : [`drop-${drop}`]),
  ];
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div
          className={classes.join(' ')}
          data-index={group.tabs.indexOf(tab)}
          draggable
          onDragStart={(event) => {
            setDragged({ group: group.id, tab: tab.id });
            event.dataTransfer.setData(DRAG_TYPE, tab.id);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onDragEnd={() => {
            setDragged(null);
          }}
          onAuxClick={(e) => {
            if (e.button === 1) close();
          }}
          onDoubleClick={() => {
            keepTab(group.id, tab.id);
          }}
        >
          <button
            type="button"
            id={id}
            role="tab"
            aria-selected={active}
            tabIndex={active ? 0 : -1}
            title={`${visibleText(path ?? title)}${kept === null ? '' : t('\nKept from models by {kept}', { kept })}`}
            onClick={() => {
              showTab(group.id, tab.id);
            }}
            onFocus={() => {
              enterGroup(group.id);
            }}
          >
            {/* The name of a file must not look like another's. */}
            <span className="title">{visibleText(twin && path !== null && tab.kind === 'file' ? path : title)}</span>
            {file?.dirty === true && tab.holds ? <span className="dirty" role="img" aria-label={t('unsaved')} /> : null}
          </button>
          {kept === null || path === null ? null : (
            <IconButton
              icon="eye-closed"
              className="kept"
              label={t('Why is {path} kept from models?', { path: baseName(path) })}
              onClick={() => {
                onExplain(path);
              }}
            />
          )}
          {pinned ? (
            <IconButton
              icon="pinned"
              className="kept"
              label={t('Unpin {title}', { title: visibleText(title) })}
              onClick={() => {
                pinTab(group.id, tab.id, false);
              }}
            />
          ) : (
            <IconButton icon="close" label={t('Close {title}', { title: visibleText(title) })} onClick={close} />
          )}
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <TabMenu group={group} tab={tab} />
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
