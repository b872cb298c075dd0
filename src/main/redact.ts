import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FinderOptions } from '../privacy/redaction/finder.ts';
import { createRedactor } from '../privacy/redaction/redactor.ts';
import { dataFolder } from './app/data-folder.ts';
import { readPolicy } from './read-policy.ts';
import { readEnvValues } from './redaction/env-values.ts';
import { tell } from '../shared/messages/tell.ts';

/** Options of `codegrex redact`, as on the command line. */
export interface RedactOptions {
  readonly root: string;
  readonly data?: string;
  readonly builtIn?: boolean;
  readonly json?: boolean;
  readonly check?: boolean;
}

/**
 * Do what `codegrex redact` says with a text.
 * @returns the exit code: 0 done, 3 something was found and `check` is set, 1 the rules are not all in force
 */
export async function redact(text: string, options: RedactOptions): Promise<0 | 1 | 3> {
  const finder = options.builtIn === true ? {} : await finderOf(options);
  if (finder === null) return 1;
  const { text: safe, count, findings } = createRedactor(finder).redact(text);
  if (options.json === true) {
    const list = findings.map(({ type, start, end, line, rule }) => ({
      type,
      start,
      end,
      line,
      ...(rule && { rule }),
    }));
    process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
  } else if (options.check !== true) process.stdout.write(safe);
  process.stderr.write(`${String(count)} redacted\n`);
  return options.check === true && count > 0 ? 3 : 0;
}

/** By what a window with this folder redacts; `null`, and it is told, where not all of that can be used. */
async function finderOf({ root, data }: RedactOptions): Promise<FinderOptions | null> {
  const folder = await realpath(root);
  const { redaction, notices } = await readPolicy(folder, data === undefined ? dataFolder() : resolve(data));
  for (const notice of notices) process.stderr.write(`notice: ${tell(notice)}\n`);
  if (!redaction.complete) {
    process.stderr.write('codegrex: not all redaction rules can be used; --built-in does without them\n');
    return null;
  }
  return { ...redaction.finder, knownValues: await readEnvValues(folder) };
}
