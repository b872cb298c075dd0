/** Where text is to be put in. */
export interface Place {
  /** What is before the cursor; the file's begin may be missing. Lines end with `\n`. */
  readonly prefix: string;
  /** What is after it; the file's end may be missing. */
  readonly suffix: string;
  /** Monaco's id. */
  readonly languageId: string;
}

/** The cursor's line up to the cursor. */
export function lineBefore({ prefix }: Pick<Place, 'prefix'>): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}

/** The cursor's line from the cursor on. */
export function lineAfter({ suffix }: Pick<Place, 'suffix'>): string {
  const end = suffix.indexOf('\n');
  return end < 0 ? suffix : suffix.slice(0, end);
}

/** The nearest line above the cursor's with something in it; `null` if there is none. */
export function lineAbove({ prefix }: Pick<Place, 'prefix'>): string | null {
  const lines = prefix.split('\n').slice(0, -1);
  return lines.findLast((line) => line.trim() !== '') ?? null;
}

/** The nearest line below the cursor's with something in it; `null` if there is none. */
export function lineBelow({ suffix }: Pick<Place, 'suffix'>): string | null {
  const lines = suffix.split('\n').slice(1);
  return lines.find((line) => line.trim() !== '') ?? null;
}

/** Columns of white space a line begins with; a tab counts as four. */
export function indentOf(line: string): number {
  let columns = 0;
  for (const char of line) {
    if (char === ' ') columns++;
    else if (char === '\t') columns += 4;
    else break;
  }
  return columns;
}
