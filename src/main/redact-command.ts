import { readFile } from 'node:fs/promises';
import { Command } from 'commander';

/** Exit code of `--check` when something would be redacted. */
const FOUND = 3;

/**
 * `codegrex redact [FILE]`: a text as a cloud would get it, or where something was found in it.
 *
 * Exit codes: 0 when it was done, 3 with `--check` when something was found, 1 when the text could
 * not be read, 2 when the command line is wrong.
 */
export function redactCommand(): Command {
  return new Command('redact')
    .description('print a file, or standard input, as a cloud would get it')
    .argument('[file]')
    .option('--json', 'print what was found instead: an array of {type, start, end, line}, never the value')
    .option('--check', `end with ${String(FOUND)} if something is found; print only how much, on standard error`)
    .addHelpText(
      'after',
      `
Exit codes:
  0  done
  3  with --check: something would be redacted
  1  the text could not be read
  2  the command line is wrong

In a pre-commit hook, for example:
  git diff --cached -U0 | codegrex redact --check
`,
    )
    .action(async (file: string | undefined, { json, check }: { json?: boolean; check?: boolean }) => {
      const { createRedactor } = await import('../privacy/redaction/redactor.ts');
      const text = file === undefined ? await standardInput() : await readFile(file, 'utf8');
      const redacted = createRedactor().redact(text);
      if (json === true) process.stdout.write(`${JSON.stringify(redacted.findings, null, 2)}\n`);
      else if (check !== true) process.stdout.write(redacted.text);
      process.stderr.write(`${String(redacted.count)} redacted\n`);
      if (check === true && redacted.count > 0) process.exitCode = FOUND;
    });
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
