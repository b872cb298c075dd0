import type { CompletionPayload } from '../../../privacy/payload.ts';
import { filesAsComments, fimFamilyOf, type Segment } from './fim-families.ts';

/** A raw prompt in the form of the model's family. */
export interface FimPrompt {
  readonly segments: readonly Segment[];
  /** The segments in one, for servers that take text. */
  readonly prompt: string;
  /** What the family ends with. */
  readonly stop: readonly string[];
  /** Other files are in it as the family's makers say. */
  readonly files: boolean;
}

type Asked = Pick<CompletionPayload, 'prefix' | 'suffix' | 'context'>;

/** The raw prompt for a model, or `null` if its family is not known. */
export function fimPrompt(model: string, { prefix, suffix, context }: Asked): FimPrompt | null {
  const family = fimFamilyOf(model);
  if (family === null) return null;
  const marks = family.prompt('', '', null).flatMap((s) => ('mark' in s ? [s.mark.trim()] : []));
  const all = [...new Set([...marks, ...family.stop])];
  const elsewhere = context !== undefined && context.pieces.length > 0 ? context : null;
  const segments = family
    .prompt(prefix, suffix, elsewhere)
    .map((s): Segment => ('mark' in s ? s : { text: withoutMarks(s.text, all) }));
  return {
    segments,
    prompt: segments.map((s) => ('mark' in s ? s.mark : s.text)).join(''),
    stop: family.stop,
    files: family.files && elsewhere !== null,
  };
}

/** Whether {@link fimPrompt} knows this model. */
export function knowsFim(model: string): boolean {
  return fimFamilyOf(model) !== null;
}

/** What goes before the cursor on a server that puts in the marks itself: other files go as comments. */
export function prefixWithFiles({ prefix, context }: Asked): string {
  return (context === undefined ? '' : filesAsComments(context)) + prefix;
}

/** Code may hold such marks itself, as this project's does: a space keeps them from being read as one. */
function withoutMarks(text: string, marks: readonly string[]): string {
  let safe = text;
  for (const mark of marks) safe = safe.replaceAll(mark, `${mark.slice(0, 1)} ${mark.slice(1)}`);
  return safe;
}
