#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { createRedactor } from '../privacy/redaction/redactor.ts';
import { AppError } from '../shared/app-error.ts';
import { dataFolder, organisationPolicyFile } from './app/data-folder.ts';
import { createPolicyService } from './app/policy-service.ts';
import { serveCommand } from './serve-command.ts';
import { openSettingsStore } from './settings/settings-store.ts';
import { openWorkspaceStore } from './settings/workspace-store.ts';
import { isWithin, openWorkspace } from './workspace/workspace.ts';

/** The same policy code as in the app, for scripts. */
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

program
  .command('redact [file]')
  .description('print a file, or standard input, as a cloud would get it')
  .action(async (file?: string) => {
    const text = file === undefined ? await standardInput() : await readFile(file, 'utf8');
    const redacted = createRedactor().redact(text);
    process.stdout.write(redacted.text);
    process.stderr.write(`${String(redacted.count)} redacted\n`);
  });

program
  .command('explain <path>')
  .description('say whether models may read a file, by which rule, and which mode applies')
  .option('--root <folder>', 'the workspace', '.')
  .option('--data <path>', 'folder of settings')
  .action(async (path: string, { root, data }: { root: string; data?: string }) => {
    const folder = data === undefined ? dataFolder() : resolve(data);
    const workspace = await openWorkspace(root);
    const settings = await openSettingsStore(join(folder, 'settings.json'));
    const workspaces = await openWorkspaceStore(join(folder, 'workspaces.json'));
    const policy = await createPolicyService({ settings, workspaces, organisationFile: organisationPolicyFile() });
    try {
      await policy.setRoot(workspace.info.root);
      const { mode, decidedBy, notices } = policy.view();
      // The root may be reached through a link, and the path be given either way.
      const full = resolve(root, path);
      const from = isWithin(resolve(root), full) ? resolve(root) : workspace.info.root;
      const verdict = await workspace.mayRead(relative(from, full));
      process.stdout.write(`mode: ${mode} (${decidedBy})\n`);
      for (const notice of notices) process.stdout.write(`notice: ${notice}\n`);
      process.stdout.write(
        verdict.allowed ? `${path}: models may read it\n` : `${path}: kept from models by ${verdict.rule ?? ''}\n`,
      );
      process.exitCode = verdict.allowed ? 0 : 3;
    } finally {
      // What they watch would keep the process alive.
      await Promise.all([policy.close(), settings.close()]);
    }
  });

program.addCommand(serveCommand('serve'));

// The reader may have enough before all is written, as `head` has.
process.stdout.on('error', () => process.exit(0));

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof AppError || (error as NodeJS.ErrnoException).code === 'ENOENT';
  process.stderr.write(`codegrex: ${known ? (error as Error).message : 'it could not be done'}\n`);
  process.exitCode = 1;
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
