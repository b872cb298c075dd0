import { MODES } from '../../privacy/mode.ts';
import { addChip, newConversation, stopChat, useChat } from '../chat/chat-store.ts';
import { compareWithSaved } from '../editor/compare-with-saved.ts';
import { activeLanguage } from '../editor/active-language.ts';
import { reloadFile, saveAll, saveFile, useEditor } from '../editor/editor-store.ts';
import { reopenWith, saveWith } from '../editor/file-encoding.ts';
import { useJsonOnScreen } from '../editor/json-text.tsx';
import { useExplorer } from '../explorer/explorer-store.ts';
import { changeModels } from '../models/models-store.ts';
import { undoReplace, useReplace } from '../search/replace-store.ts';
import { setMode, usePolicy } from '../privacy/policy-store.ts';
import { explainKept } from '../privacy/why-kept-dialog.tsx';
import { updateSettings, useSettings } from '../settings/settings-store.ts';
import { MODE_LOOK } from '../ui/mode-look.ts';
import { notifyError } from '../ui/notifications.tsx';
import type { Command } from './command.ts';
import { eraseEverything } from './erase-everything.tsx';
import { EXPLORER_COMMANDS } from './explorer-commands.ts';
import { focusPart, focusView } from './focus-parts.ts';
import { hasSeveralFolders } from '../explorer/open-folders.ts';
import { addFolder, addGguf, newFile, openFolder, removeFolder } from './folder-actions.ts';
import { togglePlace, type Place } from './layout-store.ts';
import { hasResults, openResult, showSearch } from './open-search.ts';
import { compareWithFile, hasPreview, openPreview } from './tab-actions.ts';
import { TAB_COMMANDS } from './tab-commands.ts';
import { GIT_COMMANDS } from './git-commands.ts';
import { TASK_COMMANDS } from './task-commands.ts';
import { TERMINAL_COMMANDS } from './terminal-commands.ts';
import { openReport, openWalkthrough, showAbout } from './help-tabs.tsx';
import { importTheme } from './custom-theme.ts';
import { importFromVsCode } from './import-store.ts';
import { openKeybindings, openKeybindingsJson } from './open-keybindings.ts';
import { openSettings, openSettingsJson } from './settings-tab.tsx';
import { openSnippets } from './snippets-tab.tsx';
import { VIEWS } from './views.ts';
import { showOverlay, showQuickOpen, useWorkbench } from './workbench-store.ts';
import { closeWorkspace } from './workspace-sync.ts';
import { toggleZen } from './zen.ts';
import { t } from '../../shared/messages/t.ts';

const active = (): string | null => useEditor.getState().active;
const hasFile = (): boolean => active() !== null;
const hasFolder = (): boolean => useExplorer.getState().workspace !== null;
const onActive = (act: (path: string) => unknown) => (): void => {
  const path = active();
  if (path !== null) act(path);
};
/** One of Monaco's own actions, under our names. */
const inEditor = (id: string, label: string, action: string, keys: readonly string[] = []): Command => ({
  id,
  label,
  keys,
  when: hasFile,
  run: () => useWorkbench.getState().editor?.runAction(action),
});

const toggling = (place: Place, label: string, key: string): Command => ({
  id: `toggle.${place}`,
  label,
  keys: [key],
  run: () => {
    togglePlace(place);
  },
});

/** Put the cursor into the chat's question. */
function focusChat(): void {
  const chat = VIEWS.find((view) => view.id === 'chat');
  if (chat) focusView(chat);
}

export type { Command };

