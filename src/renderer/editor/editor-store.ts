import { uriOf } from './text-uri.ts';
import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { TextRange } from '../../shared/schemas/search.ts';
import { tellsEncoding, type TextEncoding } from '../../shared/text-encodings.ts';
import type { Backup } from '../../shared/schemas/window-state.ts';
import type { FileText } from '../../shared/schemas/workspace.ts';
import { call } from '../bridge/bridge.ts';
import { baseName } from '../ui/format.ts';
import { messageOf, notify, notifyError } from '../ui/notifications.tsx';
import { conventionsOf, followConventions } from './conventions.ts';
import { followEdits } from './edit-history.ts';
import { heldBy, isHeld, type NewTab } from './groups.ts';
import { fileOnScreen, keepPreviewsOf, openTab, selectOnScreen, useGroups, type OpenOptions } from './groups-store.ts';
import { monaco } from './monaco-setup.ts';
import { prepareToSave, saveAfterPause } from './save-options.ts';
import { t } from '../../shared/messages/t.ts';

/** One open file: there as long as a tab of some group holds it. */
export interface Tab {
  readonly path: string;
  readonly dirty: boolean;
  /** What happened on disk under the text on screen. */
  readonly disk: 'same' | 'changed' | 'removed';
  readonly readOnly: boolean;
  /** Why it is not shown; such a tab has no text. */
  readonly error: { readonly message: string; readonly code: ErrorCode } | null;
  /** The rule that keeps it from models, or `null`. */
  readonly kept: string | null;
}

interface EditorState {
  readonly tabs: readonly Tab[];
  /** The file whose text is on screen in the active group. */
  readonly active: string | null;
}

/** The open files, each once. Their texts are Monaco's models, which keep each file's undo history. */
export const useEditor = create<EditorState>(() => ({ tabs: [], active: null }));
useGroups.subscribe((groups, before) => {
  const active = fileOnScreen(groups);
  if (active !== useEditor.getState().active) useEditor.setState({ active });
  if (groups.groups !== before.groups) for (const path of heldBy(before)) release(path);
});

/** What is needed to save, and to know whether there is anything to save. */
interface Document {
  readonly model: monaco.editor.ITextModel;
  file: Pick<FileText, 'eol' | 'bom' | 'encoding' | 'version'>;
  savedVersionId: number;
  /** Edited without highlighting, completions and a minimap, which would be felt. */
  readonly large: boolean;
  readonly stopFollowing: () => void;
  /** No state of the text is the one on disk. */
  readonly forgetSaved: () => void;
}
const documents = new Map<string, Document>();

/** A file's text; undefined for a tab without one. */
export function documentOf(path: string): Document | undefined {
  return documents.get(path);
}

function patch(path: string, change: Partial<Tab>): void {
  useEditor.setState(({ tabs }) => ({ tabs: tabs.map((t) => (t.path === path ? { ...t, ...change } : t)) }));
}
const tabOf = (path: string): Tab | undefined => useEditor.getState().tabs.find((t) => t.path === path);

/** Files being read, so that a double click does not read twice. */
const opening = new Map<string, Promise<void>>();

/**
 * Read a file, unless it is open. One that cannot be shown is there with the reason.
 * @param encoding of one that does not tell it, if it is known
 */
export function holdFile(path: string, encoding?: TextEncoding): Promise<void> {
  if (tabOf(path)?.error === null) return Promise.resolve();
  const work =
    opening.get(path) ??
    readIntoTab(path, encoding).finally(() => {
      opening.delete(path);
    });
  opening.set(path, work);
  return work;
}

/** Files that are shown as pictures, by their names; what is in them is looked at when they are read. */
const PICTURES = /\.(png|jpe?g|gif|webp|bmp|ico|avif)$/i;

/**
 * Open a file in the active group, or show it if that has it. A file that cannot be shown gets a tab that says why.
 * @param options `text`: as text, whatever it is called
 */
export async function openFile(path: string, options: OpenOptions & { readonly text?: boolean } = {}): Promise<void> {
  if (options.text !== true && PICTURES.test(path)) {
    openImage(path, options);
    return;
  }
  await holdFile(path);
  openTab(fileTab(path), options);
}

/** Open a file as a picture. */
export function openImage(path: string, options: OpenOptions = {}): void {
  const title = baseName(path);
  openTab({ id: `image:${path}`, kind: 'image', title, path, holds: false, params: null, keep: true }, options);
}

/** The tab of a file's text. */
export function fileTab(path: string): NewTab {
  return { id: `file:${path}`, kind: 'file', title: baseName(path), path, holds: true, params: null, keep: true };
}

/** Open a file with the cursor at the begin of a line, from 1, or with a range selected. */
export async function openFileAt(path: string, at: number | TextRange, options: OpenOptions = {}): Promise<void> {
  await openFile(path, options);
  const range = typeof at === 'number' ? { line: at, column: 1, endLine: at, endColumn: 1 } : at;
  if (useEditor.getState().active === path) selectOnScreen(range);
}

