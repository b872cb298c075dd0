import type { Settings } from './schemas/settings.ts';

/** Where a setting is found in the editor of settings. In the order of the editor. */
export const SETTING_CATEGORIES = [
  'Appearance',
  'Editor',
  'Files',
  'Terminal',
  'Privacy',
  'Redaction',
  'Completions',
  'Chat',
  'Models',
  'Network',
] as const;

/** What people are told of a setting, and who may set it. Its type is in {@link Settings}. */
export interface SettingInfo {
  readonly title: string;
  readonly description: string;
  readonly category: (typeof SETTING_CATEGORIES)[number];
  /**
   * What the open folder's own file may do with it, once the folder is trusted. `off-only`: turn it off, which lets
   * less leave the machine, and never on.
   */
  readonly workspace: 'any' | 'off-only' | 'never';
}

const info =
  (category: SettingInfo['category'], workspace: SettingInfo['workspace']) =>
  (title: string, description: string): SettingInfo => ({ title, description, category, workspace });
const appearance = info('Appearance', 'never');
const editor = info('Editor', 'any');
const files = info('Files', 'any');
const terminal = info('Terminal', 'any');
const privacy = info('Privacy', 'never');
const redaction = info('Redaction', 'never');
const completions = info('Completions', 'never');
const completionsOff = info('Completions', 'off-only');
const chat = info('Chat', 'never');
const models = info('Models', 'never');
const network = info('Network', 'never');

