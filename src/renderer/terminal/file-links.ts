/** A name in a line of a terminal that may be that of a file. */
export interface FileLink {
  /** Of the line's text, end excluded. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** Counted from 1. */
  readonly line: number | null;
  readonly column: number | null;
}

/** A word, with a drive before it, and the place after it as compilers write it: `:3:5`, `(3,5)`, `", line 3`. */
const WORD =
  /((?:[A-Za-z]:(?=[\\/]))?[^\s'"`()[\]{}<>|,;:*?!=\u0000-\u001f]{1,1024})(?::(\d{1,7})(?::(\d{1,7}))?|\((\d{1,7})(?:, ?(\d{1,7}))?\)|", line (\d{1,7}))?/g;
/** In a line longer than this, only its begin is looked through. */
const LINE_CHARS = 4000;

/**
 * The names in a line that may be files: whether there are such files is asked elsewhere. What has neither a slash, a
 * dot nor a place after it is a word like any other.
 */
export function fileLinks(text: string): readonly FileLink[] {
  return [...text.slice(0, LINE_CHARS).matchAll(WORD)].flatMap((match) => {
    const [whole, name = '', line, column, inLine, inColumn, python] = match;
    // A sentence may end with a name.
    const path = whole === name ? name.replace(/\.+$/, '') : name;
    const at = line ?? inLine ?? python;
    if (!/[\p{L}\p{N}]/u.test(path) || (at === undefined && !/[\\/]|\.\w/.test(path))) return [];
    const next = column ?? inColumn;
    const end = match.index + (whole === name ? path.length : whole.length);
    return [{ start: match.index, end, path, line: numberOf(at), column: numberOf(next) }];
  });
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}
