import type { ComponentType } from 'react';
import { ChatSide } from './chat-side.tsx';
import { ExplorerSide } from './explorer-side.tsx';
import { GitSide } from './git-side.tsx';
import { LedgerActions, LedgerBadge, LedgerView } from './ledger-view.tsx';
import { OutlineSide } from './outline-side.tsx';
import { ProblemsActions, ProblemsBadge, ProblemsView } from './problems-view.tsx';
import { SearchSide } from './search-side.tsx';
import { TerminalPanel, TerminalPanelActions } from './terminal-view.tsx';
import type { Layout, Place } from './layout-store.ts';
import { t } from '../../shared/messages/t.ts';

/**
 * The views of the window, and how to add one:
 *
 * 1. Build the feature in its own folder of the renderer (`search`, `terminal`), with a store of its own.
 *    Features do not know each other.
 * 2. Join it to the others in a component here, in `workbench/NAME-side.tsx` or `workbench/NAME-view.tsx`,
 *    as `explorer-side.tsx` does: that component takes no props.
 * 3. Add a row to {@link VIEWS}. The activity bar, the tabs of the panel, the command that shows the view with
 *    its keys, F6, and what is kept for each folder all follow from it.
 *
 * A view that is not on show is unmounted: what must outlive that (results, a running terminal and its screen)
 * belongs in the store. `showView(place, id)` of layout-store.ts shows a view from elsewhere, and does not make a
 * circle of imports.
 */
export interface View {
  /** Unique; kept on disk. */
  readonly id: string;
  readonly title: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly place: Place;
  /** Whether it has a button of its own in the activity bar. */
  readonly inActivityBar: boolean;
  /** Keys that show it and put the focus into it. */
  readonly keys?: readonly string[];
  /** Selectors within the place of what takes the focus: the first that is there. */
  readonly focus: readonly string[];
  /** Fills its place. A view of a side bar draws its own title; the panel draws that of its views. */
  readonly Body: ComponentType;
  /** For a view of the panel: what stands beside its title, as a count. */
  readonly Badge?: ComponentType;
  /** For a view of the panel: what it has at the right of the panel's title. */
  readonly Actions?: ComponentType;
}

/** In the order of the activity bar and of the panel's tabs. */
export const VIEWS: readonly View[] = [
  {
    id: 'explorer',
    title: t('Explorer'),
    icon: 'files',
    place: 'side',
    inActivityBar: true,
    keys: ['Ctrl+Shift+E'],
    focus: ['[role="tree"]', 'button'],
    Body: ExplorerSide,
  },
  {
    id: 'search',
    title: t('Search'),
    icon: 'search',
    place: 'side',
    inActivityBar: true,
    focus: ['.query'],
    Body: SearchSide,
  },
  {
    id: 'git',
    title: t('Source Control'),
    icon: 'source-control',
    place: 'side',
    inActivityBar: true,
    keys: ['Ctrl+Shift+G'],
    focus: ['.commit-message textarea', '.side.git .button', '.side.git button'],
    Body: GitSide,
  },
  {
    id: 'outline',
    title: t('Outline'),
    icon: 'list-tree',
    place: 'side',
    inActivityBar: true,
    focus: ['[role="tree"]', 'input'],
    Body: OutlineSide,
  },
  {
    id: 'chat',
    title: t('Chat'),
    icon: 'comment-discussion',
    place: 'secondary',
    inActivityBar: true,
    focus: ['.composer textarea', 'button'],
    Body: ChatSide,
  },
  {
    id: 'ledger',
    title: t('What left this machine'),
    icon: 'shield',
    place: 'panel',
    inActivityBar: true,
    keys: ['Ctrl+Alt+J'],
    focus: ['.ledger-table'],
    Body: LedgerView,
    Badge: LedgerBadge,
    Actions: LedgerActions,
  },
  {
    id: 'problems',
    title: t('Problems'),
    icon: 'warning',
    place: 'panel',
    inActivityBar: false,
    keys: ['Ctrl+Shift+M'],
    focus: ['.problems [role="tree"]', '.panel-actions input', 'button'],
    Body: ProblemsView,
    Badge: ProblemsBadge,
    Actions: ProblemsActions,
  },
  {
    id: 'terminal',
    title: t('Terminal'),
    icon: 'terminal',
    place: 'panel',
    inActivityBar: false,
    focus: ['.terminal-pane.active textarea', '.terminals .button'],
    Body: TerminalPanel,
    Actions: TerminalPanelActions,
  },
];

/** The views that a place can show. */
export function viewsOf(place: Place): readonly View[] {
  return VIEWS.filter((view) => view.place === place);
}

/** The view that a place shows; its first, where the one that was last is there no more. `null`: it is closed. */
export function viewIn(layout: Layout, place: Place): View | null {
  const { open, view } = layout[place];
  const views = viewsOf(place);
  return open ? (views.find((v) => v.id === view) ?? views[0] ?? null) : null;
}
