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

/** A group is gone; another may have its id. */
export function forgetViewsOf(group: string): void {
  for (const known of [...ofGroups.keys()]) if (known.startsWith(`${group}\0`)) ofGroups.delete(known);
}

/** Another folder is open. */
export function forgetViews(): void {
  ofGroups.clear();
  latest.clear();
}
