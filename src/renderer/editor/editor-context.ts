import { createContext } from 'react';
import type { MONACO_THEME } from './monaco-setup.ts';
import type { GroupTab } from './groups.ts';
import type { TabKinds } from './tab-kind.ts';

/** How the editor looks; from the settings. */
export interface EditorLook {
  readonly theme: keyof typeof MONACO_THEME;
  readonly fontSize: number;
  /** Empty: the app's own. */
  readonly fontFamily: string;
  readonly tabSize: number;
  readonly vim: boolean;
  readonly insertSpaces: boolean;
  readonly lineNumbers: 'on' | 'off' | 'relative';
  readonly renderWhitespace: 'none' | 'boundary' | 'selection' | 'trailing' | 'all';
  readonly cursorStyle: 'line' | 'block' | 'underline' | 'line-thin';
  readonly wordWrap: boolean;
  readonly minimap: boolean;
  readonly stickyScroll: boolean;
  /** Show the list of suggestions at every letter; without, at `.` and the like, and when asked for. */
  readonly listWhileTyping: boolean;
}

/** What the groups know of the rest of the window. */
export interface EditorSurroundings {
  readonly look: EditorLook;
  readonly kinds: TabKinds;
  /** Called with the cursor of the active group, and when the selection starts or ends. */
  readonly onCursor: (line: number, column: number, selected: boolean) => void;
  /** Tell which rule keeps a file from models. */
  readonly onExplain: (path: string) => void;
  /** Open what a link leads to; it asks first. */
  readonly onLink: (url: string) => void;
  /** Show a file or folder in the tree. */
  readonly onReveal: (path: string) => void;
  /** The path of the open folder that a file lies in; `''` where it is the only one. */
  readonly rootOf: (path: string) => string;
  /** Absolute, for the clipboard. */
  readonly absolute: (path: string) => string;
  /** What else can be done with a tab, by its kind and file; drawn at the right of the tabs and in their menu. */
  readonly actionsOf: (tab: GroupTab) => readonly TabAction[];
}

/** Something that can be done with a tab. */
export interface TabAction {
  readonly label: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** Whether it has a button beside the tabs. */
  readonly button: boolean;
  readonly run: () => void;
}

/** Groups are drawn by the dock, which hands them nothing of ours. */
export const EditorContext = createContext<EditorSurroundings | null>(null);
