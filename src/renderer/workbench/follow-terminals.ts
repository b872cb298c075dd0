import { addChip } from '../chat/chat-store.ts';
import { openFileAt, useEditor } from '../editor/editor-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { forgetLastTask } from '../terminal/run-task.ts';
import { joinTerminals } from '../terminal/terminal-port.ts';
import { forgetTerminals, setTerminalLook, startTerminals } from '../terminal/terminal-store.ts';
import { commandOf } from './commands.ts';
import { takeTaskProblems } from './follow-problems.ts';
import { openLink } from './open-link.ts';
import { showTerminal } from './terminal-commands.ts';

/** Join the terminals to the editor, the chat and the settings. Call once. */
export function followTerminals(): void {
  startTerminals();
  joinTerminals({
    openLink: (url) => void openLink(url),
    openFile: (path, line, column) => {
      const at = { line: line ?? 1, column: column ?? 1 };
      void openFileAt(path, { ...at, endLine: at.line, endColumn: at.column }, { preview: true });
    },
    ask: (name, text) => {
      addChip({ kind: 'terminalSelection', name, text });
      void commandOf('ask').run();
    },
    problems: takeTaskProblems,
    here: () => useEditor.getState().active,
    show: showTerminal,
  });
  useSettings.subscribe(({ view }, before) => {
    if (view === null || view.values === before.view?.values) return;
    const { values } = view;
    setTerminalLook({
      fontSize: values.terminalFontSize,
      fontFamily: values.terminalFontFamily,
      cursorStyle: values.terminalCursorStyle,
      scrollback: values.terminalScrollback,
      screenReader: values.terminalScreenReader,
    });
  });
  useExplorer.subscribe(({ workspace, opened }, before) => {
    // What ran in them ended with the folder.
    if (opened !== before.opened) forgetTerminals();
    // Tasks of several folders are called otherwise.
    if (workspace?.id !== before.workspace?.id) forgetLastTask();
  });
}
