import { fromMonacoRange } from '../text-range.ts';
import type { LanguageEvent, LanguageServerState } from '../../../shared/schemas/language.ts';
import { call } from '../../bridge/bridge.ts';
import { openFileAt } from '../editor-store.ts';
import { monaco } from '../monaco-setup.ts';
import { makeEdits } from './file-edits.ts';
import { useLanguage } from './language-store.ts';
import { dropTexts } from './located-texts.ts';
import { provideReading } from './provide-reading.ts';
import { provideTokens, provideWriting } from './provide-writing.ts';
import { syncTexts } from './sync-texts.ts';

/** Joins the editor to the language servers of the core. Call once. Returns what ends it. */
export function startLanguageClient(): () => void {
  const provided = new Map<string, { readonly key: string; readonly all: readonly monaco.IDisposable[] }>();
  const stopSync = syncTexts();
  const opener = monaco.editor.registerEditorOpener({
    openCodeEditor: async (_source, resource, at) => {
      if (resource.scheme !== 'file') return false;
      const range =
        at === undefined
          ? 1
          : 'startLineNumber' in at
            ? fromMonacoRange(at)
            : fromMonacoRange(monaco.Range.fromPositions(at));
      await openFileAt(resource.path.slice(1), range, { preview: true });
      return true;
    },
  });

  /** What Monaco does by itself for these languages stands back while a server does it, so that nothing comes twice. */
  const stopServers = useLanguage.subscribe(({ servers }, before) => {
    if (servers === before.servers) return;
    for (const [id, { key, all }] of [...provided]) {
      if (servers.some((server) => server.id === id && keyOf(server) === key)) continue;
      for (const each of all) each.dispose();
      provided.delete(id);
    }
    for (const server of servers) {
      const { id, languages, support } = server;
      if (support === null || provided.has(id)) continue;
      const all = [
        ...provideReading(languages),
        ...provideWriting(languages, { suggestions: support.triggers, signature: support.signatureTriggers }),
        ...(support.legend === null ? [] : [provideTokens(languages, support.legend)]),
      ];
      provided.set(id, { key: keyOf(server), all });
    }
    setOwnChecks(!servers.some(({ id, state }) => id === 'typescript' && state === 'running'));
  });

  return () => {
    stopServers();
    stopSync();
    opener.dispose();
    dropTexts();
    for (const { all } of provided.values()) for (const each of all) each.dispose();
    provided.clear();
  };
}

/** Take in what the core tells of its servers; what they find wrong is for the caller. */
export function takeLanguageEvent(event: LanguageEvent): void {
  if (event.kind === 'servers') useLanguage.setState({ servers: event.servers });
  else if (event.kind === 'edit') {
    void makeEdits(event.files).then((applied) =>
      call('language.answerEdit', { id: event.id, applied }).catch(() => undefined),
    );
  }
}

function keyOf({ state, support }: LanguageServerState): string {
  return JSON.stringify([state === 'running', support]);
}

/** Monaco's own checks of TypeScript, which know one file at a time, stand back while a server checks. */
function setOwnChecks(on: boolean): void {
  for (const defaults of [monaco.typescript.typescriptDefaults, monaco.typescript.javascriptDefaults]) {
    const { noSyntaxValidation, ...rest } = defaults.getDiagnosticsOptions();
    if (noSyntaxValidation === !on) continue;
    defaults.setDiagnosticsOptions({ ...rest, noSyntaxValidation: !on });
  }
}
