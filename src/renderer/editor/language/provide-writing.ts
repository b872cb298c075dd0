import { fromMonacoRange, toMonacoRange } from '../text-range.ts';
import { pathOf, uriOf } from '../text-uri.ts';
import { call } from '../../bridge/bridge.ts';
import { notify } from '../../ui/notifications.tsx';
import { monaco } from '../monaco-setup.ts';
import { openDocuments } from '../open-documents.ts';
import { askServer, placeOf } from './ask-server.ts';
import { makeEdits } from './file-edits.ts';
import { markdown, toMonacoEdits, toMonacoSuggestion } from './to-monaco.ts';
import { t } from '../../../shared/messages/t.ts';

type Model = monaco.editor.ITextModel;
const { languages } = monaco;

const COMMAND = 'codegrex.takeAction';

/** What a language server helps to write: suggestions, arguments, renaming, actions, formatting. */
export function provideWriting(
  selector: readonly string[],
  triggers: { readonly suggestions: readonly string[]; readonly signature: readonly string[] },
): monaco.IDisposable[] {
  type Suggestion = ReturnType<typeof toMonacoSuggestion>;
  return [
    languages.registerCompletionItemProvider(selector, {
      triggerCharacters: [...triggers.suggestions],
      provideCompletionItems: async (model, position, context, token) => {
        const trigger = context.triggerKind === languages.CompletionTriggerKind.TriggerCharacter;
        const typed = trigger ? (context.triggerCharacter ?? null) : null;
        const ask = { kind: 'suggestions', ...placeOf(position), trigger: typed } as const;
        const answer = await askServer(model, ask, 'suggestions', token);
        if (answer === null) return null;
        const { startColumn, endColumn } = model.getWordUntilPosition(position);
        const word = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, endColumn);
        return {
          suggestions: answer.items.map((item) => ({ ...toMonacoSuggestion(item, word), model })),
          incomplete: answer.incomplete,
        };
      },
      resolveCompletionItem: async (item, cancel) => {
        const { token, model } = item as Suggestion & { model: Model };
        if (token === null || model.isDisposed()) return item;
        const answer = await askServer(model, { kind: 'suggestion', token }, 'suggestion', cancel);
        if (answer === null) return item;
        const { documentation, also } = answer.item;
        return {
          ...item,
          ...(documentation === '' ? {} : { documentation: markdown(documentation) }),
          additionalTextEdits: also.map(({ text, ...range }) => ({ range: toMonacoRange(range), text })),
        };
      },
    }),
    languages.registerSignatureHelpProvider(selector, {
      signatureHelpTriggerCharacters: [...triggers.signature],
      signatureHelpRetriggerCharacters: [...triggers.signature],
      provideSignatureHelp: async (model, position, token) => {
        const answer = await askServer(model, { kind: 'signature', ...placeOf(position) }, 'signature', token);
        if (answer === null) return null;
        return {
          value: {
            signatures: answer.signatures.map(({ label, documentation, parameters }) => ({
              label,
              documentation: markdown(documentation),
              parameters: parameters.map(({ start, end, documentation: about }) => ({
                label: [start, end] as [number, number],
                documentation: markdown(about),
              })),
            })),
            activeSignature: answer.active,
            activeParameter: answer.activeParameter,
          },
          dispose: () => undefined,
        };
      },
    }),
    languages.registerRenameProvider(selector, {
      resolveRenameLocation: async (model, position, token) => {
        const word = model.getWordAtPosition(position);
        const none = {
          range: monaco.Range.fromPositions(position),
          text: '',
          rejectReason: t('This cannot be renamed.'),
        };
        const answer = await askServer(model, { kind: 'renameable', ...placeOf(position) }, 'renameable', token);
        if (answer === null) return none;
        const range =
          answer.range !== null
            ? toMonacoRange(answer.range)
            : word && new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
        return range === null ? none : { range, text: model.getValueInRange(range) };
      },
      provideRenameEdits: async (model, position, to, token) => {
        const answer = await askServer(model, { kind: 'rename', ...placeOf(position), to }, 'edits', token);
        if (answer === null) return { edits: [], rejectReason: t('The language server did not rename this.') };
        // Monaco knows of open files alone. Those on disk are changed first, all or none of them.
        const isOpen = ({ path }: { path: string }): boolean => openDocuments.text(path) !== null;
        const closed = answer.files.filter((file) => !isOpen(file) && file.edits.length > 0);
        if (!(await makeEdits(closed)))
          return {
            edits: [],
            rejectReason: t('A file changed meanwhile or cannot be written, so nothing was renamed.'),
          };
        if (closed.length > 0)
          notify(
            'info',
            t('Renamed in {files, plural, one {# file that is} other {# files that are}} not open, too.', {
              files: closed.length,
            }),
          );
        return {
          edits: answer.files
            .filter(isOpen)
            .flatMap((file) =>
              toMonacoEdits(file).map((textEdit) => ({ resource: uriOf(file.path), textEdit, versionId: undefined })),
            ),
        };
      },
    }),
    monaco.editor.registerCommand(COMMAND, (_accessor, path: unknown, token: unknown) => {
      if (typeof path === 'string' && typeof token === 'string') void takeAction(path, token);
    }),
    languages.registerCodeActionProvider(selector, {
      provideCodeActions: async (model, range, context, token) => {
        const ask = { kind: 'actions', range: fromMonacoRange(range), only: context.only ?? null } as const;
        const answer = await askServer(model, ask, 'actions', token);
        if (answer === null) return null;
        const path = pathOf(model);
        return {
          actions: answer.actions.map((action) => ({
            title: action.title,
            kind: action.kind === '' ? 'quickfix' : action.kind,
            isPreferred: action.preferred,
            ...(action.disabled === '' ? {} : { disabled: action.disabled }),
            command: { id: COMMAND, title: action.title, arguments: [path, action.token] },
          })),
          dispose: () => undefined,
        };
      },
    }),
    languages.registerDocumentFormattingEditProvider(selector, {
      displayName: 'Language server',
      provideDocumentFormattingEdits: (model, options, token) => formatted(model, null, options, token),
    }),
    languages.registerDocumentRangeFormattingEditProvider(selector, {
      displayName: 'Language server',
      provideDocumentRangeFormattingEdits: (model, range, options, token) => formatted(model, range, options, token),
    }),
  ];
}