/** Every setting, for the editor of settings and for completion in the file behind it. */
export const SETTING_TABLE: { readonly [K in keyof Settings]: SettingInfo } = {
  theme: appearance(
    'Color theme',
    'Colours of the window. “system” follows the system, high contrast included; “custom” is what was imported from a VS Code theme.',
  ),
  editorFontSize: editor('Font size', 'Size of the text in the editor, in pixels.'),
  editorFontFamily: editor(
    'Font family',
    'Names of fonts with commas between them; the first that is installed is taken. Empty: the app’s own.',
  ),
  editorTabSize: editor('Tab size', 'Columns that a tab takes, and spaces that are inserted for one.'),
  editorInsertSpaces: editor('Insert spaces', 'The Tab key inserts spaces.'),
  editorWordWrap: editor('Word wrap', 'Wrap lines that are longer than the editor is wide.'),
  editorMinimap: editor('Minimap', 'Show an outline of the whole file at the right.'),
  editorStickyScroll: editor('Sticky scroll', 'Keep at the top what the lines below are within.'),
  editorLineNumbers: editor('Line numbers', 'Numbers at the left: of the file, or counted from the cursor.'),
  editorRenderWhitespace: editor('Render whitespace', 'Which spaces and tabs are drawn.'),
  editorCursorStyle: editor('Cursor style', 'Shape of the cursor.'),
  keybindingPreset: info('Editor', 'never')(
    'Keybinding preset',
    'Whose keys the editor has. With “vim”, the keys that Vim has a use for are Vim’s while a text has the focus.',
  ),
  editorFormatOnSave: editor(
    'Format on save',
    'Format a file when it is saved: by the project’s Prettier, or by what knows its language.',
  ),
  editorTrimTrailingWhitespace: files('Trim trailing whitespace', 'Remove spaces at the ends of lines on save.'),
  editorAutoSave: files(
    'Auto save',
    'Save changed files by itself: after a pause, or when the editor loses the focus.',
  ),
  editorAutoSaveDelayMs: files('Auto save delay', 'The pause after which a changed file is saved, in milliseconds.'),
  explorerAutoReveal: files('Reveal the file on screen', 'Show the file on screen in the explorer, and select it.'),
  gitBlameLine: editor('Blame of the line', 'Say at the end of the cursor’s line who wrote it, and when.'),
  languageServersOff: info('Editor', 'never')(
    'Language servers turned off',
    'Ids of servers that are not started, such as “typescript”, “pyright”, “gopls”.',
  ),
  editorHotExit: info('Files', 'never')(
    'Hot exit',
    'Keep unsaved text in CodeGrex’s own folder, readable by you only, so that a crash loses none.',
  ),
  terminalDefaultProfile: info('Terminal', 'never')(
    'Default terminal profile',
    'The shell of a new terminal, such as “bash”, “zsh”, “fish”, “pwsh”; null: your own.',
  ),
  terminalFontSize: terminal('Terminal font size', 'Size of the text in terminals, in pixels.'),
  terminalFontFamily: terminal(
    'Terminal font family',
    'Names of fonts with commas between them; empty: the app’s own.',
  ),
  terminalCursorStyle: terminal('Terminal cursor style', 'Shape of the cursor in terminals.'),
  terminalScrollback: terminal('Terminal scrollback', 'Lines that a terminal keeps above its screen.'),
  terminalScreenReader: info('Terminal', 'never')(
    'Terminal for screen readers',
    'Have screen readers told what terminals print. It makes terminals slower.',
  ),
  defaultMode: privacy('Default mode', 'The privacy mode of a folder that has none of its own.'),
  onPremHosts: privacy('On-premises hosts', 'Reached even in Offline: host or host:port.'),
  ignoreRules: privacy(
    'Ignore rules',
    'What is kept from models in every folder, in gitignore syntax; after the built-in rules.',
  ),
  honourIgnoreFiles: privacy('Honour ignore files', 'Other tools’ ignore files that keep more from models.'),
  telemetry: privacy('Keep samples', 'Keep samples of what happened for you to hand over. Nothing is sent.'),
  redactionAllow: redaction('Left as they are', 'Values that redaction lets stay: exact, or /pattern/.'),
  redactionPatterns: redaction('Also replaced', 'Patterns (RE2) of what else is replaced before it goes to a cloud.'),
  redactPrivateAddresses: redaction('Private addresses', 'Replace addresses of private networks.'),
  leaveTestCards: redaction('Leave test cards', 'Leave card numbers that processors publish for tests.'),
  completionEnabled: completionsOff('Inline completions', 'Complete code while you type.'),
  completionInComments: completionsOff('In comments', 'Complete comments too.'),
  completionInStrings: completionsOff('In strings', 'Complete strings too.'),
  nextEditEnabled: completionsOff('Next edit', 'Guess the next edit and offer it (experimental).'),
  completionDebounceMs: completions('Pause', 'The longest pause in typing before a completion is asked for, ms.'),
  completionMaxTokens: completions('Longest completion', 'In tokens.'),
  completionContextTokens: completions('Context', 'Tokens of code that the model reads for a completion.'),
  completionOffLanguages: completions('Languages without completions', 'Ids of languages, such as “markdown”.'),
  chatMaxTokens: chat('Longest answer', 'In tokens.'),
  chatTimeoutSeconds: chat('Timeout', 'Seconds of silence after which a chat gives up.'),
  chatModel: models('Chat model', 'provider/model; null: the first one available.'),
  completionModel: models('Completion model', 'provider/model; null: the first one available.'),
  nextEditModel: models('Next edit model', 'provider/model; null: the one for completions.'),
  chatFallbacks: models('Chat fallbacks', 'What is asked next where a model fails, in order.'),
  completionFallbacks: models('Completion fallbacks', 'What is asked next where a model fails, in order.'),
  runtime: models('Runtime', 'Where models run: this machine only, clouds first, or each where it is chosen.'),
  preferLocalCompletions: models('Prefer local completions', 'Ask models on this machine first for completions.'),
  firstTokenTargetMs: models('First token target', 'Models that take longer come later, ms; null: no preference.'),
  dailyBudget: models('Daily budget', 'US dollars that clouds may cost in a day; null: no budget.'),
  modelPrices: models('Model prices', 'Prices that you pay, US dollars for a million tokens.'),
  servers: models('Servers', 'Where models come from.'),
  ggufFiles: models('GGUF files', 'Model files that the embedded engine offers.'),
  detectLocalServers: models('Detect local servers', 'Look for model servers on this machine at start.'),
  proxy: network('Proxy', 'To clouds: none, environment, or http(s)://host:port.'),
  caFile: network('Certificates', 'A PEM file with more authorities to trust; absolute, or null.'),
};

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(SETTING_TABLE) as (keyof Settings)[];
