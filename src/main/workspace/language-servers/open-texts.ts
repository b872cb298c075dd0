import { AppError } from '../../../shared/app-error.ts';
import type { LanguageChange, LanguageDocument } from '../../../shared/schemas/language.ts';
import { fromRange, offsetAt } from './places.ts';

/** A text as the editor has it; lines end with `\n`. */
export interface OpenText {
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** The texts that are open in a window, kept in step with the editor: what servers are told, also anew. */
export class OpenTexts {
  readonly #texts = new Map<string, OpenText>();

  open(document: LanguageDocument): OpenText {
    this.#texts.set(document.path, document);
    return document;
  }

  /** Throws `language-out-of-step` where the change is not of the text that is known; the editor opens it anew then. */
  change(path: string, version: number, changes: readonly LanguageChange[]): OpenText {
    const before = this.#texts.get(path);
    if (before === undefined || version <= before.version) throw new AppError('language-out-of-step');
    let { text } = before;
    for (const { range, text: added } of changes) {
      if (range === null) {
        text = added;
        continue;
      }
      const { start, end } = fromRange(range);
      text = text.slice(0, offsetAt(text, start)) + added + text.slice(offsetAt(text, end));
    }
    const after = { ...before, version, text };
    this.#texts.set(path, after);
    return after;
  }

  close(path: string): OpenText | undefined {
    const text = this.#texts.get(path);
    this.#texts.delete(path);
    return text;
  }

  get(path: string): OpenText | undefined {
    return this.#texts.get(path);
  }

  all(): readonly OpenText[] {
    return [...this.#texts.values()];
  }

  clear(): void {
    this.#texts.clear();
  }
}
