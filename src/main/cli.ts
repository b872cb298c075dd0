#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { AppError } from '../shared/app-error.ts';
import { ledgerCommand } from './cli-ledger.ts';
import { explainCommand } from './explain-command.ts';
import { redactCommand } from './redact-command.ts';
import { serveCommand } from './serve-command.ts';

/**
 * The same policy code as in the app, for scripts. Each command loads what it needs when it runs: a
 * hook that asks about one path does not wait for the app.
 */
const program = new Command('codegrex').version(packageJson.version).description(packageJson.description);

// Loaded only when asked for, as it brings the network's code along; it reads its own options.
program
  .command('verify-offline')
  .description('try what Offline mode must prevent, and show the evidence')
  .helpOption(false)
  .allowUnknownOption()
  .allowExcessArguments()
  .action(async (_options: object, { args }: Command) => {
    const { verifyOfflineCommand } = await import('./cli-verify-offline.ts');
    await verifyOfflineCommand().parseAsync(args, { from: 'user' });
  });

program.addCommand(redactCommand());
program.addCommand(explainCommand());
program.addCommand(ledgerCommand());
program.addCommand(serveCommand('serve'));

// The reader may have enough before all is written, as `head` has.
process.stdout.on('error', () => process.exit(0));

/** What the command line itself got wrong, as opposed to what came of the work. */
const USAGE_ERROR = 2;

for (const command of [program, ...program.commands]) command.exitOverride();
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
