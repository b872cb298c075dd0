import { Command } from 'commander';
import type { ExplainOptions } from './explain.ts';

/**
 * `codegrex explain PATH…`: whether models may read files, and which rule says so.
 *
 * Exit codes: 0 when models may read all of them, 3 when some are kept from models, 1 when it could
 * not be found out (no such workspace, unreadable input), 2 when the command line is wrong.
 */
export function explainCommand(): Command {
  const command = new Command('explain');
  return command
    .description('say whether models may read files, and by which rule')
    .argument('[path...]', 'relative to the workspace, or absolute; a trailing slash marks a folder')
    .option('--stdin', 'read paths from standard input, one a line')
    .option('-z, --null', 'paths on standard input end with a NUL instead')
    .option('--json', 'print an object a line: {path, readable, rule, source, line}')
    .option('--mode', 'also say which privacy mode applies, on standard error')
    .option('--root <folder>', 'the workspace', '.')
    .option('--data <folder>', "the folder of the user's settings")
    .addHelpText(
      'after',
      `
Exit codes:
  0  models may read every path
  3  some path is kept from models
  1  it could not be found out
  2  the command line is wrong

In a pre-commit hook, for example:
  git diff --cached --name-only -z | codegrex explain --stdin -z --json
`,
    )
    .action(async (paths: string[], options: ExplainOptions) => {
      if (paths.length === 0 && options.stdin !== true) command.error('error: name a path, or give --stdin');
      if (options.null === true && options.stdin !== true) command.error('error: --null goes with --stdin');
      const { explain } = await import('./explain.ts');
      process.exitCode = await explain(paths, options);
    });
}
