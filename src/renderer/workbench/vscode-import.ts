import { parse, type ParseError } from 'jsonc-parser';
import { Settings } from '../../shared/schemas/settings.ts';
import { TEXT_ENCODINGS } from '../../shared/text-encodings.ts';
import { readSnippets } from '../editor/read-snippets.ts';
import { readKeyRules, type KeyRule } from './key-rules.ts';
import { t } from '../../shared/messages/t.ts';

/** One thing of VS Code's files that is taken over, or is not. */
export interface ImportItem {
  readonly name: string;
  /** What it becomes, or why it is left. */
  readonly note: string;
}

/** One of the files that the user chose. */
export interface ImportFile {
  /** Without its folders. */
  readonly name: string;
  readonly text: string;
}

/** What files of VS Code give. */
export interface ImportPlan {
  readonly settings: Partial<Settings>;
  readonly keys: readonly KeyRule[];
  /** Entries of snippets.json, by name. */
  readonly snippets: Readonly<Record<string, object>>;
  readonly taken: readonly ImportItem[];
  readonly left: readonly ImportItem[];
}

type Mapping = readonly [ours: keyof Settings, value: (theirs: unknown) => unknown];
const same = (ours: keyof Settings): Mapping => [ours, (value) => value];
const isNot = (off: string) => (value: unknown) => (typeof value === 'string' ? value !== off : value);

/** VS Code writes the labels of encodings without signs between. */
const encodingCalled = (theirs: unknown): unknown =>
  Object.keys(TEXT_ENCODINGS).find((ours) => ours.replaceAll(/[-_]/g, '') === theirs) ?? theirs;

/** Settings of VS Code that have one of ours. What does not fit ours is told when it is parsed. */
const SETTINGS: Readonly<Record<string, Mapping>> = {
  'editor.fontSize': same('editorFontSize'),
  'editor.fontFamily': same('editorFontFamily'),
  'editor.tabSize': same('editorTabSize'),
  'editor.insertSpaces': same('editorInsertSpaces'),
  'editor.wordWrap': ['editorWordWrap', isNot('off')],
  'editor.minimap.enabled': same('editorMinimap'),
  'editor.stickyScroll.enabled': same('editorStickyScroll'),
  'editor.lineNumbers': same('editorLineNumbers'),
  'editor.renderWhitespace': same('editorRenderWhitespace'),
  'editor.cursorStyle': same('editorCursorStyle'),
  'editor.formatOnSave': same('editorFormatOnSave'),
  'editor.inlineSuggest.enabled': same('completionEnabled'),
  'files.trimTrailingWhitespace': same('editorTrimTrailingWhitespace'),
  'files.autoSave': same('editorAutoSave'),
  'files.autoSaveDelay': same('editorAutoSaveDelayMs'),
  'files.encoding': ['editorEncoding', encodingCalled],
  'files.hotExit': ['editorHotExit', isNot('off')],
};

/** Commands of VS Code that are ours by another name. */
const COMMANDS: Readonly<Record<string, string>> = {
  'workbench.action.showCommands': 'palette',
  'workbench.action.quickOpen': 'quickOpen',
  'workbench.action.findInFiles': 'search',
  'workbench.action.replaceInFiles': 'searchReplace',
  'workbench.action.files.openFolder': 'openFolder',
  'workbench.action.files.newUntitledFile': 'newFile',
  'workbench.action.files.save': 'save',
  'workbench.action.files.saveAll': 'saveAll',
  'workbench.action.closeActiveEditor': 'closeTab',
  'workbench.action.closeAllEditors': 'closeAllTabs',
  'workbench.action.nextEditor': 'nextTab',
  'workbench.action.previousEditor': 'previousTab',
  'workbench.action.gotoLine': 'goToLine',
  'workbench.action.gotoSymbol': 'goToSymbol',
  'workbench.action.toggleSidebarVisibility': 'toggle.side',
  'workbench.action.togglePanel': 'toggle.panel',
  'workbench.action.toggleAuxiliaryBar': 'toggle.secondary',
  'workbench.action.openSettings': 'settings',
  'workbench.action.openSettingsJson': 'settingsJson',
  'workbench.action.openGlobalKeybindings': 'keybindings',
  'workbench.view.explorer': 'view.explorer',
  'actions.find': 'find',
  'editor.action.startFindReplaceAction': 'replace',
  'editor.action.commentLine': 'comment',
  'editor.action.formatDocument': 'format',
  'editor.action.formatSelection': 'formatSelection',
};

