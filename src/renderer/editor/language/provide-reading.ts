import { nestSymbols, type LevelSymbol } from '../nest-symbols.ts';
import { uriOf } from '../text-uri.ts';
import { fromMonacoRange, toMonacoRange } from '../text-range.ts';
import type { LanguageLocation } from '../../../shared/schemas/language.ts';
import { monaco } from '../monaco-setup.ts';
import { askServer, placeOf } from './ask-server.ts';
import { hintKeysHeld } from './hint-keys.ts';
import { holdTexts } from './located-texts.ts';
import { markdown, toSymbolKind } from './to-monaco.ts';
import { t } from '../../../shared/messages/t.ts';

type Model = monaco.editor.ITextModel;
const { languages } = monaco;

/** What is read of a language server: hovers, places, symbols, hints and the like. */
export function provideReading(selector: readonly string[]): monaco.IDisposable[] {
  async function locations(
    model: Model,
    position: monaco.Position,
    of: 'definition' | 'typeDefinition' | 'implementation' | 'references',
    token: monaco.CancellationToken,
  ): Promise<monaco.languages.Location[] | null> {
    const answer = await askServer(model, { kind: 'locations', ...placeOf(position), of }, 'locations', token);
    if (answer === null) return null;
    await holdTexts(answer.locations);
    return answer.locations.map((at: LanguageLocation) => ({ uri: uriOf(at.path), range: toMonacoRange(at) }));
  }

  return [
    languages.registerHoverProvider(selector, {
      provideHover: async (model, position, token) => {
        const answer = await askServer(model, { kind: 'hover', ...placeOf(position) }, 'hover', token);
        if (answer === null || answer.parts.length === 0) return null;
        return {
          contents: answer.parts.map(markdown),
          ...(answer.range === null ? {} : { range: toMonacoRange(answer.range) }),
        };
      },
    }),
    languages.registerDefinitionProvider(selector, {
      provideDefinition: (model, position, token) => locations(model, position, 'definition', token),
    }),
    languages.registerTypeDefinitionProvider(selector, {
      provideTypeDefinition: (model, position, token) => locations(model, position, 'typeDefinition', token),
    }),
    languages.registerImplementationProvider(selector, {
      provideImplementation: (model, position, token) => locations(model, position, 'implementation', token),
    }),
    languages.registerReferenceProvider(selector, {
      provideReferences: (model, position, _context, token) => locations(model, position, 'references', token),
    }),
    languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: async (model, position, token) => {
        const answer = await askServer(model, { kind: 'highlights', ...placeOf(position) }, 'highlights', token);
        return (
          answer?.ranges.map((range) => ({
            range: toMonacoRange(range),
            kind: range.write ? languages.DocumentHighlightKind.Write : languages.DocumentHighlightKind.Read,
          })) ?? null
        );
      },
    }),
    languages.registerDocumentSymbolProvider(selector, {
      displayName: 'Language server',
      provideDocumentSymbols: async (model, token) => {
        const answer = await askServer(model, { kind: 'symbols' }, 'symbols', token);
        if (answer === null) return null;
        return nestSymbols(
          answer.symbols.map(({ name, kind, ...rest }): LevelSymbol => {
            const shown = name === '' ? t('(no name)') : name;
            return { ...rest, name: shown, kind: toSymbolKind(kind) };
          }),
        );
      },
    }),
    languages.registerInlayHintsProvider(selector, {
      provideInlayHints: async (model, range, token) => {
        // Monaco asks after each key, and again when the keys are pressed: a server need not work for what nobody sees.
        if (!hintKeysHeld()) return null;
        const answer = await askServer(
          model,
          { kind: 'inlayHints', range: fromMonacoRange(range) },
          'inlayHints',
          token,
        );
        if (answer === null) return null;
        const { Type, Parameter } = languages.InlayHintKind;
        return {
          hints: answer.hints.map((hint) => ({
            label: hint.label,
            position: { lineNumber: hint.line, column: hint.column },
            paddingLeft: hint.before,
            paddingRight: hint.after,
            ...(hint.type === 'other' ? {} : { kind: hint.type === 'type' ? Type : Parameter }),
          })),
          dispose: () => undefined,
        };
      },
    }),
  ];
}
