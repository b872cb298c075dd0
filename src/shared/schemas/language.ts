import { LIMITS } from '../limits.ts';
import { Count, Path } from './basics.ts';
import { TextEdit, TextRange } from './search.ts';
import { z } from './zod.ts';

const Place = z.number().int().positive();
const Text = z.string().max(LIMITS.languageTextChars);
const Name = z.string().max(LIMITS.languageNameChars);
const Version = z.number().int().positive();
/** Opaque; of one answer of a server, to come back to a part of it. */
const Token = z.string().min(1).max(128);

/** A file, and a place in it. */
const At = { path: Path, line: Place, column: Place };

export const ProblemSeverity = z.enum(['error', 'warning', 'info', 'hint']);

/** Something that is wrong with a file. */
export const Problem = TextRange.extend({
  severity: ProblemSeverity,
  message: Text,
  /** Who found it. */
  source: Name,
  code: Name,
  /** The text is not used, or should not be used any more. */
  tags: z.array(z.enum(['unnecessary', 'deprecated'])).max(2),
});

/** What the editor has to know of a server before it asks. */
export const LanguageSupport = z.strictObject({
  /** Characters that open the list of suggestions, and the help on arguments. */
  triggers: z.array(z.string().max(4)).max(50),
  signatureTriggers: z.array(z.string().max(4)).max(50),
  /** Names of the tokens that it tells apart, in the order of its numbers; `null`: it tells none apart. */
  legend: z
    .strictObject({
      types: z.array(z.string().max(64)).max(200),
      modifiers: z.array(z.string().max(64)).max(32),
    })
    .nullable(),
});

/** How a language server fares. */
export const LanguageServerState = z.strictObject({
  id: Name,
  name: Name,
  languages: z.array(Name).max(50),
  /** `missing`: not on this machine; `untrusted`: not started in a folder that is not trusted; `failed`: given up. */
  state: z.enum(['starting', 'running', 'restarting', 'failed', 'missing', 'untrusted', 'off']),
  /** What to do about it, where there is something. */
  advice: z.string(),
  /** While it runs. */
  support: LanguageSupport.nullable(),
});

/** What a whole file is changed by: edits of several files, all as they are now. */
export const FileEdits = z.strictObject({ path: Path, edits: z.array(TextEdit).max(LIMITS.editsPerFile) });
const Edits = z.array(FileEdits).max(LIMITS.languageFiles);

export const LanguageLocation = TextRange.extend({ path: Path });

/** What the list of suggestions shows. */
export const LanguageSuggestion = z.strictObject({
  label: Name,
  detail: Text,
  description: Text,
  /** Monaco's and LSP's names, small letters. */
  kind: Name,
  documentation: Text,
  insertText: Text,
  snippet: z.boolean(),
  /** What is replaced; `null`: the word at the cursor. */
  range: TextRange.nullable(),
  sortText: Name,
  filterText: Name,
  preselect: z.boolean(),
  deprecated: z.boolean(),
  commitCharacters: z.array(z.string().max(4)).max(50),
  /** Changes elsewhere in the file, such as an import. */
  also: z.array(TextRange.extend({ text: Text })).max(100),
  /** To ask for the rest of it. */
  token: Token.nullable(),
});

const Symbol = z.strictObject({
  name: Name,
  detail: Name,
  /** LSP's number. */
  kind: Count,
  level: Count,
  range: TextRange,
  nameRange: TextRange,
});

/** What may be asked about a file that is open. */
export const LanguageAsk = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('suggestions'), ...At, trigger: z.string().max(4).nullable() }),
  z.strictObject({ kind: z.literal('suggestion'), path: Path, token: Token }),
  z.strictObject({ kind: z.literal('hover'), ...At }),
  z.strictObject({ kind: z.literal('signature'), ...At }),
  z.strictObject({
    kind: z.literal('locations'),
    ...At,
    of: z.enum(['definition', 'typeDefinition', 'implementation', 'references']),
  }),
  z.strictObject({ kind: z.literal('highlights'), ...At }),
  z.strictObject({ kind: z.literal('renameable'), ...At }),
  z.strictObject({ kind: z.literal('rename'), ...At, to: z.string().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('actions'), path: Path, range: TextRange, only: Name.nullable() }),
  z.strictObject({ kind: z.literal('action'), path: Path, token: Token }),
  z.strictObject({
    kind: z.literal('format'),
    path: Path,
    range: TextRange.nullable(),
    tabSize: z.number().int().min(1).max(16),
    insertSpaces: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('inlayHints'), path: Path, range: TextRange }),
  z.strictObject({ kind: z.literal('tokens'), path: Path }),
  z.strictObject({ kind: z.literal('symbols'), path: Path }),
]);

