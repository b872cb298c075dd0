import { parse, type ParseError } from 'jsonc-parser';

/** A text as JSON, with comments and trailing commas if those are permitted; `undefined` if it is none. */
export function parseJsonc(text: string, relaxed: boolean, errors: ParseError[] = []): unknown {
  try {
    const held: unknown = parse(text, errors, { allowTrailingComma: relaxed, disallowComments: !relaxed });
    return errors.length > 0 ? undefined : held;
  } catch {
    // Nested deeper than it can be read.
    return undefined;
  }
}