/** Every command, in the order of the palette. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'palette',
    label: t('Show all commands'),
    keys: ['F1', 'Ctrl+Shift+P'],
    run: () => {
      showOverlay('palette');
    },
  },
  {
    id: 'quickOpen',
    label: t('Go to file'),
    keys: ['Ctrl+P'],
    when: hasFolder,
    run: () => {
      showQuickOpen();
    },
  },
  {
    id: 'search',
    label: t('Search in files'),
    keys: ['Ctrl+Shift+F'],
    run: () => {
      showSearch(false);
    },
  },
  {
    id: 'searchReplace',
    label: t('Replace in files'),
    keys: ['Ctrl+Shift+H'],
    run: () => {
      showSearch(true);
    },
  },
  {
    id: 'nextResult',
    label: t('Go to the next search result'),
    keys: ['F4'],
    when: hasResults,
    run: () => {
      openResult(1);
    },
  },
  {
    id: 'previousResult',
    label: t('Go to the previous search result'),
    keys: ['Shift+F4'],
    when: hasResults,
    run: () => {
      openResult(-1);
    },
  },
  {
    id: 'undoReplace',
    label: t('Undo the last replacement in files'),
    when: () => useReplace.getState().done.length > 0,
    run: undoReplace,
  },
  { id: 'openFolder', label: t('Open folder'), keys: ['Ctrl+O'], run: openFolder },
  { id: 'addFolder', label: t('Add a folder to the window…'), run: addFolder },
  {
    id: 'removeFolder',
    label: t('Remove a folder from the window…'),
    when: hasSeveralFolders,
    run: () => removeFolder(),
  },
  { id: 'closeFolder', label: t('Close folder'), when: hasFolder, run: closeWorkspace },
  { id: 'newFile', label: t('New file'), keys: ['Ctrl+N', 'Alt+N'], when: hasFolder, run: newFile },
  ...EXPLORER_COMMANDS,
  {
    id: 'save',
    label: t('Save'),
    keys: ['Ctrl+S'],
    when: () => hasFile() || useJsonOnScreen.getState().save !== null,
    run: () => {
      const path = active();
      if (path === null) useJsonOnScreen.getState().save?.();
      else void saveFile(path);
    },
  },
  { id: 'saveAll', label: t('Save all'), keys: ['Ctrl+Alt+S'], run: saveAll },
  { id: 'revert', label: t('Take the text on disk'), when: hasFile, run: onActive((path) => reloadFile(path)) },
  { id: 'reopenWithEncoding', label: t('Reopen with encoding…'), when: hasFile, run: onActive(reopenWith) },
  { id: 'saveWithEncoding', label: t('Save with encoding…'), when: hasFile, run: onActive(saveWith) },
  ...TAB_COMMANDS,
  inEditor('find', t('Find'), 'actions.find', ['Ctrl+F']),
  inEditor('replace', t('Replace'), 'editor.action.startFindReplaceAction', ['Ctrl+H']),
  {
    id: 'goToLine',
    label: t('Go to line'),
    keys: ['Ctrl+G'],
    when: hasFile,
    run: () => {
      showQuickOpen(':');
    },
  },
  {
    id: 'goToSymbol',
    label: t('Go to symbol in file'),
    keys: ['Ctrl+Shift+O'],
    when: hasFile,
    run: () => {
      showQuickOpen('@');
    },
  },
  {
    id: 'preview',
    label: t('Open preview'),
    keys: ['Ctrl+Shift+V'],
    when: hasPreview,
    yields: true,
    run: onActive((path) => openPreview(path, false)),
  },
  {
    id: 'previewBeside',
    label: t('Open preview to the side'),
    keys: ['Ctrl+K V'],
    when: hasPreview,
    run: onActive((path) => openPreview(path, true)),
  },
  {
    id: 'compareSaved',
    label: t('Compare with saved'),
    keys: ['Ctrl+K D'],
    when: hasFile,
    run: onActive(compareWithSaved),
  },
  { id: 'compareFile', label: t('Compare with file…'), when: hasFile, run: onActive(compareWithFile) },
  inEditor('comment', t('Toggle line comment'), 'editor.action.commentLine'),
  {
    // The second is VS Code's on Linux, and a browser's own for its tools.
    ...inEditor('format', t('Format document'), 'editor.action.formatDocument', ['Shift+Alt+F', 'Ctrl+Shift+I']),
    // In the tree the first looks for text in a folder.
    keysWhen: 'editorTextFocus',
  },
  inEditor('formatSelection', t('Format selection'), 'editor.action.formatSelection'),
  inEditor('complete', t('Ask for a completion here'), 'editor.action.inlineSuggest.trigger', ['Alt+\\']),
  { id: 'ask', label: t('Ask in chat'), keys: ['Ctrl+Alt+I'], run: focusChat },
  {
    id: 'askSelection',
    label: t('Ask about the selection'),
    keys: ['Ctrl+Alt+A'],
    when: () => useWorkbench.getState().cursor?.selected === true,
    run: () => {
      const selection = useWorkbench.getState().editor?.selection();
      if (selection) addChip({ kind: 'selection', ...selection });
      focusChat();
    },
  },
  { id: 'stopChat', label: t('Stop the answer'), when: () => useChat.getState().running, run: stopChat },
  { id: 'newConversation', label: t('New conversation'), run: newConversation },
  {
    id: 'nextPart',
    label: t('Focus the next part of the window'),
    keys: ['F6'],
    run: () => {
      focusPart(1);
    },
  },
  {
    id: 'previousPart',
    label: t('Focus the previous part of the window'),
    keys: ['Shift+F6'],
    run: () => {
      focusPart(-1);
    },
  },
  ...VIEWS.map((view): Command => ({
    id: `view.${view.id}`,
    label: t('Show {title}', { title: view.title }),
    keys: view.keys ?? [],
    run: () => {
      focusView(view);
    },
  })),
  ...TERMINAL_COMMANDS,
  ...TASK_COMMANDS,
  ...GIT_COMMANDS,
  { id: 'zen', label: t('Toggle zen mode'), keys: ['Ctrl+K Z'], run: toggleZen },
  toggling('side', t('Show or hide the side bar'), 'Ctrl+B'),
  toggling('panel', t('Show or hide the panel'), 'Ctrl+J'),
  toggling('secondary', t('Show or hide the secondary side bar'), 'Ctrl+Alt+B'),
  ...MODES.map((mode): Command => ({
    id: `mode.${mode}`,
    label: t('Privacy mode: {label}', { label: MODE_LOOK[mode].label }),
    when: () => usePolicy.getState().view?.selectableModes.includes(mode) === true,
    run: () => setMode(mode),
  })),
  {
    id: 'explainKept',
    label: t('May models read this file?'),
    when: hasFile,
    run: onActive(explainKept),
  },
  {
    id: 'verifyOffline',
    label: t('Verify offline'),
    run: () => {
      showOverlay('verify-offline');
    },
  },
  {
    id: 'models',
    label: t('Models'),
    run: () => {
      showOverlay('models');
    },
  },
  { id: 'addGguf', label: t('Add a GGUF model file'), run: addGguf },
  {
    id: 'refreshModels',
    label: t('Look for models again'),
    run: () => changeModels('models.refresh', {}).catch(notifyError),
  },
  {
    id: 'toggleCompletion',
    label: t('Turn inline completions on or off'),
    run: () => updateSettings({ completionEnabled: useSettings.getState().view?.values.completionEnabled !== true }),
  },
  {
    id: 'toggleCompletionLanguage',
    label: t('Turn inline completions on or off for this language'),
    when: hasFile,
    run: () => {
      const language = activeLanguage();
      const off = useSettings.getState().view?.values.completionOffLanguages ?? [];
      if (language === null) return;
      const others = off.filter((id) => id !== language);
      void updateSettings({ completionOffLanguages: others.length < off.length ? others : [...off, language] });
    },
  },
  {
    id: 'toggleNextEdit',
    label: t('Turn next edit suggestions on or off (experimental)'),
    run: () => updateSettings({ nextEditEnabled: useSettings.getState().view?.values.nextEditEnabled !== true }),
  },
  {
    id: 'completions',
    label: t('Completions: state, keys and counts'),
    run: () => {
      showOverlay('completions');
    },
  },
  {
    id: 'eraseEverything',
    label: t('Delete everything: conversations, records, recent folders'),
    run: eraseEverything,
  },
  {
    id: 'settings',
    label: t('Settings'),
    keys: ['Ctrl+,'],
    run: openSettings,
  },
  { id: 'keybindings', label: t('Keyboard shortcuts'), keys: ['Ctrl+K Ctrl+S'], run: openKeybindings },
  { id: 'importTheme', label: t('Import a VS Code color theme'), run: importTheme },
  { id: 'importFromVsCode', label: t('Import settings, keybindings and snippets of VS Code'), run: importFromVsCode },
  {
    id: 'toggleVim',
    label: t('Toggle Vim mode'),
    run: () => {
      const vim = useSettings.getState().view?.values.keybindingPreset === 'vim';
      return updateSettings({ keybindingPreset: vim ? 'vscode' : 'vim' });
    },
  },
  { id: 'snippets', label: t('Configure snippets'), run: openSnippets },
  { id: 'keybindingsJson', label: t('Keyboard shortcuts as JSON'), run: openKeybindingsJson },
  {
    id: 'settingsJson',
    label: t('Settings as JSON'),
    run: () => {
      openSettingsJson('user');
    },
  },
  {
    id: 'workspaceSettingsJson',
    label: t('Settings of this folder as JSON'),
    when: hasFolder,
    run: () => {
      openSettingsJson('workspace');
    },
  },
  { id: 'walkthrough', label: t('Help: Privacy walkthrough'), run: openWalkthrough },
  { id: 'report', label: t('Help: Report an issue…'), run: openReport },
  { id: 'about', label: t('Help: About CodeGrex'), run: showAbout },
  {
    id: 'privacySettings',
    label: t('Privacy settings: redaction, records…'),
    run: () => {
      showOverlay('privacy');
    },
  },
];

/** A command by its id. */
export function commandOf(id: string): Command {
  const command = COMMANDS.find((c) => c.id === id);
  if (!command) throw new Error(`There is no command ${id}`);
  return command;
}
