import { PLACES, showView, useLayout, type Place } from './layout-store.ts';
import { viewIn, type View } from './views.ts';

interface Part {
  readonly root: Element;
  readonly found: HTMLElement;
}

const rootOf = (place: Place): Element | null => document.querySelector(`[data-place="${place}"]`);

/** What of a part takes the focus: the first of its targets that is there. */
function partOf(root: Element | null, targets: readonly string[]): Part[] {
  const found = targets
    .map((target) => root?.querySelector<HTMLElement>(target))
    .find((element) => element?.checkVisibility() === true);
  return root && found ? [{ root, found }] : [];
}

/** Move the focus to the next part of the window that is on show, or the one before; round and round. */
export function focusPart(step: 1 | -1): void {
  const layout = useLayout.getState();
  const [side = [], ...others] = PLACES.map((place) => partOf(rootOf(place), viewIn(layout, place)?.focus ?? []));
  const parts = [
    ...side,
    ...partOf(document.querySelector('.centre'), ['[role="textbox"]', 'button']),
    ...others.flat(),
    ...partOf(document.querySelector('.status-bar'), ['button']),
  ];
  const at = parts.findIndex(({ root }) => root.contains(document.activeElement));
  // From outside all of them forwards begins at the first, backwards at the last.
  const next = at < 0 && step < 0 ? parts.length - 1 : (at + step + parts.length) % parts.length;
  parts[next]?.found.focus();
}

/** Show a view and put the focus into it. */
export function focusView({ id, place, focus }: View): void {
  showView(place, id);
  // It is drawn only then.
  requestAnimationFrame(() => {
    partOf(rootOf(place), focus)[0]?.found.focus();
  });
}
