import { pathOf, uriOf } from '../text-uri.ts';
import type { Problem, ProblemSeverity } from '../../../shared/schemas/language.ts';
import { monaco } from '../monaco-setup.ts';

const { MarkerSeverity, MarkerTag } = monaco;
const SEVERITIES: Readonly<Record<ProblemSeverity, monaco.MarkerSeverity>> = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
  hint: MarkerSeverity.Hint,
};
/** Marks of ours are told from those of Monaco's own languages by this. */
const OURS = 'codegrex:';

/** Mark what a server found in a file, where that is open. */
export function showProblems(server: string, path: string, problems: readonly Problem[]): void {
  const model = monaco.editor.getModel(uriOf(path));
  if (model) mark(model, server, problems);
}

/** What the marks of files and the findings of servers have to do with each other. */
interface Findings {
  /** Monaco's own languages, such as JSON and CSS, found this wrong with a file. */
  readonly found: (path: string, problems: readonly Problem[]) => void;
  /** What servers found in a file, to be marked when it is opened. */
  readonly known: (path: string) => Iterable<readonly [server: string, problems: readonly Problem[]]>;
}

/** Follow the marks of open files. Call once. */
export function followMarks({ found, known }: Findings): void {
  monaco.editor.onDidCreateModel((model) => {
    for (const [server, problems] of known(pathOf(model))) mark(model, server, problems);
  });
  monaco.editor.onDidChangeMarkers((resources) => {
    for (const resource of resources) {
      if (resource.scheme !== 'file') continue;
      const markers = monaco.editor.getModelMarkers({ resource }).filter(({ owner }) => !owner.startsWith(OURS));
      found(pathOf({ uri: resource }), markers.map(fromMarker));
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
