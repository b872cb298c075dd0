import { rgPath } from '@vscode/ripgrep';

/** The program's path; in the packaged app it lies beside the archive, as a program within cannot be run. */
export const RIPGREP = rgPath.replace('app.asar', 'app.asar.unpacked');
