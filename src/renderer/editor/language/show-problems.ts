import type { Problem, ProblemSeverity } from '../../../shared/schemas/language.ts';
import { monaco } from '../monaco-setup.ts';
import { uriOf } from './to-monaco.ts';

const { MarkerSeverity, MarkerTag } = monaco;
const SEVERITIES: Readonly<Record<ProblemSeverity, monaco.MarkerSeverity>> = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
  hint: MarkerSeverity.Hint,
};
/** Marks of ours are told from those of Monaco's own languages by this. */
const OURS = 'codegrex:';

/** By server, then by path: what is to be marked once a file is opened. */
const known = new Map<string, Map<string, readonly Problem[]>>();

/** Mark what a server found in a file, where that is open or when it is. */
export function showProblems(server: string, path: string, problems: readonly Problem[]): void {
  const files = known.get(server) ?? new Map<string, readonly Problem[]>();
  known.set(server, files);
  if (problems.length === 0) files.delete(path);
  else files.set(path, problems);
  const model = monaco.editor.getModel(uriOf(path));
  if (model) mark(model, server, problems);
}

/**
 * Told what Monaco's own languages find wrong with a file, such as JSON and CSS. Marks servers' findings in files that
 * are opened. Call once.
 */
export function onEditorProblems(found: (path: string, problems: readonly Problem[]) => void): void {
  monaco.editor.onDidCreateModel((model) => {
    const path = model.uri.path.slice(1);
    for (const [server, files] of known) mark(model, server, files.get(path) ?? []);
  });
  monaco.editor.onDidChangeMarkers((resources) => {
    for (const resource of resources) {
      if (resource.scheme !== 'file') continue;
      const markers = monaco.editor.getModelMarkers({ resource }).filter(({ owner }) => !owner.startsWith(OURS));
      found(resource.path.slice(1), markers.map(fromMarker));
    }
  });
}

function mark(model: monaco.editor.ITextModel, server: string, problems: readonly Problem[]): void {
  monaco.editor.setModelMarkers(model, OURS + server, problems.map(toMarker));
}

function toMarker({ line, column, endLine, endColumn, severity, message, source, code, tags }: Problem) {
  return {
    startLineNumber: line,
    startColumn: column,
    endLineNumber: endLine,
    endColumn,
    severity: SEVERITIES[severity],
    message,
    source,
    ...(code === '' ? {} : { code }),
    tags: tags.map((tag) => (tag === 'unnecessary' ? MarkerTag.Unnecessary : MarkerTag.Deprecated)),
  };
}

function fromMarker(marker: monaco.editor.IMarker): Problem {
  const severity = (Object.keys(SEVERITIES) as ProblemSeverity[]).find((s) => SEVERITIES[s] === marker.severity);
  return {
    line: marker.startLineNumber,
    column: marker.startColumn,
    endLine: marker.endLineNumber,
    endColumn: marker.endColumn,
    severity: severity ?? 'error',
    message: marker.message,
    source: marker.source ?? marker.owner,
    code: typeof marker.code === 'string' ? marker.code : (marker.code?.value ?? ''),
    tags: [],
  };
}
