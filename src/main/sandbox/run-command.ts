import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** How a short command ended. */
export interface Ran {
  /** `null` when it was killed, took too long or could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_BYTES = 1024 * 1024;

/** Run a short command to its end, at most `milliseconds`; never rejects. */
export function runCommand(
  command: string,
  args: readonly string[],
  milliseconds: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { timeout: milliseconds, killSignal: 'SIGKILL', maxBuffer: OUTPUT_BYTES, env } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** A program's full path: `name` itself if it is absolute, else as found on PATH; `null` if it is not there. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | null {
  const places = isAbsolute(name) ? [name] : path.split(delimiter).map((folder) => join(folder, name));
  return (
    places.find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null
  );
}
