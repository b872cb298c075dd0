import { isAbsolute, join } from 'node:path';

/** Where the system has programs keep what is a user's. @param home absolute */
export function applicationData(home: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  const config = env['XDG_CONFIG_HOME'];
  return config !== undefined && isAbsolute(config) ? config : join(home, '.config');
}
