import '@vscode/codicons/dist/codicon.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/workbench.css';
import './styles/editor.css';
import './styles/dialogs.css';
import './styles/ollama.css';
import './styles/redaction.css';
import './styles/chat.css';
import './styles/ledger.css';
import './styles/search.css';
import './styles/explorer.css';
import './styles/settings-editor.css';
import '@xterm/xterm/css/xterm.css';
import './styles/terminal.css';
import './styles/git.css';
import './styles/help.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openDocuments } from './editor/open-documents.ts';
import { openFiles } from './editor/open-files.ts';
import { provideSymbols } from './editor/symbols.ts';
import { startExplorer } from './explorer/file-actions.ts';
import { startLedger } from './privacy/ledger-store.ts';
import { startModels } from './models/models-store.ts';
import { startUsage } from './models/usage-store.ts';
import { startPolicy } from './privacy/policy-store.ts';
import { startSearch } from './search/search-store.ts';
import { startSettings } from './settings/settings-store.ts';
import { startCustomTheme } from './workbench/custom-theme.ts';
import { startSnippets } from './workbench/snippets-tab.tsx';
import { startKeybindings } from './workbench/key-store.ts';
import { describeSettingsFiles } from './workbench/settings-tab.tsx';
import { Workbench } from './workbench/workbench.tsx';
import { startLanguages } from './workbench/follow-problems.ts';
import { followGit } from './workbench/follow-git.ts';
import { followTerminals } from './workbench/follow-terminals.ts';
import { startWorkspace } from './workbench/workspace-sync.ts';

/** The renderer's composition root, but for the connection that main.ts began. */
startSettings();
startPolicy();
startModels();
startUsage();
startLedger();
startSearch(openDocuments);
startExplorer(openFiles);
describeSettingsFiles();
startKeybindings();
startSnippets();
startCustomTheme();
provideSymbols();
startWorkspace();
startLanguages();
followTerminals();
followGit();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Workbench />
    </StrictMode>,
  );
}
