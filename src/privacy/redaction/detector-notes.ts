/** Where something was found, in characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value that a detector must find: the value alone, or a text and the value within it. */
export type Example = string | readonly [text: string, value: string];

/** What every detector says of itself. */
export interface DetectorNotes {
  /** Unique, kebab-case; the `type` of a finding. */
  readonly id: string;
  /** Upper-case words joined by single underscores, no digits; becomes part of the placeholder, `REDACTED_EMAIL_1`. */
  readonly label: string;
  /** A secret lets somebody in; personal data tells who somebody is. */
  readonly kind: 'secret' | 'personal';
  /** Where the format is documented, or the public rule set that has it. */
  readonly source: string;
  /** Assembled at run time, so that no scanner takes the file for a leak. */
  readonly examples: () => readonly Example[];
  /** Texts that look alike and must be left alone. */
  readonly counterexamples?: () => readonly string[];
}
