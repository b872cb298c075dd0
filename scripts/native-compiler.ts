import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the compiler said of one project. */
export interface Compilation {
  readonly ok: boolean;
  /** Its report, one line for each error; paths relative to the current folder. */
  readonly output: string;
}

const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript-native/package.json')));

/**
 * Check one project with the native TypeScript compiler, without output files.
 * @param project path of a tsconfig
 */
export function compile(project: string): Promise<Compilation> {
  return new Promise((resolve, failed) => {
    const args = [compiler, '--project', project, '--noEmit', '--pretty', 'false'];
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // With a number the compiler ran and found errors; else it could not be run.
      if (error && typeof error.code !== 'number')
        failed(new Error('The compiler could not be run.', { cause: error }));
      else resolve({ ok: error === null, output: stdout + stderr });
    });
  });
}
