/** What a few decisions need to know of a language's syntax. */
export interface LanguageMarks {
  /** Begins a comment that ends with the line; `null` where there is none. */
  readonly line: string | null;
  /** Begin and end of a comment of several lines, where the language has it. */
  readonly block: readonly [string, string] | null;
  /** Blocks are told by indentation, and opened by this at a line's end; `null` where brackets do it. */
  readonly indentedAfter: string | null;
}

const slashes: LanguageMarks = { line: '//', block: ['/*', '*/'], indentedAfter: null };
const hash: LanguageMarks = { line: '#', block: null, indentedAfter: null };
const dashes: LanguageMarks = { line: '--', block: null, indentedAfter: null };
const markup: LanguageMarks = { line: null, block: ['<!--', '-->'], indentedAfter: null };

/** By Monaco's ids; what is not here is taken to be like most languages. */
const MARKS: ReadonlyMap<string, LanguageMarks> = new Map([
  ['python', { line: '#', block: null, indentedAfter: ':' }],
  ['coffeescript', { line: '#', block: null, indentedAfter: '->' }],
  ['yaml', { line: '#', block: null, indentedAfter: ':' }],
  ['pug', { line: '//', block: null, indentedAfter: null }],
  ...['shell', 'ruby', 'perl', 'r', 'julia', 'elixir', 'dockerfile', 'ini', 'tcl', 'graphql', 'powershell'].map(
    (id) => [id, hash] as const,
  ),
  ...['sql', 'mysql', 'pgsql', 'redshift', 'lua'].map((id) => [id, dashes] as const),
  ...['html', 'xml', 'markdown', 'handlebars', 'razor'].map((id) => [id, markup] as const),
  ...['css'].map((id) => [id, { line: null, block: ['/*', '*/'], indentedAfter: null }] as const),
  ...['clojure', 'scheme'].map((id) => [id, { line: ';', block: null, indentedAfter: null }] as const),
  ...['vb'].map((id) => [id, { line: "'", block: null, indentedAfter: null }] as const),
]);

/** How a language writes comments and blocks. */
export function marksOf(languageId: string): LanguageMarks {
  return MARKS.get(languageId) ?? slashes;
}

/** Every line of a text as a comment, so that it is no code of its own. */
export function asComment(text: string, languageId: string): string {
  const { line, block } = marksOf(languageId);
  const lines = text.split('\n');
  if (line !== null) return lines.map((l) => `${line} ${l}`.trimEnd()).join('\n');
  const [open, close] = block ?? ['/*', '*/'];
  // The text may not end the comment itself.
  return lines.map((l) => `${open} ${l.replaceAll(close, '')} ${close}`).join('\n');
}
