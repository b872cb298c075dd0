import { DiffView } from '../editor/diff-view.tsx';
import { ImageView } from '../editor/image-view.tsx';
import { MarkdownView } from '../editor/markdown-view.tsx';
import type { TabKinds } from '../editor/tab-kind.ts';
import { Report, Walkthrough } from './help-tabs.tsx';
import { KeybindingsJsonTab, KeybindingsTab } from './keybindings-tab.tsx';
import { Merge } from './merge-editor.tsx';
import { SnippetsTab } from './snippets-tab.tsx';
import { SettingsJsonTab, SettingsTab } from './settings-tab.tsx';

/** The kinds of tabs besides the text of a file; tab-kind.ts of the editor tells how to add one. */
export const TAB_KINDS: TabKinds = {
  diff: { Body: DiffView },
  image: { Body: ImageView },
  markdown: { Body: MarkdownView },
  merge: { Body: Merge },
  report: { Body: Report },
  walkthrough: { Body: Walkthrough },
  settings: { Body: SettingsTab },
  keybindings: { Body: KeybindingsTab },
  'keybindings-json': { Body: KeybindingsJsonTab },
  'snippets-json': { Body: SnippetsTab },
  'settings-json': { Body: SettingsJsonTab },
};
