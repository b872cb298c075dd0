import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { dataFolder } from './app/data-folder.ts';
import { verifyChain, type ChainCheck } from './ledger/verify-chain.ts';

interface LedgerOptions {
  readonly verify?: boolean;
  readonly export?: 'csv' | 'json';
  readonly anchor?: string;
  readonly data?: string;
}

/** Exit code for a record that was changed. */
const CHANGED = 3;

/** `codegrex ledger`: check and print the record of what left this machine. */
export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('check the record of what left this machine, or print it')
    .option('--verify', 'check the chain from end to end; done in any case')
    .addOption(new Option('--export <format>', 'print the record').choices(['csv', 'json']))
    .option('--anchor <hash>', 'a head noted earlier (8 letters or more): its line must still be there')
    .option('--data <folder>', 'folder of settings and ledger')
    .addHelpText(
      'after',
      `
Exit codes:
  0  the record is intact
  1  it could not be read
  2  the command line was not understood
  ${String(CHANGED)}  it was changed; file and line are named

There is no secret in the chain: whoever may write to the folder can write all of it anew. Note the
head now and then, and give it as --anchor later: then all up to it is known to be as it was.`,
    )
    .action(async (options: LedgerOptions) => {
      const folder = join(options.data === undefined ? dataFolder() : resolve(options.data), 'ledger');
      try {
        const check = await verifyChain(folder, options.anchor === undefined ? {} : { anchor: options.anchor });
        if (options.export === undefined) process.stdout.write(report(check));
        else {
          process.stderr.write(report(check));
          await print(folder, check, options.export);
        }
        process.exitCode = check.intact ? 0 : CHANGED;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        process.stderr.write(`codegrex: the record in ${folder} could not be read. ${code ?? ''}\n`);
        process.exitCode = 1;
      }
    });
}

/** The parsers of entries take longer to load than a check takes. */
async function print(folder: string, check: ChainCheck, format: 'csv' | 'json'): Promise<void> {
  const { readEntries } = await import('./ledger/read-entries.ts');
  const { exportEntries } = await import('./ledger/export-entries.ts');
  const entries = await readEntries(folder, Infinity);
  process.stdout.write(exportEntries([...entries.values()], check, format));
}

function report({ intact, problems, notes, entries, files, head }: ChainCheck): string {
  const lines = problems.map(({ file, line, what }) =>
    line === null ? `Changed: ${file}: ${what}` : `Changed: ${file}, line ${String(line)}: ${what}`,
  );
  if (intact) {
    lines.push(
      head === null
        ? 'There is no record yet.'
        : `Record intact: ${String(entries)} lines about requests in ${String(files)} files.\nHead: ${head}`,
    );
  }
  return [...lines, ...notes, ''].join('\n');
}
