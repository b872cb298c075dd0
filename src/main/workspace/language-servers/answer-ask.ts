import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../shared/limits.ts';
import type { LanguageAnswer, LanguageAsk, LanguageLocation } from '../../../shared/schemas/language.ts';
import { z } from '../../../shared/schemas/zod.ts';
import type { LanguageServer } from './language-server.ts';
import { fromPlace, fromRange, toRange } from './places.ts';
import {
  CodeAction,
  CodeActions,
  CompletionItem,
  DocumentSymbol,
  FormatEdits,
  Highlights,
  Hover,
  InlayHints,
  Locations,
  markdownOf,
  PrepareRename,
  SemanticTokens,
  SignatureHelp,
  some,
  SymbolInformation,
  WorkspaceEdit,
  type Diagnostic,
} from './replies.ts';
import { completionItems, toSuggestion } from './suggestions.ts';
import { toFileEdits, toTextEdits, type Files } from './to-file-edits.ts';

const NOTHING: LanguageAnswer = { kind: 'nothing' };
/** Of symbols within symbols; deeper ones are not shown. */
const MOST_LEVELS = 30;
const MANY_ANSWERS = 5000;

/** What an ask is answered with. */
export interface AskParts {
  readonly server: LanguageServer;
  readonly uri: string;
  readonly files: Files;
  /** What the server last said is wrong with the file. */
  readonly problems: readonly Diagnostic[];
  readonly signal: AbortSignal;
}

/** Answers asks about files; keeps what a server said for when a part of it is asked about again. */
export class AskAnswerer {
  /** Suggestions and actions that were shown, by their tokens. */
  readonly #shown = new LRUCache<string, CompletionItem | CodeAction>({ max: MANY_ANSWERS });

