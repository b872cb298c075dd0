import { basename, dirname, extname, join, sep } from 'node:path';
import { homedir } from 'node:os';
import { t } from '../../../shared/messages/t.ts';

/** What variables stand for. */
export interface TaskContext {
  /** The open folder, absolute. */
  readonly root: string;
  /** The file on screen, relative to it; `null`: none is. */
  readonly file: string | null;
  readonly line: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A text with what its variables stand for, or why that cannot be: a clause without a full stop. */
export type Replaced = { readonly text: string; readonly inserted: readonly string[] } | { readonly problem: string };

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * Put in what variables such as `${file}` stand for.
 * @returns also what was put in, for who hands it to a shell
 */
export function replaceVariables(text: string, context: TaskContext): Replaced {
  const inserted: string[] = [];
  const problems: string[] = [];
  const replaced = text.replace(VARIABLE, (whole, name: string) => {
    const value = valueOf(name, context);
    if (typeof value !== 'string') {
      problems.push(
        value === null
          ? t('it is about the file on screen, and none is')
          : t('it needs {whole}, which is not known here', { whole }),
      );
      return '';
    }
    inserted.push(value);
    return value;
  });
  const [problem] = problems;
  return problem === undefined ? { text: replaced, inserted } : { problem };
}

/** `null`: it is about a file and there is none. `undefined`: there is no such variable. */
function valueOf(name: string, { root, file, line, env }: TaskContext): string | null | undefined {
  const full = file === null ? null : join(root, file);
  const ofFile = (of: (path: string) => string): string | null => (full === null ? null : of(full));
  if (name.startsWith('env:')) return env[name.slice(4)] ?? '';
  switch (name) {
    case 'workspaceFolder':
    case 'workspaceRoot':
    case 'cwd':
      return root;
    case 'workspaceFolderBasename':
      return basename(root);
    case 'userHome':
      return homedir();
    case 'pathSeparator':
    case '/':
      return sep;
    case 'file':
      return full;
    case 'fileWorkspaceFolder':
      return ofFile(() => root);
    case 'relativeFile':
      return file === null ? null : file.split('/').join(sep);
    case 'relativeFileDirname':
      return file === null ? null : dirname(file).split('/').join(sep);
    case 'fileBasename':
      return ofFile(basename);
    case 'fileBasenameNoExtension':
      return ofFile((path) => basename(path, extname(path)));
    case 'fileExtname':
      return ofFile(extname);
    case 'fileDirname':
      return ofFile(dirname);
    case 'fileDirnameBasename':
      return ofFile((path) => basename(dirname(path)));
    case 'lineNumber':
      return file === null || line === null ? null : String(line);
    default:
      return undefined;
  }
}
