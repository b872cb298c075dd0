import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { applicationData } from '../settings/application-data.ts';

/** The folder of settings, choices and ledger: `CODEGREX_DATA`, or where the system keeps such things. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const named = env['CODEGREX_DATA'];
  if (named !== undefined && named !== '') return resolve(named);
  return join(applicationData(homedir(), env, platform), 'CodeGrex');
}

/** The machine-wide policy file, which only an administrator may write. */
export function organisationPolicyFile(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'darwin') return '/Library/Application Support/CodeGrex/policy.json';
  if (platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', 'CodeGrex', 'policy.json');
  return '/etc/codegrex/policy.json';
}
