import {
  closeActive,
  closeAllTabs,
  closeGroup,
  closeOthers,
  closeSaved,
  closeToTheRight,
  hasTab,
  reopenClosed,
} from '../editor/close-tabs.ts';
import {
  activeGroup,
  currentTab,
  cycleTabs,
  focusGroup,
  focusNextGroup,
  keepTab,
  moveActive,
  pinTab,
  splitActive,
  useGroups,
  walkRecent,
} from '../editor/groups-store.ts';
import type { Command } from './command.ts';
import { t } from '../../shared/messages/t.ts';

/** Something done with the tab on screen in the active group. */
const onTab = (act: (group: string, tab: string) => unknown) => (): unknown => {
  const group = activeGroup();
  return group?.active ? act(group.id, group.active) : undefined;
};
const manyGroups = (): boolean => useGroups.getState().groups.length > 1;

/** What is done with tabs and groups of tabs. */
export const TAB_COMMANDS: readonly Command[] = [
  {
    id: 'closeTab',
    label: t('Close tab'),
    keys: ['Ctrl+W', 'Alt+W'],
    when: () => hasTab() || manyGroups(),
    run: closeActive,
  },
  { id: 'closeAllTabs', label: t('Close all tabs'), keys: ['Ctrl+K Ctrl+W'], when: hasTab, run: closeAllTabs },
  { id: 'closeOtherTabs', label: t('Close other tabs of the group'), when: hasTab, run: onTab(closeOthers) },
  { id: 'closeTabsToTheRight', label: t('Close tabs to the right'), when: hasTab, run: onTab(closeToTheRight) },
  {
    id: 'closeSavedTabs',
    label: t('Close saved tabs of the group'),
    keys: ['Ctrl+K U'],
    when: hasTab,
    run: onTab((group) => closeSaved(group)),
  },
  {
    id: 'closeGroup',
    label: t('Close group'),
    when: manyGroups,
    run: () => closeGroup(useGroups.getState().active),
  },
  { id: 'reopenTab', label: t('Reopen closed tab'), keys: ['Ctrl+Shift+T', 'Alt+Shift+T'], run: reopenClosed },
  {
    id: 'keepTab',
    label: t('Keep tab open'),
    keys: ['Ctrl+K Enter'],
    when: () => currentTab()?.preview === true,
    run: onTab(keepTab),
  },
  {
    id: 'pinTab',
    label: t('Pin or unpin tab'),
    keys: ['Ctrl+K Shift+Enter'],
    when: hasTab,
    run: onTab((group, tab) => {
      pinTab(group, tab, currentTab()?.pinned !== true);
    }),
  },
  {
    id: 'nextTab',
    label: t('Next tab'),
    keys: ['Ctrl+PageDown', 'Alt+PageDown'],
    when: hasTab,
    run: () => {
      cycleTabs(1);
    },
  },
  {
    id: 'previousTab',
    label: t('Previous tab'),
    keys: ['Ctrl+PageUp', 'Alt+PageUp'],
    when: hasTab,
    run: () => {
      cycleTabs(-1);
    },
  },
  {
    id: 'nextRecentTab',
    label: t('Tab that was on screen before'),
    keys: ['Ctrl+Tab', 'Alt+Q'],
    when: hasTab,
    run: () => {
      walkRecent(1);
    },
  },
  {
    id: 'previousRecentTab',
    label: t('Tab that was on screen longest ago'),
    keys: ['Ctrl+Shift+Tab', 'Alt+Shift+Q'],
    when: hasTab,
    run: () => {
      walkRecent(-1);
    },
  },
  {
    id: 'splitRight',
    label: t('Split right'),
    keys: ['Ctrl+\\'],
    when: hasTab,
    run: () => {
      splitActive('right');
    },
  },
  {
    id: 'splitDown',
    label: t('Split down'),
    keys: ['Ctrl+K Ctrl+\\'],
    when: hasTab,
    run: () => {
      splitActive('below');
    },
  },
  {
    id: 'moveTabToNextGroup',
    label: t('Move tab to the next group'),
    keys: ['Ctrl+Alt+ArrowRight'],
    when: hasTab,
    run: () => {
      moveActive(1);
    },
  },
  {
    id: 'moveTabToPreviousGroup',
    label: t('Move tab to the previous group'),
    keys: ['Ctrl+Alt+ArrowLeft'],
    when: hasTab,
    run: () => {
      moveActive(-1);
    },
  },
  ...[1, 2, 3].map((n): Command => ({
    id: `focusGroup${String(n)}`,
    label: t('Focus group {n} of tabs', { n }),
    keys: [`Ctrl+${String(n)}`, `Alt+${String(n)}`],
    run: () => {
      focusGroup(n - 1);
    },
  })),
  {
    id: 'nextGroup',
    label: t('Focus the next group of tabs'),
    keys: ['Ctrl+K Ctrl+ArrowRight'],
    when: manyGroups,
    run: () => {
      focusNextGroup(1);
    },
  },
  {
    id: 'previousGroup',
    label: t('Focus the previous group of tabs'),
    keys: ['Ctrl+K Ctrl+ArrowLeft'],
    when: manyGroups,
    run: () => {
      focusNextGroup(-1);
    },
  },
];
