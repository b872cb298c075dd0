import { msg, type Message } from './messages/t.ts';
import type { Settings } from './schemas/settings.ts';

/** Where a setting is found in the editor of settings. In the order of the editor. */
export const SETTING_CATEGORIES = [
  msg('Appearance'),
  msg('Editor'),
  msg('Files'),
  msg('Terminal'),
  msg('Privacy'),
  msg('Redaction'),
  msg('Completions'),
  msg('Chat'),
  msg('Models'),
  msg('Network'),
] as const;

/** What people are told of a setting, and who may set it. Its type is in {@link Settings}. */
export interface SettingInfo {
  readonly title: Message;
  readonly description: Message;
  readonly category: (typeof SETTING_CATEGORIES)[number];
  /**
   * What the open folder's own file may do with it, once the folder is trusted. `off-only`: turn it off, which lets
   * less leave the machine, and never on.
   */
  readonly workspace: 'any' | 'off-only' | 'never';
}

const info =
  (category: SettingInfo['category'], workspace: SettingInfo['workspace']) =>
  (title: Message, description: Message): SettingInfo => ({ title, description, category, workspace });
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
  displayLanguage: appearance(
    msg('Display language'),
    msg(
      'Language of menus and messages, once the window is loaded again. “en-XA” is English with accents, which shows what is not translated.',
    ),
  ),
  theme: appearance(
    msg('Color theme'),
    msg(
      'Colours of the window. “system” follows the system, high contrast included; “custom” is what was imported from a VS Code theme.',
    ),
  ),
  editorFontSize: editor(msg('Font size'), msg('Size of the text in the editor, in pixels.')),
  editorFontFamily: editor(
    msg('Font family'),
    msg('Names of fonts with commas between them; the first that is installed is taken. Empty: the app’s own.'),
  ),
  editorTabSize: editor(msg('Tab size'), msg('Columns that a tab takes, and spaces that are inserted for one.')),
  editorInsertSpaces: editor(msg('Insert spaces'), msg('The Tab key inserts spaces.')),
  editorWordWrap: editor(msg('Word wrap'), msg('Wrap lines that are longer than the editor is wide.')),
  editorMinimap: editor(msg('Minimap'), msg('Show an outline of the whole file at the right.')),
  editorStickyScroll: editor(msg('Sticky scroll'), msg('Keep at the top what the lines below are within.')),
  editorLineNumbers: editor(msg('Line numbers'), msg('Numbers at the left: of the file, or counted from the cursor.')),
  editorRenderWhitespace: editor(msg('Render whitespace'), msg('Which spaces and tabs are drawn.')),
  editorCursorStyle: editor(msg('Cursor style'), msg('Shape of the cursor.')),
  keybindingPreset: info('Editor', 'never')(
    msg('Keybinding preset'),
    msg('Whose keys the editor has. With “vim”, the keys that Vim has a use for are Vim’s while a text has the focus.'),
  ),
  editorFormatOnSave: editor(
    msg('Format on save'),
    msg('Format a file when it is saved: by the project’s Prettier, or by what knows its language.'),
  ),
  editorTrimTrailingWhitespace: files(
    msg('Trim trailing whitespace'),
    msg('Remove spaces at the ends of lines on save.'),
  ),
  editorAutoSave: files(
    msg('Auto save'),
    msg('Save changed files by itself: after a pause, or when the editor loses the focus.'),
  ),
  editorAutoSaveDelayMs: files(
    msg('Auto save delay'),
    msg('The pause after which a changed file is saved, in milliseconds.'),
  ),
  explorerAutoReveal: files(
    msg('Reveal the file on screen'),
    msg('Show the file on screen in the explorer, and select it.'),
  ),
  gitBlameLine: editor(msg('Blame of the line'), msg('Say at the end of the cursor’s line who wrote it, and when.')),
  languageServersOff: info('Editor', 'never')(
    msg('Language servers turned off'),
    msg('Ids of servers that are not started, such as “typescript”, “pyright”, “gopls”.'),
  ),
  editorEncoding: files(
    msg('Encoding'),
    msg(
      'How files are read that are neither UTF-8 nor begin with a byte order mark, and how new ones are written, where no .editorconfig says it.',
    ),
  ),
  editorHotExit: info('Files', 'never')(
    msg('Hot exit'),
    msg('Keep unsaved text in CodeGrex’s own folder, readable by you only, so that a crash loses none.'),
  ),
  terminalDefaultProfile: info('Terminal', 'never')(
    msg('Default terminal profile'),
    msg('The shell of a new terminal, such as “bash”, “zsh”, “fish”, “pwsh”; null: your own.'),
  ),
  terminalFontSize: terminal(msg('Terminal font size'), msg('Size of the text in terminals, in pixels.')),
  terminalFontFamily: terminal(
    msg('Terminal font family'),
    msg('Names of fonts with commas between them; empty: the app’s own.'),
  ),
  terminalCursorStyle: terminal(msg('Terminal cursor style'), msg('Shape of the cursor in terminals.')),
  terminalScrollback: terminal(msg('Terminal scrollback'), msg('Lines that a terminal keeps above its screen.')),
  terminalScreenReader: info('Terminal', 'never')(
    msg('Terminal for screen readers'),
    msg('Have screen readers told what terminals print. It makes terminals slower.'),
  ),
  defaultMode: privacy(msg('Default mode'), msg('The privacy mode of a folder that has none of its own.')),
  onPremHosts: privacy(msg('On-premises hosts'), msg('Reached even in Offline: host or host:port.')),
  ignoreRules: privacy(
    msg('Ignore rules'),
    msg('What is kept from models in every folder, in gitignore syntax; after the built-in rules.'),
  ),
  honourIgnoreFiles: privacy(msg('Honour ignore files'), msg('Other tools’ ignore files that keep more from models.')),
  telemetry: privacy(msg('Keep samples'), msg('Keep samples of what happened for you to hand over. Nothing is sent.')),
  redactionAllow: redaction(msg('Left as they are'), msg('Values that redaction lets stay: exact, or /pattern/.')),
  redactionPatterns: redaction(
    msg('Also replaced'),
    msg('Patterns (RE2) of what else is replaced before it goes to a cloud.'),
  ),
  redactPrivateAddresses: redaction(msg('Private addresses'), msg('Replace addresses of private networks.')),
  leaveTestCards: redaction(msg('Leave test cards'), msg('Leave card numbers that processors publish for tests.')),
  completionEnabled: completionsOff(msg('Inline completions'), msg('Complete code while you type.')),
  completionInComments: completionsOff(msg('In comments'), msg('Complete comments too.')),
  completionInStrings: completionsOff(msg('In strings'), msg('Complete strings too.')),
  nextEditEnabled: completionsOff(msg('Next edit'), msg('Guess the next edit and offer it (experimental).')),
  completionDebounceMs: completions(
    msg('Pause'),
    msg('The longest pause in typing before a completion is asked for, ms.'),
  ),
  completionMaxTokens: completions(msg('Longest completion'), msg('In tokens.')),
  completionContextTokens: completions(msg('Context'), msg('Tokens of code that the model reads for a completion.')),
  completionOffLanguages: completions(
    msg('Languages without completions'),
    msg('Ids of languages, such as “markdown”.'),
  ),
  chatMaxTokens: chat(msg('Longest answer'), msg('In tokens.')),
  chatTimeoutSeconds: chat(msg('Timeout'), msg('Seconds of silence after which a chat gives up.')),
  chatModel: models(msg('Chat model'), msg('provider/model; null: the first one available.')),
  completionModel: models(msg('Completion model'), msg('provider/model; null: the first one available.')),
  nextEditModel: models(msg('Next edit model'), msg('provider/model; null: the one for completions.')),
  chatFallbacks: models(msg('Chat fallbacks'), msg('What is asked next where a model fails, in order.')),
  completionFallbacks: models(msg('Completion fallbacks'), msg('What is asked next where a model fails, in order.')),
  runtime: models(
    msg('Runtime'),
    msg('Where models run: this machine only, clouds first, or each where it is chosen.'),
  ),
  preferLocalCompletions: models(
    msg('Prefer local completions'),
    msg('Ask models on this machine first for completions.'),
  ),
  firstTokenTargetMs: models(
    msg('First token target'),
    msg('Models that take longer come later, ms; null: no preference.'),
  ),
  dailyBudget: models(msg('Daily budget'), msg('US dollars that clouds may cost in a day; null: no budget.')),
  modelPrices: models(msg('Model prices'), msg('Prices that you pay, US dollars for a million tokens.')),
  servers: models(msg('Servers'), msg('Where models come from.')),
  ggufFiles: models(msg('GGUF files'), msg('Model files that the embedded engine offers.')),
  detectLocalServers: models(msg('Detect local servers'), msg('Look for model servers on this machine at start.')),
  proxy: network(
    msg('Proxy'),
    msg('To clouds: none, environment, or http(s)://host:port. One that wants a password is named in the environment.'),
  ),
  caFile: network(msg('Certificates'), msg('A PEM file with more authorities to trust; absolute, or null.')),
};

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(SETTING_TABLE) as (keyof Settings)[];
