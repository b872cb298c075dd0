import type { TaskMatcher, TaskPattern } from './task-file.ts';

type NamedMatcher = Exclude<TaskMatcher, string>;

const TSC: TaskPattern = {
  regexp: '^([^\\s].*)[\\(:](\\d+)[,:](\\d+)(?:\\):\\s+|\\s+-\\s+)(error|warning|info)\\s+TS(\\d+)\\s*:\\s*(.*)$',
  file: 1,
  line: 2,
  column: 3,
  severity: 4,
  code: 5,
  message: 6,
};
const RELATIVE = ['autoDetect', '${cwd}'];

/** The matchers that a task can name, as VS Code has them. */
export const NAMED_MATCHERS: Readonly<Record<string, NamedMatcher>> = {
  $tsc: { owner: 'typescript', source: 'ts', fileLocation: RELATIVE, pattern: TSC },
  '$tsc-watch': {
    owner: 'typescript',
    source: 'ts',
    fileLocation: RELATIVE,
    pattern: TSC,
    background: {
      activeOnStart: true,
      beginsPattern: '(Starting compilation in watch mode|File change detected\\. Starting incremental compilation)',
      endsPattern: '(Compilation complete\\.|Found \\d+ errors?\\.) Watching for file changes\\.',
    },
  },
  '$eslint-compact': {
    owner: 'eslint',
    source: 'eslint',
    fileLocation: RELATIVE,
    pattern: {
      regexp: '^(.+):\\sline\\s(\\d+),\\scol\\s(\\d+),\\s(Error|Warning|Info)\\s-\\s(.+)\\s\\((.+)\\)$',
      file: 1,
      line: 2,
      column: 3,
      severity: 4,
      message: 5,
      code: 6,
    },
  },
  '$eslint-stylish': {
    owner: 'eslint',
    source: 'eslint',
    fileLocation: RELATIVE,
    pattern: [
      { regexp: '^((?:[a-zA-Z]:)*[./\\\\]+.*?)$', file: 1 },
      {
        regexp: '^\\s+(\\d+):(\\d+)\\s+(error|warning|info)\\s+(.+?)(?:\\s\\s+(.*))?$',
        line: 1,
        column: 2,
        severity: 3,
        message: 4,
        code: 5,
        loop: true,
      },
    ],
  },
  $gcc: {
    owner: 'cpp',
    source: 'gcc',
    fileLocation: RELATIVE,
    pattern: {
      regexp: '^(.*?):(\\d+):(\\d*):?\\s+(?:fatal\\s+)?(warning|error):\\s+(.*)$',
      file: 1,
      line: 2,
      column: 3,
      severity: 4,
      message: 5,
    },
  },
  $go: {
    owner: 'go',
    source: 'go',
    fileLocation: RELATIVE,
    pattern: { regexp: '^([^:]*: )?((.:)?[^:]*):(\\d+)(:(\\d+))?: (.*)$', file: 2, line: 4, column: 6, message: 7 },
  },
};