async function readIntoTab(path: string, encoding: TextEncoding | undefined): Promise<void> {
  let error: Tab['error'] = null;
  let readOnly = false;
  const keptLater = keptBy(path);
  try {
    const file = await call('files.read', { path, ...asked(encoding) });
    readOnly = file.readOnly;
    load(file);
  } catch (thrown) {
    error = { message: messageOf(thrown), code: thrown instanceof AppError ? thrown.code : 'internal' };
  }
  const tab: Tab = { path, dirty: false, disk: 'same', readOnly, error, kept: await keptLater };
  useEditor.setState(({ tabs }) => ({
    tabs: tabs.some((t) => t.path === path) ? tabs.map((t) => (t.path === path ? tab : t)) : [...tabs, tab],
  }));
}

/** Which rule keeps a file from models. The core decides; this is only shown. */
async function keptBy(path: string): Promise<string | null> {
  const verdict = await call('files.mayRead', { path }).catch(() => null);
  return verdict?.allowed === false ? (verdict.rule ?? t('a rule')) : null;
}

/** Ask again for every tab, after rules changed. */
export async function refreshKept(): Promise<void> {
  await Promise.all(
    useEditor.getState().tabs.map(async ({ path }) => {
      patch(path, { kept: await keptBy(path) });
    }),
  );
}

/** Forget a file and free its text, unless a tab holds it. */
function release(path: string): void {
  if (isHeld(useGroups.getState(), path)) return;
  useEditor.setState(({ tabs }) => ({ tabs: tabs.filter((t) => t.path !== path) }));
  discard(path);
}

function isLarge(text: string): boolean {
  if (text.length > LIMITS.largeTextChars) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= LIMITS.largeTextLines; at = text.indexOf('\n', at + 1)) lines++;
  return lines > LIMITS.largeTextLines;
}

/** Forget the files that no tab holds. */
export function releaseUnheld(): void {
  for (const { path } of useEditor.getState().tabs) release(path);
}

function discard(path: string): void {
  const document = documents.get(path);
  documents.delete(path);
  document?.stopFollowing();
  // What shows it lets go of it first: an editor of two texts does not stand one that is gone.
  setTimeout(() => document?.model.dispose(), 0);
}

/**
 * Put an unsaved text in place of a file's. What is on disk now is an undo away, and where it is not what the text is
 * a change of, that is said.
 */
export async function restoreText(backup: Backup): Promise<void> {
  const { path, text, version } = backup;
  await holdFile(path, untold(backup));
  const document = documents.get(path);
  if (!document) {
    // Gone, or not to be read as text any more: the text is all there is.
    load({ encoding: 'utf-8', ...backup, readOnly: false });
    documents.get(path)?.forgetSaved();
    patch(path, { dirty: true, disk: 'removed', error: null });
    return;
  }
  const changed = document.file.version !== version;
  replaceText(document.model, text);
  if (!changed || tabOf(path)?.dirty !== true) return;
  document.file = { ...document.file, version };
  patch(path, { disk: 'changed' });
}

/** As a step of its own, or undoing it would also undo what was typed last. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  if (model.getValue() === text) return;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
}

function load(file: FileText): void {
  discard(file.path);
  const uri = uriOf(file.path);
  monaco.editor.getModel(uri)?.dispose();
  const large = isLarge(file.text);
  const model = monaco.editor.createModel(file.text, large ? 'plaintext' : undefined, uri);
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  const stops = [followEdits(file.path, model), followConventions(file.path, model)];
  const document: Document = {
    model,
    file,
    large,
    savedVersionId: model.getAlternativeVersionId(),
    stopFollowing: () => {
      for (const stop of stops) stop();
    },
    forgetSaved: () => {
      document.savedVersionId = -1;
    },
  };
  documents.set(file.path, document);
  model.onDidChangeContent(() => {
    const dirty = model.getAlternativeVersionId() !== document.savedVersionId;
    if (tabOf(file.path)?.dirty !== dirty) patch(file.path, { dirty });
    if (!dirty) return;
    keepPreviewsOf(file.path);
    saveAfterPause(file.path, () => void autoSaveFile(file.path));
  });
}

const saveListeners = new Set<(path: string) => void>();
/** Be told of each file that was saved. Returns what stops it. */
export function onSaved(saved: (path: string) => void): () => void {
  saveListeners.add(saved);
  return () => saveListeners.delete(saved);
}

/** Have a file's lines end otherwise from when it is saved. */
export function setEol(path: string, eol: FileText['eol']): void {
  const document = documents.get(path);
  if (!document || document.file.eol === eol) return;
  document.file = { ...document.file, eol };
  document.forgetSaved();
  patch(path, { dirty: true });
}

const asked = (encoding: TextEncoding | undefined) => (encoding === undefined ? {} : { encoding });

/** The encoding to ask for, where the file does not tell it. */
function untold({ encoding = 'utf-8', bom }: Pick<Backup, 'encoding' | 'bom'>): TextEncoding | undefined {
  return tellsEncoding({ encoding, bom }) ? undefined : encoding;
}