export const LanguageAnswer = z.discriminatedUnion('kind', [
  /** Nobody serves the file, or whoever does knows nothing. */
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({
    kind: z.literal('suggestions'),
    items: z.array(LanguageSuggestion).max(LIMITS.languageSuggestions),
    incomplete: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('suggestion'), item: LanguageSuggestion }),
  z.strictObject({ kind: z.literal('hover'), parts: z.array(Text).max(20), range: TextRange.nullable() }),
  z.strictObject({
    kind: z.literal('signature'),
    signatures: z
      .array(
        z.strictObject({
          label: Text,
          documentation: Text,
          /** Each a part of the label: from where, to where. */
          parameters: z.array(z.strictObject({ start: Count, end: Count, documentation: Text })).max(200),
        }),
      )
      .max(50),
    active: Count,
    activeParameter: Count,
  }),
  z.strictObject({ kind: z.literal('locations'), locations: z.array(LanguageLocation).max(LIMITS.languageLocations) }),
  z.strictObject({
    kind: z.literal('highlights'),
    ranges: z.array(TextRange.extend({ write: z.boolean() })).max(LIMITS.languageLocations),
  }),
  z.strictObject({ kind: z.literal('renameable'), range: TextRange.nullable() }),
  z.strictObject({ kind: z.literal('edits'), files: Edits }),
  z.strictObject({
    kind: z.literal('actions'),
    actions: z
      .array(
        z.strictObject({
          title: Name,
          kind: Name,
          preferred: z.boolean(),
          /** Why it cannot be taken now; empty if it can. */
          disabled: Text,
          token: Token,
        }),
      )
      .max(200),
  }),
  z.strictObject({
    kind: z.literal('inlayHints'),
    hints: z
      .array(
        z.strictObject({
          line: Place,
          column: Place,
          label: Name,
          type: z.enum(['type', 'parameter', 'other']),
          before: z.boolean(),
          after: z.boolean(),
        }),
      )
      .max(LIMITS.languageLocations),
  }),
  /** As LSP has them: five numbers a token. */
  z.strictObject({ kind: z.literal('tokens'), data: z.array(Count).max(LIMITS.languageTokenNumbers) }),
  z.strictObject({ kind: z.literal('symbols'), symbols: z.array(Symbol).max(LIMITS.languageLocations) }),
]);

/** A change of an open text; without a range, all of it. */
export const LanguageChange = z.strictObject({
  range: TextRange.nullable(),
  text: z.string().max(LIMITS.languageFileChars),
});

export const LanguageDocument = z.strictObject({
  path: Path,
  languageId: z.string().min(1).max(64),
  version: Version,
  text: z.string().max(LIMITS.languageFileChars),
});

export const LanguageEvent = z.discriminatedUnion('kind', [
  /** All that a server finds wrong with a file; replaces what it said before. */
  z.strictObject({
    kind: z.literal('problems'),
    server: Name,
    path: Path,
    problems: z.array(Problem).max(LIMITS.problemsPerFile),
  }),
  z.strictObject({ kind: z.literal('servers'), servers: z.array(LanguageServerState).max(50) }),
  /** A server wants files changed. To be answered by its id. */
  z.strictObject({ kind: z.literal('edit'), id: Token, label: Name, files: Edits }),
]);

export const FoundSymbol = LanguageLocation.extend({ name: Name, container: Name, kind: Count });

export type ProblemSeverity = z.infer<typeof ProblemSeverity>;
export type Problem = z.infer<typeof Problem>;
export type LanguageServerState = z.infer<typeof LanguageServerState>;
export type FileEdits = z.infer<typeof FileEdits>;
export type LanguageLocation = z.infer<typeof LanguageLocation>;
export type LanguageSuggestion = z.infer<typeof LanguageSuggestion>;
export type LanguageAsk = z.infer<typeof LanguageAsk>;
export type LanguageAnswer = z.infer<typeof LanguageAnswer>;
export type LanguageChange = z.infer<typeof LanguageChange>;
export type LanguageDocument = z.infer<typeof LanguageDocument>;
export type LanguageEvent = z.infer<typeof LanguageEvent>;
export type LanguageSupport = z.infer<typeof LanguageSupport>;
export type FoundSymbol = z.infer<typeof FoundSymbol>;
