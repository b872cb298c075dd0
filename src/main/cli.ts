#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { AppError } from '../shared/app-error.ts';
import { explainCommand } from './explain-command.ts';
import { serveCommand } from './serve-command.ts';

/**
 * The same policy code as in the app, for scripts. Each command loads what it needs when it runs: a
 * hook that asks about one path does not wait for the app.
 */
const program = new Command('codegrex').version(packageJson.version).description(packageJson.description);

program
  .command('redact [file]')
  .description('print a file, or standard input, as a cloud would get it')
  .action(async (file?: string) => {
    const { createRedactor } = await import('../privacy/redaction/redactor.ts');
    const text = file === undefined ? await standardInput() : await readFile(file, 'utf8');
    const redacted = createRedactor().redact(text);
    process.stdout.write(redacted.text);
    process.stderr.write(`${String(redacted.count)} redacted\n`);
  });

program.addCommand(explainCommand());
program.addCommand(serveCommand('serve'));

/** What the command line itself got wrong, as opposed to what came of the work. */
const USAGE_ERROR = 2;

for (const command of [program, ...program.commands]) command.exitOverride();

// The reader may have enough before all is written, as `head` has.
process.stdout.on('error', () => process.exit(0));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what was wrong, or has shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
  } else {
    const known = error instanceof AppError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    process.stderr.write(`codegrex: ${known ? (error as Error).message : 'it could not be done'}\n`);
    process.exitCode = 1;
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
