import { pathOf, uriOf } from '../text-uri.ts';
import type { LanguageLocation } from '../../../shared/schemas/language.ts';
import { call } from '../../bridge/bridge.ts';
import { documentOf } from '../editor-store.ts';
import { monaco } from '../monaco-setup.ts';

/** Files that a list of places shows a line of; more are listed without. */
const MOST_TEXTS = 60;
/** Longer ones are not read just to be looked at. */
const MOST_CHARS = 2_000_000;

/** Texts of files that are not open, that Monaco shows pieces of; the oldest go. */
const held: monaco.editor.ITextModel[] = [];

/** Have the texts of places ready, as Monaco shows none that it does not have. */
export async function holdTexts(locations: readonly LanguageLocation[]): Promise<void> {
  const paths = [...new Set(locations.map(({ path }) => path))].filter(
    (path) => monaco.editor.getModel(uriOf(path)) === null,
  );
  await Promise.all(
    paths.slice(0, MOST_TEXTS).map(async (path) => {
      const file = await call('files.read', { path }).catch(() => null);
      if (file === null || file.text.length > MOST_CHARS || monaco.editor.getModel(uriOf(path)) !== null) return;
      held.push(monaco.editor.createModel(file.text.replace(/\r\n?/g, '\n'), undefined, uriOf(path)));
    }),
  );
  while (held.length > MOST_TEXTS * 2) drop(held.shift());
}

/** Those of another folder say nothing here. */
export function dropTexts(): void {
  for (const model of held.splice(0)) drop(model);
}

function drop(model: monaco.editor.ITextModel | undefined): void {
  // One that was opened since is another model, and this one is gone.
  if (model && !model.isDisposed() && documentOf(pathOf(model))?.model !== model) model.dispose();
}