/**
 * What settings.json, keybindings.json and files of snippets of VS Code give; a list is the second, and one whose
 * entries have a body the third.
 * @param known ids of our commands
 * @param languages Monaco's ids: a file of snippets that is named as one of them is for that language
 */
export function planImport(
  files: readonly ImportFile[],
  known: ReadonlySet<string>,
  languages: ReadonlySet<string>,
): ImportPlan {
  const settings: Record<string, unknown> = {};
  const keys: KeyRule[] = [];
  const snippets = new Map<string, object>();
  const taken: ImportItem[] = [];
  const left: ImportItem[] = [];
  for (const file of files) {
    const errors: ParseError[] = [];
    const held: unknown = parse(file.text, errors, { allowTrailingComma: true });
    if (errors.length > 0 || typeof held !== 'object' || held === null) {
      left.push({ name: file.name, note: t('It is not JSON as VS Code writes it.') });
    } else if (Array.isArray(held)) {
      for (const each of held as readonly unknown[]) planKey(each, known, { keys, taken, left });
    } else if (hasSnippets(held)) {
      planSnippets(file, languages, { snippets, taken, left });
    } else {
      for (const [name, value] of Object.entries(held)) planSetting(name, value, { settings, taken, left });
    }
  }
  return { settings: settings, keys, snippets: Object.fromEntries(snippets), taken, left };
}

function hasSnippets(held: object): boolean {
  return Object.values(held).some((each: unknown) => typeof each === 'object' && each !== null && 'body' in each);
}

function planSnippets(
  { name: file, text }: ImportFile,
  languages: ReadonlySet<string>,
  plan: { snippets: Map<string, object>; taken: ImportItem[]; left: ImportItem[] },
): void {
  const named = file.replace(/\.json$/i, '');
  const language = languages.has(named) ? named : null;
  const { snippets, problems } = readSnippets(text);
  for (const { name, prefixes, body, description, languages: own } of snippets) {
    const scope = own ?? (language === null ? [] : [language]);
    // Two languages may have snippets of one name.
    const title = plan.snippets.has(name) && scope.length > 0 ? `${name} (${scope.join(', ')})` : name;
    plan.snippets.set(title, {
      prefix: prefixes.length === 1 ? prefixes[0] : prefixes,
      body: body.split('\n'),
      ...(scope.length === 0 ? {} : { scope: scope.join(',') }),
      ...(description === '' ? {} : { description }),
    });
    plan.taken.push({ name: title, note: t('A snippet: {prefixes}', { prefixes: prefixes.join(', ') }) });
  }
  for (const problem of problems) plan.left.push({ name: file, note: problem });
}

function planSetting(
  name: string,
  theirs: unknown,
  plan: { settings: Record<string, unknown>; taken: ImportItem[]; left: ImportItem[] },
): void {
  const mapping = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (!mapping) {
    plan.left.push({ name, note: t('CodeGrex has no such setting.') });
    return;
  }
  const [ours, convert] = mapping;
  const parsed = Settings.shape[ours].safeParse(convert(theirs));
  if (parsed.success) {
    plan.settings[ours] = parsed.data;
    plan.taken.push({ name, note: `${ours}: ${JSON.stringify(parsed.data)}` });
  } else plan.left.push({ name, note: t('{ours} does not take this value.', { ours }) });
}

function planKey(
  rule: unknown,
  known: ReadonlySet<string>,
  plan: { keys: KeyRule[]; taken: ImportItem[]; left: ImportItem[] },
): void {
  const { rules, problems } = readKeyRules(JSON.stringify([rule]));
  const [read] = rules;
  if (!read) {
    const { key, command } = Object(rule) as { key?: unknown; command?: unknown };
    const name = [key, command].filter((each) => typeof each === 'string').join(' ');
    plan.left.push({ name: name === '' ? t('A rule') : name, note: problems[0]?.replace(/^Rule 1: /, '') ?? '' });
    return;
  }
  const minus = read.command.startsWith('-') ? '-' : '';
  const theirs = read.command.slice(minus.length);
  const ours = Object.hasOwn(COMMANDS, theirs) ? COMMANDS[theirs] : theirs;
  const name = `${read.key} ${read.command}`;
  if (ours === undefined || !known.has(ours)) {
    plan.left.push({ name, note: t('CodeGrex has no such command.') });
    return;
  }
  plan.keys.push({ ...read, command: `${minus}${ours}` });
  plan.taken.push({ name, note: `${minus}${ours}` });
}
