import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, shellKind, shellRun } from './command-line.ts';
import type { QuotedText } from './task-file.ts';

const context = (file: string | null, env: Record<string, string> = {}) => ({ root: '/work', file, line: 7, env });
const lineOf = (
  command: QuotedText,
  args: readonly QuotedText[],
  shell: string,
  file: string | null = null,
): string => {
  const made = commandLine(command, args, shell, context(file));
  return 'line' in made ? made.line : `! ${made.problem}`;
};

describe('a command as a line', () => {
  it('is the shell’s to read, and an argument with spaces is one', () => {
    expect(lineOf('npm run build && echo $HOME', ['a b', "'c d'", '-x'], '/bin/sh')).toBe(
      "npm run build && echo $HOME 'a b' 'c d' -x",
    );
    expect(lineOf({ value: 'my tool', quoting: 'strong' }, [{ value: ['$A', 'b'], quoting: 'weak' }], '/bin/sh')).toBe(
      `'my tool' "$A b"`,
    );
    expect(lineOf('echo', ['a b'], 'C:\\Program Files\\PowerShell\\pwsh.exe')).toBe("echo 'a b'");
  });

  it('knows the languages of shells', () => {
    expect(['/usr/bin/fish', 'C:\\Windows\\cmd.exe', 'powershell.exe', 'pwsh'].map(shellKind)).toEqual([
      'posix',
      'cmd',
      'powershell',
      'powershell',
    ]);
    expect(shellRun('cmd.exe', 'x')).toEqual(['/d', '/c', 'x']);
  });

  it('puts no name into a command that a shell would act on', () => {
    expect(lineOf('cat ${file}', [], '/bin/sh', 'a.ts')).toBe('cat /work/a.ts');
    expect(lineOf('cat ${file}', [], '/bin/sh', '$(touch owned).ts')).toMatch(/^! a name .* act on$/);
    expect(lineOf('type', ['${file}'], 'cmd.exe', '%PATH%&.ts')).toMatch(/^!/);
    expect(lineOf('cat', ['${unheard}'], '/bin/sh')).toBe('! it needs ${unheard}, which is not known here');
    expect(lineOf('cat', ['${file}'], '/bin/sh')).toMatch(/^! it is about the file on screen/);
  });

  it('hands a program the name of a file as it is, whatever that is', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((n) => !n.includes('\0') && Buffer.from(n).toString() === n);
    fc.assert(
      fc.property(name, (file) => {
        const line = lineOf('printf %s', ['${relativeFile}'], '/bin/sh', file);
        const printed = execFileSync('/bin/sh', shellRun('/bin/sh', line), { encoding: 'utf8' });
        expect(printed).toBe(file);
      }),
      { numRuns: 60 },
    );
  });
});
