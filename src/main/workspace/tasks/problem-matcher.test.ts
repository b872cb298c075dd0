import { describe, expect, it } from 'vitest';
import { createProblemMatcher, type ProblemMatcher } from './problem-matcher.ts';
import type { TaskMatcher } from './task-file.ts';

const AT = { cwd: '/work/app', root: '/work' };

function matcherOf(wanted: TaskMatcher): ProblemMatcher {
  const made = createProblemMatcher(wanted, AT);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

const found = (wanted: TaskMatcher, lines: readonly string[]) => {
  const matcher = matcherOf(wanted);
  return lines
    .flatMap((line) => matcher.line(line))
    .map((each) =>
      typeof each === 'string'
        ? each
        : `${each.file}:${String(each.problem.line)}:${String(each.problem.column)} ${each.problem.severity} ${each.problem.code} ${each.problem.message}`,
    );
};

describe('problem matchers of VS Code', () => {
  it('read what the TypeScript compiler prints, plain and pretty', () => {
    expect(
      found('$tsc', [
        "src/a.ts(3,7): error TS2322: Type 'string' is not assignable.",
        "src/b.ts:4:2 - warning TS6133: 'x' is never read.",
        'Found 2 errors.',
      ]),
    ).toEqual([
      "/work/app/src/a.ts:3:7 error 2322 Type 'string' is not assignable.",
      "/work/app/src/b.ts:4:2 warning 6133 'x' is never read.",
    ]);
  });

  it('begin anew where a watcher does', () => {
    expect(
      found('$tsc-watch', [
        '10:00 - File change detected. Starting incremental compilation...',
        'a.ts(1,1): error TS1: No.',
        'Found 1 error. Watching for file changes.',
      ]),
    ).toEqual(['begin', '/work/app/a.ts:1:1 error 1 No.', 'end']);
    expect(matcherOf('$tsc-watch').tellsEnd).toBe(true);
    expect(matcherOf('$tsc').tellsEnd).toBe(false);
  });

  it('read lines that belong to a file named above them', () => {
    expect(
      found('$eslint-stylish', [
        '/work/app/a.js',
        '  1:5  error    Unexpected var  no-var',
        '  2:1  warning  Missing semicolon  semi',
        '',
        './b.js',
        '  9:3  error  Parsing error',
      ]),
    ).toEqual([
      '/work/app/a.js:1:5 error no-var Unexpected var',
      '/work/app/a.js:2:1 warning semi Missing semicolon',
      '/work/app/b.js:9:3 error  Parsing error',
    ]);
  });

  it('read compilers of C and Go, and ESLint’s short form', () => {
    expect(found('$gcc', ['main.c:4:9: fatal error: stdio.h: No such file'])).toEqual([
      '/work/app/main.c:4:9 error  stdio.h: No such file',
    ]);
    expect(found('$go', ['./x.go:7:2: undefined: y', 'x.go:8: late'])).toEqual([
      '/work/app/x.go:7:2 error  undefined: y',
      '/work/app/x.go:8:1 error  late',
    ]);
    expect(found('$eslint-compact', ['/work/a.js: line 1, col 2, Error - Bad thing. (no-bad)'])).toEqual([
      '/work/a.js:1:2 error no-bad Bad thing.',
    ]);
  });
});

describe('matchers of a folder’s own', () => {
  const pattern = { regexp: '^(.+)@(.+) (.+)$', file: 1, location: 2, message: 3 };

  it('count places, severities and folders as they say', () => {
    expect(
      found({ pattern, severity: 'info', fileLocation: ['relative', '${workspaceFolder}/lib'] }, ['x@2,3,4,5 odd']),
    ).toEqual(['/work/lib/x:2:3 info  odd']);
    expect(found({ base: '$gcc', fileLocation: 'absolute' }, ['/work/m.c:1:1: warning: w'])).toEqual([
      '/work/m.c:1:1 warning  w',
    ]);
  });

  it.each([
    ['no matcher of that name', '$none'],
    ['the name of what every object has', 'constructor'],
    ['a base that is none', { base: '__proto__' }],
    ['a pattern that goes back', { pattern: { ...pattern, regexp: '(a)\\1' } }],
    ['a pattern that is none', { pattern: { ...pattern, regexp: '(' } }],
    ['no message', { pattern: { regexp: '(.*)', file: 1 } }],
    ['no pattern', {}],
    ['a beginning that goes back', { pattern, background: { beginsPattern: '(a)\\1', endsPattern: 'x' } }],
  ] satisfies readonly (readonly [string, TaskMatcher])[])('are refused with words: %s', (_why, wanted) => {
    expect(createProblemMatcher(wanted, AT)).toMatch(/\w+ \w+/);
  });

  it('take time by the length of a line alone, and no account of endless ones', () => {
    const slow = matcherOf({ pattern: { ...pattern, regexp: '^(a+)+@(\\d+) (b+)+c$' } });
    expect(slow.line(`${'a'.repeat(3000)}@1 ${'b'.repeat(900)}`)).toEqual([]);
    expect(matcherOf('$gcc').line(`${'x'.repeat(1_000_000)}:1:1: error: far out`)).toEqual([]);
  });
});
