import { resolve } from 'node:path';
import { RE2JS } from 're2js';
import type { Problem } from '../../../shared/schemas/language.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { NAMED_MATCHERS } from './problem-patterns.ts';
import type { TaskMatcher, TaskPattern } from './task-file.ts';
import { t } from '../../../shared/messages/t.ts';

/** Something that a line, or several, say is wrong. */
export interface FoundProblem {
  /** Absolute, as far as the lines tell. */
  readonly file: string;
  readonly problem: Problem;
}

/** Reads what a task prints. */
export interface ProblemMatcher {
  /** Whether it tells when a task that goes on in the background has done its work for now. */
  readonly tellsEnd: boolean;
  /** What a line tells: a problem, that what was found before does not count any more, or that all is found for now. */
  line(text: string): readonly (FoundProblem | 'begin' | 'end')[];
}

/** A line longer than this is no message of a compiler. */
const LINE_CHARS = 4000;

interface Step {
  readonly pattern: TaskPattern;
  readonly regexp: RE2JS;
}
type Captured = Partial<
  Record<'file' | 'location' | 'line' | 'column' | 'endLine' | 'endColumn' | 'severity' | 'code' | 'message', string>
>;
const PARTS = ['file', 'location', 'line', 'column', 'endLine', 'endColumn', 'severity', 'code', 'message'] as const;

/**
 * What a task's `problemMatcher` finds. Expressions are RE2's, so that each line costs time in its length alone.
 * @param cwd where the task runs, absolute
 * @returns a clause without a full stop where it cannot be used
 */
export function createProblemMatcher(
  wanted: TaskMatcher,
  { cwd, root }: { readonly cwd: string; readonly root: string },
): ProblemMatcher | string {
  const named = typeof wanted === 'string' ? wanted : wanted.base;
  const base = named === undefined ? {} : NAMED_MATCHERS[named];
  if (base === undefined || (named !== undefined && !Object.hasOwn(NAMED_MATCHERS, named)))
    return t('there is no problem matcher “{named}”', { named: named ?? '' });
  const own = typeof wanted === 'string' ? {} : wanted;
  const merged = { ...base, ...own };
  const patterns = patternsOf(merged.pattern);
  if (patterns === null) return t('its problem matcher has no pattern that is known');
  const steps: Step[] = [];
  for (const pattern of patterns) {
    const regexp = compiled(pattern.regexp);
    if (regexp === null)
      return t('the pattern “{regexp}” cannot be searched for in linear time', { regexp: pattern.regexp.slice(0, 80) });
    steps.push({ pattern, regexp });
  }
  if (!patterns.some((each) => each.message !== undefined)) return t('none of its patterns has a message');
  const begins = triggerOf(merged.background?.beginsPattern);
  const ends = triggerOf(merged.background?.endsPattern);
  if (begins === 'unusable') return t('the pattern that begins it cannot be searched for in linear time');
  if (ends === 'unusable') return t('the pattern that ends it cannot be searched for in linear time');
  const folder = folderOf(merged.fileLocation, cwd, root);
  const source = merged.source ?? merged.owner ?? '';
  const severity = merged.severity ?? 'error';

  let at = 0;
  let held: Captured = {};
  function step(text: string): FoundProblem | null {
    const { pattern, regexp } = steps[at] as Step;
    const found = regexp.matcher(text);
    if (!found.find()) {
      if (at === 0) return null;
      // The line may begin another.
      at = 0;
      held = {};
      return step(text);
    }
    const captured = {
      ...held,
      ...capturedBy(pattern, (group) => (group <= found.groupCount() ? found.group(group) : null)),
    };
    if (at < steps.length - 1) {
      held = captured;
      at++;
      return null;
    }
    if (pattern.loop !== true) {
      at = 0;
      held = {};
    }
    return problemOf(captured, folder, source, severity);
  }

  return {
    tellsEnd: ends !== null,
    line: (text) => {
      const short = text.slice(0, LINE_CHARS);
      const [began, ended] = [begins, ends].map((trigger) => trigger?.matcher(short).find() === true);
      const found = step(short);
      return [
        ...(began === true ? (['begin'] as const) : []),
        ...(found === null ? [] : [found]),
        ...(ended === true ? (['end'] as const) : []),
      ];
    },
  };
}

function patternsOf(pattern: Exclude<TaskMatcher, string>['pattern']): readonly TaskPattern[] | null {
  if (pattern === undefined) return null;
  if (typeof pattern !== 'string') return Array.isArray(pattern) ? pattern : [pattern];
  const named = Object.hasOwn(NAMED_MATCHERS, pattern) ? NAMED_MATCHERS[pattern] : undefined;
  return named === undefined ? null : patternsOf(named.pattern);
}

function compiled(expression: string): RE2JS | null {
  try {
    return RE2JS.compile(expression);
  } catch {
    return null;
  }
}

function triggerOf(trigger: string | { readonly regexp: string } | undefined): RE2JS | null | 'unusable' {
  if (trigger === undefined) return null;
  return compiled(typeof trigger === 'string' ? trigger : trigger.regexp) ?? 'unusable';
}

/** The folder that names are relative to. */
function folderOf(location: string | readonly string[] | undefined, cwd: string, root: string): string {
  const [, base = '${workspaceFolder}'] = typeof location === 'string' ? [location] : (location ?? []);
  return resolve(root, base.replaceAll('${workspaceFolder}', root).replaceAll('${cwd}', cwd));
}

function capturedBy(pattern: TaskPattern, group: (index: number) => string | null): Captured {
  const captured: Captured = {};
  for (const part of PARTS) {
    const index = pattern[part];
    const text = index === undefined ? null : group(index);
    if (text !== null && text.trim() !== '') captured[part] = text.trim();
  }
  return captured;
}

const SEVERITIES: Readonly<Record<string, Problem['severity']>> = {
  e: 'error',
  error: 'error',
  fatal: 'error',
  w: 'warning',
  warn: 'warning',
  warning: 'warning',
  i: 'info',
  info: 'info',
  note: 'info',
};

function problemOf(
  { file, location, line, column, endLine, endColumn, severity, code, message }: Captured,
  folder: string,
  source: string,
  usual: Problem['severity'],
): FoundProblem | null {
  if (file === undefined || message === undefined) return null;
  // `3`, `3,5`, `3,5,4,1`
  const [inLine, inColumn, inEndLine, inEndColumn] = (location ?? '').split(',');
  const from = numberOf(line ?? inLine) ?? 1;
  const at = numberOf(column ?? inColumn) ?? 1;
  const to = Math.max(from, numberOf(endLine ?? inEndLine) ?? from);
  const end = numberOf(endColumn ?? inEndColumn) ?? at;
  const known = severity === undefined ? undefined : SEVERITIES[severity.toLowerCase()];
  return {
    file: resolve(folder, file),
    problem: {
      line: from,
      column: at,
      endLine: to,
      endColumn: to === from ? Math.max(at, end) : end,
      severity: known ?? usual,
      message: message.slice(0, LIMITS.languageNameChars),
      source: source.slice(0, 100),
      code: (code ?? '').slice(0, 100),
      tags: [],
    },
  };
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || !/^\s*\d{1,9}\s*$/.test(text)) return null;
  return Math.max(1, Number(text));
}
