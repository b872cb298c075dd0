import type { FilePlace } from '../../shared/schemas/window-state.ts';
import type { monaco } from './monaco-setup.ts';

type View = monaco.editor.ICodeEditorViewState;

const KEPT = 500;

/** Where the cursor was and what was in view, by group and file. Files that were closed have theirs when they come back. */
const ofGroups = new Map<string, View>();
/** The latest of any group. */
const latest = new Map<string, View>();

const key = (group: string, path: string): string => `${group}\0${path}`;

/** Remember how a group shows a file. */
export function keepView(group: string, path: string, editor: monaco.editor.ICodeEditor): void {
  const view = editor.saveViewState();
  if (!view) return;
  put(ofGroups, key(group, path), view);
  put(latest, path, view);
}

function put(views: Map<string, View>, at: string, view: View): void {
  views.delete(at);
  views.set(at, view);
  const [oldest] = views.keys();
  if (views.size > KEPT && oldest !== undefined) views.delete(oldest);
}

/** How a group showed a file last, or else the latest of any group. */
export function viewOf(group: string, path: string): View | null {
  return ofGroups.get(key(group, path)) ?? latest.get(path) ?? null;
}

/** Where a group's cursor is in a file, and what is at the top of its editor. */
export function placeIn(group: string, path: string): FilePlace | null {
  const view = ofGroups.get(key(group, path));
  const [cursor] = view?.cursorState ?? [];
  if (!view || !cursor) return null;
  const { lineNumber: line, column } = cursor.position;
  return { line, column, top: view.viewState.firstPosition.lineNumber };
}

/** As after a restart: a group is to show a file as it did. */
export function putPlace(group: string, path: string, { line, column, top }: FilePlace): void {
  const position = { lineNumber: line, column };
  put(ofGroups, key(group, path), {
    cursorState: [{ inSelectionMode: false, selectionStart: position, position }],
    viewState: {
      scrollLeft: 0,
      firstPosition: { lineNumber: top, column: 1 },
      firstPositionDeltaTop: 0,
    },
    contributionsState: {},
  });
}

/** A file has another path now, and is shown as before. */
export function moveViews(from: string, to: string): void {
  for (const [at, view] of [...ofGroups]) {
    const [group = '', path] = at.split('\0');
    if (path === from) put(ofGroups, key(group, to), view);
  }
  const view = latest.get(from);
  if (view) put(latest, to, view);
}

/** A group is gone; another may have its id. */
export function forgetViewsOf(group: string): void {
  for (const known of [...ofGroups.keys()]) if (known.startsWith(`${group}\0`)) ofGroups.delete(known);
}

/** Another folder is open. */
export function forgetViews(): void {
  ofGroups.clear();
  latest.clear();
}