  /** Throws AppError. */
  async answer(ask: LanguageAsk, { server, uri, files, problems, signal }: AskParts): Promise<LanguageAnswer> {
    const can = server.capabilities;
    if (can === null) return NOTHING;
    const textDocument = { uri };
    const at = 'line' in ask ? { textDocument, position: fromPlace(ask.line, ask.column) } : { textDocument };
    const get = <T>(method: string, params: object, shape: z.ZodType<T>): Promise<T | null> =>
      server.ask(method, params, shape, signal);

    switch (ask.kind) {
      case 'suggestions': {
        if (!can.completionProvider) return NOTHING;
        const context = ask.trigger === null ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: ask.trigger };
        const list = await get('textDocument/completion', { ...at, context }, z.unknown().transform(completionItems));
        if (list === null) return NOTHING;
        const resolves = can.completionProvider.resolveProvider === true;
        const items = list.items.slice(0, LIMITS.languageSuggestions);
        return {
          kind: 'suggestions',
          items: items.map((item) => toSuggestion(item, resolves ? this.#keep(item) : null)),
          incomplete: list.incomplete || items.length < list.items.length,
        };
      }
      case 'suggestion': {
        const item = this.#shown.get(ask.token) as CompletionItem | undefined;
        if (item === undefined) return NOTHING;
        const whole = await get('completionItem/resolve', item, CompletionItem);
        // What is inserted stays as it was shown.
        return whole === null
          ? NOTHING
          : {
              kind: 'suggestion',
              item: toSuggestion({ ...whole, textEdit: item.textEdit ?? whole.textEdit }, ask.token),
            };
      }
      case 'hover': {
        if (!can.hoverProvider) return NOTHING;
        const hover = await get('textDocument/hover', at, Hover);
        if (hover === null) return NOTHING;
        const parts = (Array.isArray(hover.contents) ? hover.contents : [hover.contents]).slice(0, 20).map(markdownOf);
        return {
          kind: 'hover',
          parts: parts.filter((p) => p !== ''),
          range: hover.range ? toRange(hover.range) : null,
        };
      }
      case 'signature': {
        if (!can.signatureHelpProvider) return NOTHING;
        const help = await get('textDocument/signatureHelp', at, SignatureHelp);
        return help === null || help.signatures.length === 0 ? NOTHING : signatureOf(help);
      }
      case 'locations': {
        if (!can[`${ask.of}Provider`]) return NOTHING;
        const params = ask.of === 'references' ? { ...at, context: { includeDeclaration: true } } : at;
        const found = await get(`textDocument/${ask.of}`, params, Locations);
        return found === null ? NOTHING : { kind: 'locations', locations: await within(found, files) };
      }
      case 'highlights': {
        if (!can.documentHighlightProvider) return NOTHING;
        const found = await get('textDocument/documentHighlight', at, Highlights);
        if (found === null) return NOTHING;
        return {
          kind: 'highlights',
          ranges: found.map(({ range, kind }) => ({ ...toRange(range), write: kind === 3 })),
        };
      }
      case 'renameable': {
        const { renameProvider } = can;
        if (!renameProvider) return NOTHING;
        if (renameProvider === true || renameProvider['prepareProvider'] !== true)
          return { kind: 'renameable', range: null };
        const found = await get('textDocument/prepareRename', at, PrepareRename);
        if (found === null) return NOTHING;
        return { kind: 'renameable', range: 'range' in found ? toRange(found.range) : null };
      }
      case 'rename': {
        if (!can.renameProvider) return NOTHING;
        const edit = await get('textDocument/rename', { ...at, newName: ask.to }, WorkspaceEdit);
        return edit === null ? NOTHING : { kind: 'edits', files: await toFileEdits(edit, files) };
      }
      case 'actions': {
        if (!can.codeActionProvider) return NOTHING;
        const range = fromRange(ask.range);
        const context = {
          diagnostics: problems.filter((p) => touches(p.range, range)),
          triggerKind: 1,
          ...(ask.only === null ? {} : { only: [ask.only] }),
        };
        const actions = await get('textDocument/codeAction', { ...at, range, context }, CodeActions);
        if (actions === null) return NOTHING;
        return {
          kind: 'actions',
          actions: actions.map((action) => ({
            title: action.title,
            kind: action.kind ?? '',
            preferred: action.isPreferred === true,
            disabled: action.disabled?.reason ?? '',
            token: this.#keep(action),
          })),
        };
      }
      case 'action': {
        const shown = this.#shown.get(ask.token) as CodeAction | undefined;
        if (shown === undefined) return NOTHING;
        const { codeActionProvider } = can;
        const resolves = typeof codeActionProvider === 'object' && codeActionProvider['resolveProvider'] === true;
        const action =
          shown.edit === undefined && resolves
            ? ((await get('codeAction/resolve', shown, CodeAction)) ?? shown)
            : shown;
        const edits = action.edit === undefined ? [] : await toFileEdits(action.edit, files);
        // What it runs is in the server itself, which asks for edits.
        if (action.command !== undefined) {
          const { command, arguments: given } = action.command;
          await get('workspace/executeCommand', { command, arguments: given }, z.unknown());
        }
        return { kind: 'edits', files: edits };
      }
      case 'format': {
        const options = { tabSize: ask.tabSize, insertSpaces: ask.insertSpaces };
        const part = ask.range === null ? {} : { range: fromRange(ask.range) };
        if (ask.range === null ? !can.documentFormattingProvider : !can.documentRangeFormattingProvider) return NOTHING;
        const method = ask.range === null ? 'textDocument/formatting' : 'textDocument/rangeFormatting';
        const edits = await get(method, { ...at, ...part, options }, FormatEdits);
        if (edits === null) return NOTHING;
        return {
          kind: 'edits',
          files: [{ path: ask.path, edits: toTextEdits(await files.textOf(ask.path), edits) }],
        };
      }
      case 'inlayHints': {
        if (!can.inlayHintProvider) return NOTHING;
        const hints = await get('textDocument/inlayHint', { ...at, range: fromRange(ask.range) }, InlayHints);
        return hints === null ? NOTHING : { kind: 'inlayHints', hints: hints.map(hintOf) };
      }
      case 'tokens': {
        if (!can.semanticTokensProvider?.full) return NOTHING;
        const tokens = await get('textDocument/semanticTokens/full', at, SemanticTokens);
        return tokens === null ? NOTHING : { kind: 'tokens', data: tokens.data };
      }
      case 'symbols': {
        if (!can.documentSymbolProvider) return NOTHING;
        const symbols = await get('textDocument/documentSymbol', at, z.array(z.unknown()));
        return symbols === null ? NOTHING : { kind: 'symbols', symbols: flat(symbols, 0, LIMITS.languageLocations) };
      }
    }
  }

  #keep(answer: CompletionItem | CodeAction): string {
    const token = randomUUID();
    this.#shown.set(token, answer);
    return token;
  }
}

