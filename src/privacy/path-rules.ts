import ignore, { type Ignore } from 'ignore';

/** The file name of our ignore rules; gitignore syntax. */
export const IGNORE_FILE = '.codegrexignore';

/** One file of rules. */
export interface RuleSource {
  /** For people: `.codegrexignore`, `src/.codegrexignore`, `built-in rules`. */
  readonly file: string;
  /** Folder the patterns are relative to, relative to the workspace root with `/`; `''` for the root. */
  readonly base: string;
  readonly text: string;
}

/** Why a path is kept from models, or that it is not. */
export interface PathVerdict {
  readonly ignored: boolean;
  /** `pattern (file:line)`; `null` when nothing matched. */
  readonly rule: string | null;
}

/** Compiled rules of one workspace. */
export interface PathRules {
  /** @param path relative to the workspace root, with `/`, no `.` or `..` parts; a trailing `/` marks a folder */
  explain(path: string): PathVerdict;
}

/** Kept from models without anyone asking: files that hold secrets by convention. */
export const BUILT_IN_RULES: RuleSource = {
  file: 'built-in rules',
  base: '',
  text: [
    '.env',
    '.env.*',
    '!.env.example',
    '!.env.sample',
    '!.env.template',
    '*.pem',
    '*.key',
    '*.p12',
    '*.pfx',
    '*.jks',
    '*.keystore',
    '*.kdbx',
    'id_rsa*',
    'id_dsa*',
    'id_ecdsa*',
    'id_ed25519*',
    '.ssh/',
    '.gnupg/',
    '.aws/credentials',
    '.netrc',
    '.npmrc',
    '.pypirc',
    '.git/',
    '*.tfstate',
    '*.tfstate.*',
  ].join('\n'),
};

/**
 * Compile rules. A path is ignored when any one source ignores it: a `!pattern` takes back what the
 * same file said before it, never what another file or a built-in rule says. Stricter than git on
 * purpose, so that no file in a repository can open what another closed. Case is ignored, since
 * some disks ignore it too.
 */
export function createPathRules(sources: readonly RuleSource[]): PathRules {
  const compiled = sources.map((source) => {
    const rules: Ignore = ignore({ ignorecase: true });
    source.text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .forEach((pattern, index) => rules.add({ pattern, mark: String(index + 1) }));
    return { source, rules };
  });
  return {
    explain: (path) => {
      for (const { source, rules } of compiled) {
        const within = source.base === '' ? path : under(path, source.base);
        if (within === null || within === '' || within === '/') continue;
        const result = rules.test(within);
        if (result.ignored) {
          const { pattern = '', mark = '' } = result.rule ?? {};
          const place = source === BUILT_IN_RULES ? source.file : `${source.file}:${mark}`;
          return { ignored: true, rule: `${pattern} (${place})` };
        }
      }
      return { ignored: false, rule: null };
    },
  };
}

function under(path: string, base: string): string | null {
  // Compared without case like the patterns; slicing by length is sound as lower-casing here keeps it.
  return path.toLowerCase().startsWith(`${base.toLowerCase()}/`) ? path.slice(base.length + 1) : null;
}
