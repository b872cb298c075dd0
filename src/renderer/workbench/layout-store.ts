import { create } from 'zustand';

/** Where a view can be: the side bar at the left, the secondary one at the right, the panel below. */
export type Place = 'side' | 'secondary' | 'panel';
export const PLACES: readonly Place[] = ['side', 'secondary', 'panel'];

/** What is on show in one place. */
export interface PlaceState {
  readonly open: boolean;
  /** Id of the view that is on show, or was last. */
  readonly view: string;
  /** Width of a side bar, height of the panel, px. */
  readonly size: number;
}

/** Everything around the editors. */
export type Layout = Readonly<Record<Place, PlaceState>>;

/** While the user changed nothing. */
export const DEFAULT_LAYOUT: Layout = {
  side: { open: true, view: 'explorer', size: 260 },
  secondary: { open: true, view: 'chat', size: 380 },
  panel: { open: false, view: 'ledger', size: 280 },
};

/** Which views are on show, and how large their places are. */
export const useLayout = create<Layout>(() => DEFAULT_LAYOUT);

function change(place: Place, next: Partial<PlaceState>): void {
  useLayout.setState((s) => ({ [place]: { ...s[place], ...next } }));
}

/** Show a view in its place. */
export function showView(place: Place, view: string): void {
  change(place, { open: true, view });
}

/** Show a view; if it is on show, close its place. */
export function toggleView(place: Place, view: string): void {
  const now = useLayout.getState()[place];
  change(place, { open: !(now.open && now.view === view), view });
}

/** Open or close a place, with the view that it had. */
export function togglePlace(place: Place): void {
  change(place, { open: !useLayout.getState()[place].open });
}

/** The user gave a place another size, px. */
export function resizePlace(place: Place, size: number): void {
  if (Math.abs(useLayout.getState()[place].size - size) >= 1) change(place, { size: Math.round(size) });
}