/** Read an open file anew, in the encoding that it has if it does not tell it. */
function readAgain(path: string, { file }: Document, encoding?: TextEncoding): Promise<FileText> {
  return call('files.read', { path, ...asked(encoding ?? untold(file)) });
}

/**
 * A file has another path now: its text goes on under that, saved or not. Monaco's texts cannot change their names, so it
 * is another one, which begins without steps to undo.
 */
export function moveText(from: string, to: string): void {
  const tab = tabOf(from);
  const document = documents.get(from);
  if (!tab) return;
  if (document) {
    const text = document.model.getValue();
    load({ ...document.file, path: to, text, readOnly: tab.readOnly });
    // What was not saved is not saved under the other name either.
    if (tab.dirty) documents.get(to)?.forgetSaved();
  }
  useEditor.setState(({ tabs }) => ({
    tabs: tabs.filter((t) => t.path !== to).map((t) => (t === tab ? { ...t, path: to } : t)),
  }));
}

/**
 * Save one file. What changed on disk meanwhile is never written over without being asked.
 * @returns whether it is saved
 */
export async function saveFile(path: string, force = false): Promise<boolean> {
  const document = documents.get(path);
  if (!document) return false;
  await prepareToSave(path, document.model, editorOf(document.model));
  return writeFile(path, document, force);
}

/** Save a file that the user did not ask to save: its text is left as it was typed. */
export async function autoSaveFile(path: string): Promise<void> {
  const document = documents.get(path);
  const tab = tabOf(path);
  if (document && tab?.dirty === true && tab.disk === 'same' && !tab.readOnly) await writeFile(path, document, false);
}

function editorOf(model: monaco.editor.ITextModel): monaco.editor.ICodeEditor | undefined {
  return monaco.editor.getEditors().find((each) => each.getModel() === model);
}

async function writeFile(path: string, document: Document, force: boolean): Promise<boolean> {
  const { model, file } = document;
  // What is typed from here on is undone without undoing what is saved.
  model.pushStackElement();
  const versionId = model.getAlternativeVersionId();
  const { bom, encoding } = file;
  const eol = conventionsOf(path)?.eol ?? file.eol;
  const body = { path, text: model.getValue(), eol, bom, encoding };
  try {
    let expectedVersion: string | null = file.version;
    if (force) {
      // Over whatever is there now, or anew where nothing is.
      const now = await readAgain(path, document).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'path-not-found') return null;
        throw error;
      });
      expectedVersion = now?.version ?? null;
    }
    const { version } = await call('files.write', { ...body, expectedVersion });
    document.file = { eol, bom, encoding, version };
    document.savedVersionId = versionId;
    patch(path, { dirty: model.getAlternativeVersionId() !== versionId, disk: 'same' });
    for (const listener of saveListeners) listener(path);
    return true;
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code === 'file-changed-on-disk') patch(path, { disk: 'changed' });
    else if (code === 'path-not-found') patch(path, { disk: 'removed' });
    notifyError(error);
    if (code === 'connection-lost')
      notify('error', t('{path} is not saved: {error}', { path: baseName(path), error: messageOf(error) }));
    return false;
  }
}

/** Save every changed file. */
export async function saveAll(): Promise<boolean> {
  const saved = await Promise.all(
    useEditor
      .getState()
      .tabs.filter((t) => t.dirty)
      .map((t) => saveFile(t.path)),
  );
  return saved.every(Boolean);
}

/**
 * Take the text on disk; the change can be undone like any other. One that could not be read is tried again.
 * @param encoding to read it in, unless it is the one that it has
 */
export async function reloadFile(path: string, encoding?: TextEncoding): Promise<void> {
  const document = documents.get(path);
  if (!document) {
    if (tabOf(path)) await readIntoTab(path, encoding);
    return;
  }
  try {
    take(path, document, await readAgain(path, document, encoding));
  } catch (error) {
    cannotRead(path, error);
  }
}

function take(path: string, document: Document, file: FileText): void {
  const { model } = document;
  // It may have been closed while it was read.
  if (documents.get(path) !== document) return;
  replaceText(model, file.text);
  document.file = file;
  document.savedVersionId = model.getAlternativeVersionId();
  patch(path, { dirty: false, disk: 'same', readOnly: file.readOnly });
}

function cannotRead(path: string, error: unknown): void {
  if (error instanceof AppError && error.code === 'path-not-found') patch(path, { disk: 'removed' });
  else notifyError(error);
}

/** The core saw a change on disk. */
export async function fileChangedOnDisk(path: string, kind: 'added' | 'changed' | 'removed'): Promise<void> {
  const document = documents.get(path);
  if (!document) return;
  if (kind === 'removed') {
    patch(path, { disk: 'removed' });
    return;
  }
  try {
    const now = await readAgain(path, document);
    // Our own save is seen here too: only another text is news.
    if (now.version === document.file.version) patch(path, { disk: 'same', readOnly: now.readOnly });
    // Asked only now: what was typed while the file was read is not to be written over.
    else if (tabOf(path)?.dirty === true) patch(path, { disk: 'changed' });
    else take(path, document, now);
  } catch (error) {
    cannotRead(path, error);
  }
}
