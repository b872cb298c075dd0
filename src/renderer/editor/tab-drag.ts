/** The tab that is being dragged; of this window, as a group of another one has another folder. */
export interface DraggedTab {
  readonly group: string;
  readonly tab: string;
}

let dragged: DraggedTab | null = null;

/** The type of what a drag carries; of no use to another window, which knows of no drag of its own. */
export const DRAG_TYPE = 'application/x-codegrex-tab';

/** A drag begins, or with `null` is over. */
export function setDragged(next: DraggedTab | null): void {
  dragged = next;
}

/** What is being dragged. */
export function draggedTab(): DraggedTab | null {
  return dragged;
}
