import { z } from '../../../shared/schemas/zod.ts';

/**
 * What language servers answer, as far as it is used; after the Language Server Protocol 3.17. They are programs of
 * others that read a stranger's files: what does not have the shape is left out, what is too long is cut.
 */

/** Whole numbers that a place in a file can have. */
const Whole = z.number().int().min(0).max(1_000_000_000);
const cut = (most: number) => z.string().transform((text) => text.slice(0, most));
const Name = cut(2000);
const Text = cut(100_000);

export const Position = z.object({ line: Whole, character: Whole });
export const Range = z.object({ start: Position, end: Position });

/** Those of a list that have the shape, the first ones. */
export function some<T extends z.ZodType>(item: T, most: number): z.ZodType<z.infer<T>[]> {
  return z.array(z.unknown()).transform((items) =>
    items.slice(0, most).flatMap((each) => {
      const parsed = item.safeParse(each);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

const Markup = z.union([Text, z.object({ kind: z.string().optional(), language: z.string().optional(), value: Text })]);
type Markup = z.infer<typeof Markup>;

/** Documentation as Markdown. */
export function markdownOf(markup: Markup | undefined): string {
  if (markup === undefined) return '';
  if (typeof markup === 'string') return markup;
  if (markup.language !== undefined)
    return `\`\`\`${markup.language.replace(/[^\w#+-]/g, '')}\n${markup.value}\n\`\`\``;
  return markup.kind === 'plaintext' ? markup.value.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&') : markup.value;
}

export const TextEdit = z.object({ range: Range, newText: z.string().max(5_000_000) });
const InsertReplace = z.object({ insert: Range, replace: Range, newText: Text });

const Labelled = z.object({ detail: Name.optional(), description: Name.optional() });
export const CompletionItem = z.object({
  label: Name,
  labelDetails: Labelled.optional(),
  kind: z.number().int().optional(),
  tags: z.array(z.number()).optional(),
  deprecated: z.boolean().optional(),
  detail: Text.nullish(),
  documentation: Markup.nullish(),
  preselect: z.boolean().optional(),
  sortText: Name.optional(),
  filterText: Name.optional(),
  insertText: Text.optional(),
  insertTextFormat: z.number().optional(),
  textEdit: z.union([TextEdit, InsertReplace]).optional(),
  additionalTextEdits: some(TextEdit, 100).optional(),
  commitCharacters: z.array(cut(4)).optional(),
  data: z.unknown().optional(),
});
export type CompletionItem = z.infer<typeof CompletionItem>;

const Defaults = z.object({
  commitCharacters: z.array(cut(4)).optional(),
  editRange: z.union([Range, z.object({ insert: Range, replace: Range })]).optional(),
  insertTextFormat: z.number().optional(),
  data: z.unknown().optional(),
});
export const CompletionList = z.object({
  isIncomplete: z.boolean().optional(),
  itemDefaults: Defaults.optional(),
  items: z.array(z.unknown()),
});

export const Hover = z.object({ contents: z.union([Markup, z.array(Markup)]), range: Range.optional() });

export const SignatureHelp = z.object({
  signatures: some(
    z.object({
      label: Text,
      documentation: Markup.nullish(),
      parameters: some(
        z.object({ label: z.union([Text, z.tuple([Whole, Whole])]), documentation: Markup.nullish() }),
        200,
      ).optional(),
      activeParameter: Whole.nullish(),
    }),
    50,
  ),
  activeSignature: Whole.nullish(),
  activeParameter: Whole.nullish(),
});

export const Location = z.object({ uri: cut(8000), range: Range });
const LocationLink = z.object({ targetUri: cut(8000), targetSelectionRange: Range });
/** One or many places, in any of the three ways of saying so. */
export const Locations = z.union([
  Location.transform((one) => [one]),
  some(
    z.union([
      Location,
      LocationLink.transform(({ targetUri, targetSelectionRange }) => ({
        uri: targetUri,
        range: targetSelectionRange,
      })),
    ]),
    10_000,
  ),
]);

export const Highlights = some(z.object({ range: Range, kind: z.number().optional() }), 10_000);

export const PrepareRename = z.union([
  Range.transform((range) => ({ range })),
  z.object({ range: Range }),
  z.object({ defaultBehavior: z.boolean() }),
]);

const Edits = z.array(TextEdit).max(10_000);
const DocumentEdit = z.object({ textDocument: z.object({ uri: z.string() }), edits: Edits });
/** Creating, renaming and deleting files is not among what was said to be understood. */
export const WorkspaceEdit = z.object({
  changes: z.record(z.string(), Edits).optional(),
  documentChanges: z.array(DocumentEdit).max(2000).optional(),
});
export type WorkspaceEdit = z.infer<typeof WorkspaceEdit>;

const Command = z.object({ title: Name, command: Name, arguments: z.array(z.unknown()).optional() });
export const CodeAction = z.object({
  title: Name,
  kind: Name.optional(),
  isPreferred: z.boolean().optional(),
  disabled: z.object({ reason: Text }).optional(),
  edit: WorkspaceEdit.optional(),
  command: Command.optional(),
  data: z.unknown().optional(),
});
export type CodeAction = z.infer<typeof CodeAction>;
/** A command by itself is an action that does nothing else. */
export const CodeActions = some(
  z.union([Command.transform((command): CodeAction => ({ title: command.title, command })), CodeAction]),
  200,
);

export const FormatEdits = Edits;

export const InlayHints = some(
  z.object({
    position: Position,
    label: z.union([Name, some(z.object({ value: Name }), 20)]),
    kind: z.number().optional(),
    paddingLeft: z.boolean().optional(),
    paddingRight: z.boolean().optional(),
  }),
  10_000,
);

export const SemanticTokens = z.object({ data: z.array(Whole).max(2_000_000) });

/** Those within are parsed as they are walked, so that depth has a limit. */
export const DocumentSymbol = z.object({
  name: Name,
  detail: Name.optional(),
  kind: Whole,
  range: Range,
  selectionRange: Range,
  children: z.array(z.unknown()).optional(),
});
export const SymbolInformation = z.object({
  name: Name,
  kind: Whole,
  containerName: Name.nullish(),
  location: Location,
});

export const Diagnostics = z.object({
  uri: z.string().max(8000),
  diagnostics: some(
    z.object({
      range: Range,
      severity: z.number().optional(),
      code: z.union([z.string(), z.number()]).optional(),
      source: Name.optional(),
      message: Text,
      tags: z.array(z.number()).optional(),
    }),
    1000,
  ),
});
export type Diagnostic = z.infer<typeof Diagnostics>['diagnostics'][number];

export const ApplyEdit = z.object({ label: Name.optional(), edit: WorkspaceEdit });

const Provider = z.union([z.boolean(), z.looseObject({})]).optional();
export const InitializeResult = z.object({
  capabilities: z.object({
    textDocumentSync: z
      .union([z.number(), z.object({ change: z.number().optional(), save: z.unknown().optional() })])
      .optional(),
    completionProvider: z
      .object({ triggerCharacters: z.array(cut(4)).optional(), resolveProvider: z.boolean().optional() })
      .optional(),
    signatureHelpProvider: z.object({ triggerCharacters: z.array(cut(4)).optional() }).optional(),
    hoverProvider: Provider,
    definitionProvider: Provider,
    typeDefinitionProvider: Provider,
    implementationProvider: Provider,
    referencesProvider: Provider,
    documentHighlightProvider: Provider,
    documentSymbolProvider: Provider,
    workspaceSymbolProvider: Provider,
    codeActionProvider: Provider,
    documentFormattingProvider: Provider,
    documentRangeFormattingProvider: Provider,
    renameProvider: Provider,
    inlayHintProvider: Provider,
    semanticTokensProvider: z
      .looseObject({
        legend: z.object({ tokenTypes: z.array(cut(64)), tokenModifiers: z.array(cut(64)) }),
        full: Provider,
      })
      .optional(),
  }),
});
export type Capabilities = z.infer<typeof InitializeResult>['capabilities'];
