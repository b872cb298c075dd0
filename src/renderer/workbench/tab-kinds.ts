import type { TabKinds } from '../editor/tab-kind.ts';

/** The kinds of tabs besides the text of a file; tab-kind.ts of the editor tells how to add one. */
export const TAB_KINDS: TabKinds = {};
