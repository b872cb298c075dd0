import type { ComponentType } from 'react';
import type { GroupTab } from './groups.ts';

/** What the body of a tab is given. */
export interface TabBodyProps {
  readonly tab: GroupTab;
  /** Id of the group that it is drawn in. */
  readonly group: string;
}

/**
 * A kind of tab, and how to add one:
 *
 * 1. Build its body in the feature's own folder; join it to the others in workbench, if it needs any.
 * 2. Add a row to the table in workbench/tab-kinds.ts.
 * 3. Open one with `openTab` of groups-store.ts: the tab's `kind` is the row's name, and `params` is for the body.
 *
 * A body is unmounted while another tab of its group is on screen. What takes the focus in it has `data-focus`.
 */
export interface TabKind {
  /** Fills the group below its tabs. */
  readonly Body: ComponentType<TabBodyProps>;
}

/** By name. The kind `file` is not among them: each group has one text editor for all of its files. */
export type TabKinds = Readonly<Record<string, TabKind>>;
