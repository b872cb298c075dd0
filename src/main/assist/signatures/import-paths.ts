import type { GrammarName } from './grammars.ts';
import type { Import } from './imports.ts';

/**
 * Where an import may lead, as paths relative to the workspace, the likeliest first. Whether any is
 * there is for others to see; what leads out of the workspace is not among them.
 */
export interface ImportPaths {
  readonly files: readonly string[];
  /** A folder all of whose files are meant, as a package of Go; `null` otherwise. */
  readonly folder: string | null;
}

export interface Importer {
  /** Of the importing file, relative to the workspace. */
  readonly path: string;
  readonly grammar: GrammarName;
  /** All imports of the file. */
  readonly imports: readonly Import[];
  /** The module's name in the workspace's `go.mod`; `null` if there is none. */
  readonly goModule: string | null;
}

const SCRIPT_ENDS = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mjs', '/index.ts', '/index.tsx', '/index.js'];

/** Files that an import may mean. */
export function importPaths({ spec, names }: Import, importer: Importer): ImportPaths {
  const files = (paths: readonly (string | null)[]): ImportPaths => {
    const clean = paths.map((path) => (path === null ? null : join('', path)));
    const other = clean.filter((path) => path !== null && path !== '' && path !== importer.path) as string[];
    return { files: [...new Set(other)], folder: null };
  };
  const folder = folderOf(importer.path);
  switch (importer.grammar) {
    case 'typescript':
    case 'tsx':
    case 'javascript': {
      // Packages are in no workspace.
      if (!spec.startsWith('.')) return files([]);
      const base = join(folder, spec);
      if (base === null) return files([]);
      const bare = base.replace(/\.(?:m|c)?jsx?$/, '');
      return files([...(/\.\w+$/.test(base) ? [base] : []), ...SCRIPT_ENDS.map((end) => `${bare}${end}`)]);
    }
    case 'python':
      return files(pythonPaths(spec, names, folder));
    case 'go': {
      const { goModule } = importer;
      if (goModule === null || !(spec === goModule || spec.startsWith(`${goModule}/`))) return files([]);
      return { files: [], folder: join('', spec.slice(goModule.length + 1)) };
    }
    case 'rust':
      return files(rustPaths(spec, names, importer.path));
    case 'java':
      return files(javaPaths(spec, importer));
    case 'cpp':
      return files([join(folder, spec), join('', spec), join('include', spec), join('src', spec)]);
  }
}

function pythonPaths(spec: string, names: readonly string[], folder: string): (string | null)[] {
  const dots = /^\.*/.exec(spec)?.[0].length ?? 0;
  const module = spec.slice(dots).replaceAll('.', '/');
  const up = '../'.repeat(Math.max(0, dots - 1));
  const bases = dots > 0 ? [join(folder, `${up}${module}`)] : ['', 'src/', `${folder}/`].map((at) => join(at, module));
  return bases.flatMap((base) => {
    if (base === null) return [];
    const own = base === '' ? [] : [`${base}.py`, `${base}/__init__.py`];
    // What is taken of a package may be a module of it.
    return [...own, ...names.map((name) => join(base, `${name}.py`))];
  });
}

function rustPaths(spec: string, names: readonly string[], path: string): (string | null)[] {
  const folder = folderOf(path);
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.rs$/, '');
  // What a file's own modules lie in.
  const inside = ['mod', 'lib', 'main'].includes(stem) ? folder : `${folder}/${stem}`;
  const module = (base: string, parts: readonly string[]): (string | null)[] => {
    const at = join(base, parts.join('/'));
    return at === null || parts.length === 0 ? [] : [`${at}.rs`, `${at}/mod.rs`];
  };
  if (spec.startsWith('mod ')) return module(inside, [spec.slice(4)]);
  const [first, ...rest] = spec.split('::');
  const src = /^(?:.*\/)?src(?=\/)/.exec(path)?.[0] ?? folder;
  const base = first === 'crate' ? src : first === 'self' ? inside : first === 'super' ? parentOf(inside) : null;
  if (base === null) return [];
  // The last name may be a module, or something in the module before it.
  const all = names.map((name) => module(base, [...rest, name])).flat();
  return [...module(base, rest), ...all, ...module(base, rest.slice(0, -1))];
}

function javaPaths(spec: string, { path, imports }: Importer): (string | null)[] {
  const own = imports.find((i) => i.spec.startsWith('package '))?.spec.slice('package '.length);
  if (spec.startsWith('package ')) return [];
  const ends = own === undefined ? '' : own.replaceAll('.', '/');
  const folder = folderOf(path);
  // The folder of the file, less its package, is where all packages begin.
  const root = folder === ends ? '' : folder.endsWith(`/${ends}`) ? folder.slice(0, -ends.length - 1) : folder;
  return [join(root, `${spec.replaceAll('.', '/')}.java`)];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
function parentOf(folder: string): string {
  return folderOf(folder);
}

/** The path from a folder, or `null` where it leads out of the workspace. */
function join(folder: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
