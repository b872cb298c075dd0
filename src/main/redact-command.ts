import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { RedactOptions } from './redact.ts';

/**
 * `codegrex redact [FILE]`: a text as a cloud would get it, or where something was found in it.
 *
 * Exit codes: 0 when it was done, 3 with `--check` when something was found, 1 when the text or the
 * rules could not be read, 2 when the command line is wrong.
 */
export function redactCommand(): Command {
  return new Command('redact')
    .description('print a file, or standard input, as a cloud would get it')
    .argument('[file]')
    .option('--json', 'print what was found instead: an array of {type, start, end, line, rule?}, never the value')
    .option('--check', 'end with 3 if something is found; print only how much, on standard error')
    .option('--root <folder>', 'the workspace, whose rules and .env values count', '.')
    .option('--data <folder>', "the folder of the user's settings")
    .option('--built-in', 'the built-in detectors alone: no rules of yours or of the workspace, no .env values')
    .addHelpText(
      'after',
      `
Your redaction rules count, and those of the workspace, in .codegrex/policy.json. Where one of them
cannot be used, nothing is printed: a cloud would not get the text either without your looking at it.

Exit codes:
  0  done
  3  with --check: something would be redacted
  1  the text or the rules could not be read
  2  the command line is wrong

In a pre-commit hook, for example:
  git diff --cached -U0 | codegrex redact --check
`,
    )
    .action(async (file: string | undefined, options: RedactOptions) => {
      const { redact } = await import('./redact.ts');
      const text = file === undefined ? await standardInput() : await readFile(file, 'utf8');
      process.exitCode = await redact(text, options);
    });
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
