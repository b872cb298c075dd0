import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The folder of settings, choices and ledger: `CODEGREX_DATA`, or where the system keeps such things. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const named = env['CODEGREX_DATA'];
  if (named !== undefined && named !== '') return resolve(named);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'CodeGrex');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'CodeGrex');
  const config = env['XDG_CONFIG_HOME'];
  return join(config !== undefined && isAbsolute(config) ? config : join(home, '.config'), 'CodeGrex');
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
