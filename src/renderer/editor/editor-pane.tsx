import 'dockview-react/dist/styles/dockview.css';
import {
  DockviewReact,
  type DockviewApi,
  type DockviewTheme,
  type IDockviewPanelProps,
  type SerializedDockview,
} from 'dockview-react';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { EditorPort } from '../ui/editor-port.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { followDock } from './dock-shape.ts';
import { editorPort } from './group-editors.ts';
import { GroupView } from './group-view.tsx';
import type { Side } from './groups.ts';
import { moveTab, moveTabAside, useGroups } from './groups-store.ts';
import { draggedTab } from './tab-drag.ts';
import { t } from '../../shared/messages/t.ts';

interface EditorPaneProps {
  /** Same from one drawing to the next, while nothing in it changed. */
  readonly surroundings: EditorSurroundings;
  /** Gives other features what they may ask of the editor. */
  readonly onReady: (port: EditorPort) => void;
}

/**
 * The groups of tabs, in a grid that can be split. The dock has the grid and the places to drop at; the tabs are our
 * own, as those of the dock have buttons within them, which a screen reader does not reach.
 */
export function EditorPane({ surroundings, onReady }: EditorPaneProps) {
  const empty = useGroups((s) => s.groups.every((g) => g.tabs.length === 0) && s.groups.length === 1);
  useEffect(() => {
    onReady(editorPort);
  }, [onReady]);
  return (
    <section className={`editor-pane${empty ? ' empty-pane' : ''}`} aria-label={t('Editor')}>
      <EditorContext value={surroundings}>
        <Grid />
      </EditorContext>
    </section>
  );
}

const THEME: DockviewTheme = { name: 'codegrex', className: 'editor-dock', dndOverlayMounting: 'relative' };

const COMPONENTS = { group: ({ api }: IDockviewPanelProps) => <GroupView id={api.id} /> };

function Grid() {
  const [api, setApi] = useState<DockviewApi | null>(null);
  const groups = useGroups((s) => s.groups);

  // The groups say what there is to be drawn, the dock how large it is.
  useLayoutEffect(() => {
    if (!api) return;
    takeShape(api);
    putGroups(api);
  }, [api, groups]);
  useEffect(() => {
    if (!api) return undefined;
    const over = api.onUnhandledDragOver((event) => {
      const { target } = event.nativeEvent;
      const inTabs = target instanceof Element && target.closest('.tab-strip') !== null;
      if (draggedTab() !== null && !inTabs) event.accept();
    });
    const dropped = api.onDidDrop(({ position, group }) => {
      const from = draggedTab();
      const to = group?.activePanel?.id;
      if (from === null || to === undefined) return;
      if (position === 'center') moveTab(from.group, from.tab, to);
      else moveTabAside(from.group, from.tab, to, SIDES[position]);
    });
    const forget = followDock(api);
    return () => {
      forget();
      over.dispose();
      dropped.dispose();
    };
  }, [api]);

  return (
    <DockviewReact
      theme={THEME}
      components={COMPONENTS}
      disableFloatingGroups
      dndEdges={false}
      announcements={false}
      proportionalLayout
      onReady={(event) => {
        setApi(event.api);
      }}
    />
  );
}

const SIDES = { left: 'left', right: 'right', top: 'above', bottom: 'below' } as const satisfies Record<string, Side>;

/** Lay the groups out as they were. What the dock does not understand is left. */
function takeShape(api: DockviewApi): void {
  const { shape } = useGroups.getState();
  if (shape === null) return;
  useGroups.setState({ shape: null });
  try {
    api.fromJSON(JSON.parse(shape) as SerializedDockview);
  } catch {
    api.clear();
  }
}

/** Give the dock a panel for each group, and no other. */
function putGroups(api: DockviewApi): void {
  const { groups, placed } = useGroups.getState();
  for (const { id } of groups) {
    if (api.getPanel(id)) continue;
    const at = placed[id];
    const beside = (at && api.getPanel(at.beside)) ?? api.panels.at(-1);
    api.addPanel({
      id,
      component: 'group',
      title: t('Open files'),
      ...(beside ? { position: { referencePanel: beside, direction: at?.side ?? 'right' } } : {}),
    });
  }
  for (const { group } of api.panels) group.header.hidden = true;
  const known = new Set(groups.map((g) => g.id));
  for (const panel of [...api.panels]) if (!known.has(panel.id)) api.removePanel(panel);
}
