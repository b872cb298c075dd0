import type { FileEdits } from '../../../shared/schemas/language.ts';
import { call } from '../../bridge/bridge.ts';
import { openDocuments } from '../open-documents.ts';

/**
 * Make the edits of a language server: in open files as one step that can be undone there, in others on disk. All or
 * nothing: what was made is taken back where one of them cannot be. Answers with whether they were made.
 */
export async function makeEdits(files: readonly FileEdits[]): Promise<boolean> {
  const made: (() => Promise<unknown>)[] = [];
  try {
    for (const { path, edits } of files) {
      if (edits.length === 0) continue;
      if (openDocuments.text(path) !== null) {
        const inverse = openDocuments.edit(path, edits);
        if (inverse === null) throw new Error('the text is another by now');
        made.push(() => Promise.resolve(openDocuments.edit(path, inverse)));
      } else {
        const { stamp, inverse } = await call('search.replace', { path, stamp: null, edits: [...edits] });
        made.push(() => call('search.replace', { path, stamp, edits: [...inverse] }));
      }
    }
    return true;
  } catch {
    for (const takeBack of made.reverse()) await takeBack().catch(() => undefined);
    return false;
  }
}
