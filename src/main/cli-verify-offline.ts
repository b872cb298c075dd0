import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { resolvePolicy } from '../privacy/policy.ts';
import type { OfflineCheck } from '../shared/schemas/settings.ts';
import { dataFolder, organisationPolicyFile } from './app/data-folder.ts';
import { verifyOffline } from './app/verify-offline.ts';
import { isolation } from './sandbox/isolation.ts';
import { readPolicyFile } from './settings/policy-file.ts';
import { openSettingsStore } from './settings/settings-store.ts';

/** Exit code when a check failed. */
const FAILED = 3;

/** `codegrex verify-offline`: try what Offline must prevent, and print the evidence. */
export function verifyOfflineCommand(): Command {
  return new Command('codegrex verify-offline')
    .description('try what Offline mode must prevent, and show the evidence; nothing leaves this machine')
    .option('--data <folder>', 'folder of settings')
    .option('--json', 'print one JSON array of {check, passed, detail}; passed is null for what cannot be tried here')
    .addHelpText(
      'after',
      `\nExit codes: 0 nothing failed, ${String(FAILED)} a check failed, 1 the test could not be run.\nWhat cannot be tried on this system is shown as such, and fails nothing.`,
    )
    .action(async ({ data, json }: { data?: string; json?: true }) => {
      const folder = data === undefined ? dataFolder() : resolve(data);
      const settings = await openSettingsStore(join(folder, 'settings.json'));
      try {
        const organisation = await readPolicyFile(
          organisationPolicyFile(),
          'your organisation’s policy',
          'organisation',
        );
        const policy = resolvePolicy([settings.layer(), ...(organisation === null ? [] : [organisation])]);
        const checks = await verifyOffline({ policy, host: 'browser', isolation: await isolation() });
        process.stdout.write(
          json === true ? `${JSON.stringify(checks, null, 2)}\n` : `${checks.map(line).join('\n')}\n`,
        );
        process.exitCode = checks.some((c) => c.passed === false) ? FAILED : 0;
      } finally {
        await settings.close();
      }
    });
}

function line({ check, passed, detail }: OfflineCheck): string {
  const mark = passed === null ? 'not tried' : passed ? 'passed' : 'FAILED';
  return `${mark.padEnd(9)}  ${check}\n           ${detail}`;
}
