import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Group, Panel, Separator, usePanelRef, type PanelImperativeHandle } from 'react-resizable-panels';
import { BottomPanel } from './bottom-panel.tsx';
import { PLACES, resizePlace, useLayout, type Place } from './layout-store.ts';
import { viewIn } from './views.ts';
import { useWorkbench } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** The side bars and the panel around what is in the middle. */
export function Places({ children }: { readonly children: ReactNode }) {
  const layout = useLayout();
  const zen = useWorkbench((s) => s.zen);
  const [side, secondary, panel] = (['side', 'secondary', 'panel'] as const).map((place) =>
    zen ? null : viewIn(layout, place),
  );
  const panels = { side: usePanelRef(), secondary: usePanelRef(), panel: usePanelRef() };
  const onLayoutChanged = (_sizes: unknown, { isUserInteraction }: { readonly isUserInteraction: boolean }): void => {
    if (!isUserInteraction) return;
    for (const place of PLACES) {
      const panelRef = panels[place].current;
      if (panelRef) resizePlace(place, panelRef.getSize().inPixels);
    }
  };
  return (
    <Group orientation="vertical" className="panels" onLayoutChanged={onLayoutChanged}>
      <Panel id="upper" minSize={160}>
        <Group orientation="horizontal" className="panels" onLayoutChanged={onLayoutChanged}>
          {side ? (
            <>
              <PlacePanel panelRef={panels.side} place="side" minSize={160} maxSize="50">
                <side.Body />
              </PlacePanel>
              <Separator className="separator" aria-label={t('Width of the side bar')} />
            </>
          ) : null}
          <Panel id="centre" minSize={280}>
            <main className="centre">{children}</main>
          </Panel>
          {secondary ? (
            <>
              <Separator className="separator" aria-label={t('Width of the secondary side bar')} />
              <PlacePanel panelRef={panels.secondary} place="secondary" minSize={260} maxSize="60">
                <secondary.Body />
              </PlacePanel>
            </>
          ) : null}
        </Group>
      </Panel>
      {panel ? (
        <>
          <Separator className="separator horizontal" aria-label={t('Height of the panel')} />
          <PlacePanel panelRef={panels.panel} place="panel" minSize={120}>
            <BottomPanel view={panel} />
          </PlacePanel>
        </>
      ) : null}
    </Group>
  );
}

interface PlacePanelProps {
  readonly panelRef: RefObject<PanelImperativeHandle | null>;
  readonly place: Place;
  /** px */
  readonly minSize: number;
  /** Per cent. */
  readonly maxSize?: string;
  readonly children: ReactNode;
}

function PlacePanel({ panelRef, place, minSize, maxSize = '100', children }: PlacePanelProps) {
  const size = useLayout((s) => s[place].size);
  const drawn = useRef(size);
  // Another folder has another size; what the user drags is there already, and what is only now drawn begins with it.
  useEffect(() => {
    if (drawn.current === size) return;
    drawn.current = size;
    const panel = panelRef.current;
    if (panel && Math.abs(panel.getSize().inPixels - size) >= 1) panel.resize(size);
  }, [panelRef, size]);
  return (
    <Panel
      id={place}
      panelRef={panelRef}
      defaultSize={size}
      minSize={minSize}
      maxSize={maxSize}
      groupResizeBehavior="preserve-pixel-size"
      data-place={place}
    >
      {children}
    </Panel>
  );
}
