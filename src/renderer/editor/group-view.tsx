import { use, useEffect, useRef } from 'react';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { FileView } from './file-view.tsx';
import { activeTab, groupOf } from './groups.ts';
import { enterGroup, useGroups } from './groups-store.ts';
import { TabBar } from './tab-bar.tsx';
import { t } from '../../shared/messages/t.ts';

/** One group: its tabs, and what the one on screen shows. */
export function GroupView({ id }: { readonly id: string }) {
  const { kinds } = use(EditorContext) as EditorSurroundings;
  const group = useGroups((s) => groupOf(s, id));
  const place = useGroups((s) => s.groups.findIndex((g) => g.id === id));
  const alone = useGroups((s) => s.groups.length === 1);
  const active = useGroups((s) => s.active === id);
  const focused = useGroups((s) => s.focused);
  const root = useRef<HTMLDivElement>(null);
  const tab = activeTab(group);
  const kind = tab ? kinds[tab.kind] : undefined;

  useEffect(() => {
    if (useGroups.getState().active !== id || document.querySelector('[role="dialog"]') !== null) return;
    // The text of a file takes it by itself, once it is there.
    if (kind) root.current?.querySelector<HTMLElement>('[data-focus]')?.focus();
    else if (!tab && !alone) root.current?.focus();
  }, [id, kind, tab, alone, focused]);

  if (!group) return null;
  const name = alone ? t('Open files') : t('Open files, group {place}', { place: place + 1 });
  return (
    <div
      ref={root}
      role="group"
      aria-label={t('Group {place}', { place: place + 1 })}
      className={`editor-group${active ? ' active' : ''}`}
      data-group={id}
      tabIndex={-1}
      onFocus={() => {
        enterGroup(id);
      }}
    >
      <TabBar group={group} label={name} />
      {tab?.kind === 'file' && tab.path !== null ? <Breadcrumbs group={id} path={tab.path} /> : null}
      {tab && kind ? (
        <div className="tab-body">
          <kind.Body key={tab.id} tab={tab} group={id} />
        </div>
      ) : null}
      <FileView group={id} path={tab?.kind === 'file' ? tab.path : null} />
    </div>
  );
}
