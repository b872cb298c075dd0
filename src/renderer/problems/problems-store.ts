import { create } from 'zustand';
import type { Problem, ProblemSeverity } from '../../shared/schemas/language.ts';

/** A file with what is wrong with it, by place. */
export interface FileProblems {
  readonly path: string;
  readonly problems: readonly Problem[];
}

interface ProblemsState {
  /** By name of the file; files without any are not there. */
  readonly files: readonly FileProblems[];
  readonly counts: Readonly<Record<ProblemSeverity, number>>;
  /** Severities that are listed. */
  readonly shown: ReadonlySet<ProblemSeverity>;
  /** What a message, a file or a source has to have in it. */
  readonly filter: string;
}

const NONE = { error: 0, warning: 0, info: 0, hint: 0 } as const;
const ALL: readonly ProblemSeverity[] = ['error', 'warning', 'info'];

/** All that is known to be wrong, whoever found it, in open files and others. */
export const useProblems = create<ProblemsState>(() => ({
  files: [],
  counts: NONE,
  shown: new Set(ALL),
  filter: '',
}));

/** By who found them, then by file. */
const found = new Map<string, Map<string, readonly Problem[]>>();
let due = false;

/** What someone found wrong with a file, in place of what they found before; none: it is right again. */
export function setProblems(owner: string, path: string, problems: readonly Problem[]): void {
  const files = found.get(owner) ?? new Map<string, readonly Problem[]>();
  found.set(owner, files);
  if (problems.length === 0 && !files.has(path)) return;
  if (problems.length === 0) files.delete(path);
  else files.set(path, problems);
  redraw();
}

/** Forget what someone found, or everybody. */
export function forgetProblems(owner?: string): void {
  if (owner === undefined) found.clear();
  else found.delete(owner);
  redraw();
}

/** The files that someone found something wrong with. */
export const foundBy = (owner: string): readonly string[] => [...(found.get(owner)?.keys() ?? [])];

/** What is wrong with a file, by who found it. */
export function foundIn(path: string): (readonly [owner: string, problems: readonly Problem[]])[] {
  return [...found].flatMap(([owner, files]) => {
    const problems = files.get(path);
    return problems === undefined ? [] : [[owner, problems] as const];
  });
}

/** A server tells of many files at once; the list is made once for all of them. */
function redraw(): void {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    const paths = new Set([...found.values()].flatMap((files) => [...files.keys()]));
    const counts = { ...NONE } as Record<ProblemSeverity, number>;
    const files = Array.from(paths, (path): FileProblems => {
      const problems = foundIn(path)
        .flatMap(([, some]) => some)
        .toSorted((a, b) => a.line - b.line || a.column - b.column);
      for (const { severity } of problems) counts[severity]++;
      return { path, problems };
    }).sort((a, b) => (a.path < b.path ? -1 : 1));
    useProblems.setState({ files, counts });
  });
}

/** The files and problems that are listed, by severity and filter. */
export function listed({ files, shown, filter }: Pick<ProblemsState, 'files' | 'shown' | 'filter'>): FileProblems[] {
  const text = filter.trim().toLowerCase();
  return files.flatMap(({ path, problems }) => {
    const whole = path.toLowerCase().includes(text);
    const some = problems.filter(
      (p) =>
        shown.has(p.severity) &&
        (whole || text === '' || `${p.message} ${p.source} ${p.code}`.toLowerCase().includes(text)),
    );
    return some.length === 0 ? [] : [{ path, problems: some }];
  });
}

/** List a severity, or no longer. */
export function toggleSeverity(severity: ProblemSeverity): void {
  useProblems.setState(({ shown }) => {
    const next = new Set(shown);
    if (!next.delete(severity)) next.add(severity);
    return { shown: next };
  });
}