/** Those in the open folder: what a file elsewhere says cannot be opened here. */
export async function within(
  found: readonly { readonly uri: string; readonly range: Parameters<typeof toRange>[0] }[],
  { pathOf }: Pick<Files, 'pathOf'>,
): Promise<LanguageLocation[]> {
  const paths = new Map<string, Promise<string | null>>();
  for (const { uri } of found) if (!paths.has(uri)) paths.set(uri, pathOf(uri));
  const locations: LanguageLocation[] = [];
  for (const { uri, range } of found) {
    const path = (await paths.get(uri)) ?? null;
    if (path !== null) locations.push({ path, ...toRange(range) });
  }
  return locations;
}

function touches(a: Diagnostic['range'], b: Diagnostic['range']): boolean {
  const before = (x: Diagnostic['range']['start'], y: Diagnostic['range']['start']): boolean =>
    x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}

function signatureOf(help: z.infer<typeof SignatureHelp>): LanguageAnswer {
  const active = Math.min(help.activeSignature ?? 0, help.signatures.length - 1);
  return {
    kind: 'signature',
    signatures: help.signatures.map(({ label, documentation, parameters = [] }) => ({
      label,
      documentation: markdownOf(documentation ?? undefined),
      parameters: parameters.map((parameter) => {
        const [start, end] =
          typeof parameter.label === 'string'
            ? [label.indexOf(parameter.label), label.indexOf(parameter.label) + parameter.label.length]
            : parameter.label;
        return {
          start: Math.max(0, start),
          end: Math.max(0, start < 0 ? 0 : end),
          documentation: markdownOf(parameter.documentation ?? undefined),
        };
      }),
    })),
    active,
    activeParameter: help.signatures[active]?.activeParameter ?? help.activeParameter ?? 0,
  };
}

function hintOf(hint: z.infer<typeof InlayHints>[number]) {
  return {
    line: hint.position.line + 1,
    column: hint.position.character + 1,
    label: typeof hint.label === 'string' ? hint.label : hint.label.map(({ value }) => value).join(''),
    type: hint.kind === 1 ? ('type' as const) : hint.kind === 2 ? ('parameter' as const) : ('other' as const),
    before: hint.paddingLeft === true,
    after: hint.paddingRight === true,
  };
}

type ShownSymbol = Extract<LanguageAnswer, { kind: 'symbols' }>['symbols'][number];

function flat(symbols: readonly unknown[], level: number, room: number): ShownSymbol[] {
  const made: ShownSymbol[] = [];
  for (const each of symbols) {
    if (made.length >= room || level > MOST_LEVELS) break;
    const nested = DocumentSymbol.safeParse(each);
    if (nested.success) {
      const { name, detail = '', kind, range, selectionRange, children = [] } = nested.data;
      made.push({ name, detail, kind, level, range: toRange(range), nameRange: toRange(selectionRange) });
      made.push(...flat(children, level + 1, room - made.length));
      continue;
    }
    const single = SymbolInformation.safeParse(each);
    if (!single.success) continue;
    const range = toRange(single.data.location.range);
    made.push({ name: single.data.name, detail: '', kind: single.data.kind, level, range, nameRange: range });
  }
  return made;
}

/** Symbols of the whole folder. */
export const WorkspaceSymbols = some(SymbolInformation, 2000);
