import { Command, InvalidArgumentError } from 'commander';

/** The options of browser mode, the same for `codegrex serve` and the entry point. */
export function serveCommand(name: string): Command {
  return new Command(name)
    .description('Run CodeGrex in browser mode, on this machine only')
    .option('--folder <path>', 'folder to open; several times for several together', oneMore, [])
    .option('--port <number>', 'port on 127.0.0.1; 0 for any free one', wholeNumber, 0)
    .option('--idle-close <minutes>', 'end after so many minutes without a window', wholeNumber)
    .option('--data <path>', 'folder of settings and ledger')
    .option('--no-open', 'do not open the link in a browser')
    .action(async (options: { folder: string[]; port: number; idleClose?: number; data?: string; open: boolean }) => {
      try {
        // Loaded here, as the other commands of `codegrex` have no use for the app.
        const { runBrowserMode } = await import('./run-browser-mode.ts');
        await runBrowserMode(options);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const why =
          code === 'EADDRINUSE'
            ? `Port ${String(options.port)} is in use. Choose another with --port.`
            : 'It could not start.';
        process.stderr.write(`CodeGrex: ${why} ${code ?? ''}\n`);
        process.exitCode = 1;
      }
    });
}

function oneMore(path: string, others: readonly string[]): string[] {
  return [...others, path];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