/** Tokens that a server tells apart, coloured as the theme has them. */
export function provideTokens(
  selector: readonly string[],
  legend: { readonly types: readonly string[]; readonly modifiers: readonly string[] },
): monaco.IDisposable {
  return languages.registerDocumentSemanticTokensProvider(selector, {
    getLegend: () => ({ tokenTypes: [...legend.types], tokenModifiers: [...legend.modifiers] }),
    provideDocumentSemanticTokens: async (model, _last, token) => {
      const answer = await askServer(model, { kind: 'tokens' }, 'tokens', token);
      return answer === null ? null : { data: Uint32Array.from(answer.data) };
    },
    releaseDocumentSemanticTokens: () => undefined,
  });
}

async function takeAction(path: string, token: string): Promise<void> {
  const answer = await call('language.ask', { kind: 'action', path, token }).catch(() => null);
  if (answer?.kind === 'edits' && (await makeEdits(answer.files))) return;
  notify('error', t('This was not done: a file changed meanwhile, or the language server has no more to it.'));
}

async function formatted(
  model: Model,
  range: monaco.Range | null,
  { tabSize, insertSpaces }: monaco.languages.FormattingOptions,
  token: monaco.CancellationToken,
): Promise<monaco.languages.TextEdit[] | null> {
  const part = range === null ? null : fromMonacoRange(range);
  const answer = await askServer(model, { kind: 'format', range: part, tabSize, insertSpaces }, 'edits', token);
  const [file] = answer?.files ?? [];
  return file ? toMonacoEdits(file) : null;
}
