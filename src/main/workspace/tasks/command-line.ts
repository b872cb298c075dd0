import type { QuotedText } from './task-file.ts';
import { replaceVariables, type TaskContext } from './task-variables.ts';
import { t } from '../../../shared/messages/t.ts';

/** A line for a shell, or why there is none: a clause without a full stop. */
export type CommandLine = { readonly line: string } | { readonly problem: string };

type ShellKind = 'posix' | 'powershell' | 'cmd';

/** What a name may be made of without a shell making something of it. */
const PLAIN: Readonly<Record<ShellKind, RegExp>> = {
  posix: /^[\p{L}\p{N}\p{M} _./:@+,-]*$/u,
  powershell: /^[\p{L}\p{N}\p{M} _./\\:+-]*$/u,
  cmd: /^[\p{L}\p{N}\p{M} _./\\:@+-]*$/u,
};

/** Which language a shell speaks. @param shell its path */
export function shellKind(shell: string): ShellKind {
  const name =
    shell
      .replaceAll('\\', '/')
      .split('/')
      .at(-1)
      ?.replace(/\.exe$/i, '') ?? '';
  return name === 'cmd' ? 'cmd' : name === 'pwsh' || name === 'powershell' ? 'powershell' : 'posix';
}

/** What has a shell run a line and end. */
export function shellRun(shell: string, line: string): string[] {
  return { posix: ['-c', line], powershell: ['-Command', line], cmd: ['/d', '/c', line] }[shellKind(shell)];
}

/**
 * A command and its arguments as a line for a shell. As in VS Code the command is the shell's to read, and an argument
 * with spaces is one. What a variable stands for is never more than text: a file may have any name.
 */
export function commandLine(
  command: QuotedText,
  args: readonly QuotedText[],
  shell: string,
  context: TaskContext,
): CommandLine {
  const kind = shellKind(shell);
  const words: string[] = [];
  for (const [i, each] of [command, ...args].entries()) {
    const raw = typeof each === 'string' ? each : [each.value].flat().join(' ');
    const replaced = replaceVariables(raw, context);
    if ('problem' in replaced) return replaced;
    const { text, inserted } = replaced;
    const odd = inserted.some((value) => !PLAIN[kind].test(value));
    const quoting = typeof each === 'string' ? null : each.quoting;
    // There is no way to have cmd leave a text alone.
    if (odd && ((i === 0 && quoting === null) || kind === 'cmd'))
      return { problem: t('a name that it puts into its command has characters that a shell would act on') };
    const spaced = i > 0 && quoting === null && /\s/.test(text) && !/^(['"]).*\1$/s.test(text);
    const asText = odd || quoting === 'strong' || quoting === 'escape' || spaced;
    words.push(asText ? quoted(text, kind) : quoting === 'weak' ? `"${text}"` : text);
  }
  return { line: words.join(' ') };
}

/** Text and nothing else, whatever is in it. */
function quoted(text: string, kind: ShellKind): string {
  if (kind === 'posix') return `'${text.replaceAll("'", "'\\''")}'`;
  if (kind === 'powershell') return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replaceAll('"', '""')}"`;
}
