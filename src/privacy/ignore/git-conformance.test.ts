import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAscii } from './bytes.ts';
import { compileRules, createGitLayer, createIgnoreLayer, type RuleSource } from './ignore-layer.ts';

/**
 * Asks git itself. Each generated case is a folder of its own in one repository, with ignore files
 * and folders on disk, so that one run of `git check-ignore` answers for thousands of paths: what
 * is ignored, and by which line of which file.
 */

/** One generated workspace. */
interface Case {
  /** Text of ignore files by folder; `''` for the top. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to ask about. Those that are parents of others are folders, on disk too. */
  readonly paths: readonly string[];
  readonly folders: ReadonlySet<string>;
}

/** `source:line:pattern` of the rule that matched last, negated or not; `''` for none. */
type Answer = string;

/* ---- what to generate --------------------------------------------------------------------- */

const NAMES = [
  ...['a', 'b', 'ab', 'abc', 'A', 'Foo', 'foo', 'bar.txt', 'a.b.c', 'x-y', '-', '.hidden', '...', '~', '0', '9z', '_'],
  ...[
    'a b',
    ' lead',
    'trail ',
    '  ',
    'tab\t',
    '\t',
    'new\nline',
    'cr\r',
    '\u000b',
    '\u007f',
    'back\\slash',
    '\\',
    'e\\',
  ],
  ...['[x]', '[', ']', '[a-c]', '#hash', '!bang', '*', 'st*r', '?', 'q?', '{a,b}', `"'`, '$x', '^', '|', 'a:b', '::'],
  ...['é', 'e\u0301', 'É', 'ünï', 'straße', '日本', '日', '😀', 'ﬀ', '\u00a0', '\u200d', '\ufeff', '\u2028', 'Ω', '𝔘'],
];
const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from('abcAB.-_[]!#*? \\')), minLength: 1, maxLength: 6 }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }) },
);
const usable = name.filter((n) => !/^\.{0,2}$|[/\0]|^\.git/i.test(n) && Buffer.byteLength(n) < 100);
const segments = fc.oneof(
  { weight: 20, arbitrary: fc.array(usable, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('a', 'b', 'foo', 'é'), { minLength: 15, maxLength: 40 }) },
);

/** A piece of pattern that may well match `segment`, or nearly. */
const wild = (segment: string): fc.Arbitrary<string> => {
  const characters = Array.from(segment);
  const cut = fc.nat(characters.length);
  const first = characters[0] ?? '';
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(segment) },
    { weight: 3, arbitrary: fc.constant(segment.replace(/[\\*?[\]!# ]/g, '\\$&')) },
    fc.constant(segment.toUpperCase()),
    fc.constantFrom('*', '**', '***', '?', '*?', '?*', '[!a]*', '*.*', '.*', '*a*', '*a*b*', '[]'),
    cut.map((at) => `${characters.slice(0, at).join('')}*`),
    cut.map((at) => `*${characters.slice(at).join('')}`),
    cut.map((at) => `${characters.slice(0, at).join('')}**`),
    cut.map((at) => [...characters.slice(0, at), '?', ...characters.slice(at + 1)].join('')),
    cut.map((at) => [...characters.slice(0, at), '*', ...characters.slice(at + 1)].join('')),
    cut.map((at) => [...characters.slice(0, at), `\\${characters[at] ?? ''}`, ...characters.slice(at + 1)].join('')),
    fc
      .constantFrom('[a-z]', '[!a-z]', '[^b]', '[[:alpha:]]', '[[:upper:]]', '[A-Z]', '[]a]', '[a\\-z]', `[${first}]`)
      .chain((set) => fc.constantFrom(set + characters.slice(1).join(''), `*${set}`, `${set}*`, `${first}${set}`)),
    fc.constantFrom(
      '[[:digit:][:punct:]]*',
      '[[:space:]]',
      '[[:blank:]]*',
      '[[:cntrl:]]',
      '[[:graph:]]*',
      '[[:print:]]*',
    ),
    fc.constantFrom(
      '[[:nonsense:]]',
      '[[:alpha]',
      '[[:]',
      '[[::]]',
      '[a',
      '[',
      '[!',
      '[\\',
      '[z-a]',
      '[--0]',
      '[a-',
      '[!]]',
    ),
    fc.constantFrom(
      '[[:lower:]-z]',
      '[[:xdigit:]]',
      '[[:alnum:]_]*',
      '[\\]]',
      '[a-\\z]',
      '[^[:alpha:]]',
      '[*]',
      '[?]',
      '[\\\\]',
    ),
  );
};

const patternFor = (path: readonly string[]): fc.Arbitrary<string> =>
  fc
    .record({
      from: fc.oneof(fc.constant(0), fc.nat(path.length - 1)),
      count: fc.integer({ min: 1, max: 3 }),
      negated: fc.constantFrom('', '', '', '!'),
      start: fc.constantFrom('', '', '', '/', '**/', '/**/', '*/'),
      end: fc.constantFrom('', '', '', '', '/', '/**', '/*', '/**/', '//', '\\/', '**'),
      joiner: fc.constantFrom('/', '/', '/', '/**/', '/*/', '**/', '/**', '\\/', '**\\/', '*/', '/***/'),
      space: fc.constantFrom('', '', '', '', ' ', '  ', '\\ ', '\\  ', '\t', ' \\', '\\', '\r'),
    })
    .chain(({ from, count, negated, start, end, joiner, space }) =>
      fc
        .tuple(...path.slice(from, from + count).map(wild))
        .map((pieces) => `${negated}${start}${pieces.join(joiner)}${end}${space}`),
    );

const noise = fc.oneof(
  fc.constantFrom(
    '',
    '#',
    '# comment',
    '\\#hash',
    '\\!bang',
    '!',
    '/',
    '//',
    '!/',
    '\\',
    ' ',
    '\t',
    '*',
    '!*',
    '*/',
    '!*/',
  ),
  fc.constantFrom(
    '**',
    '/**',
    '**/',
    '!**/',
    '/*',
    '!/*',
    '**/*',
    '**a',
    'a**',
    '#hash',
    '!#hash',
    '!!bang',
    '\\\\',
    '\r',
  ),
  fc.string({ unit: fc.constantFrom(...Array.from('ab/*?[]!\\-^: .#é')), maxLength: 10 }),
);

const rulesFor = (paths: readonly (readonly string[])[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...paths).chain(patternFor) },
          { weight: 1, arbitrary: noise },
        ),
        { minLength: 1, maxLength: 6 },
      ),
      fc.constantFrom('\n', '\n', '\n', '\r\n'),
      fc.constantFrom('', '', '', '', '\uFEFF'),
      fc.boolean(),
    )
    .map(([lines, eol, bom, ended]) => bom + lines.join(eol) + (ended ? eol : ''));

const caseOf: fc.Arbitrary<Case> = fc.array(segments, { minLength: 3, maxLength: 8 }).chain((paths) => {
  const all = new Set<string>();
  const folders = new Set<string>();
  for (const parts of paths) {
    parts.forEach((_, i) => all.add(parts.slice(0, i + 1).join('/')));
    parts.slice(1).forEach((_, i) => folders.add(parts.slice(0, i + 1).join('/')));
  }
  const nested = fc.subarray([...folders], { maxLength: Math.min(3, folders.size) });
  return nested.chain((places) =>
    fc.tuple(rulesFor(paths), ...places.map((place) => rulesFor(below(paths, place)))).map(([top, ...texts]): Case => {
      const files = new Map([['', top]]);
      places.forEach((place, i) => files.set(place, texts[i] ?? ''));
      return { files, paths: [...all], folders };
    }),
  );
});

function below(paths: readonly (readonly string[])[], folder: string): readonly (readonly string[])[] {
  const depth = folder.split('/').length;
  return paths.filter((p) => p.length > depth && p.slice(0, depth).join('/') === folder).map((p) => p.slice(depth));
}

/* ---- asking git and ourselves -------------------------------------------------------------- */

let repository = '';
/** Whether this git takes `**` after literal text for one after a slash, as it did until 2.51. */
let widePrefix = true;

function git(args: readonly string[], input = ''): Buffer {
  const { status, signal, stdout, stderr } = spawnSync('git', args, {
    cwd: repository,
    input,
    maxBuffer: 1 << 28,
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' },
  });
  // 1 says that no path was ignored.
  if (status !== 0 && status !== 1)
    throw new Error(`git ${args.join(' ')}: ${String(signal ?? status)}: ${stderr.toString()}`);
  return stdout;
}

/** Git's answers, in the order of the paths. */
function askGit(paths: readonly string[], ignoreCase: boolean): Answer[] {
  const settings = ['-c', `core.ignorecase=${String(ignoreCase)}`, '-c', 'core.excludesFile=/dev/null'];
  const ask = (flags: readonly string[], about: readonly string[]): string[] =>
    git([...settings, 'check-ignore', '--no-index', '--stdin', '-z', ...flags], about.map((p) => `${p}\0`).join(''))
      .toString()
      .split('\0');
  const [shallow, deep] = [paths.filter((p) => !isDeep(p)), paths.filter(isDeep)];
  const fields = ask(['-v', '-n'], shallow);
  const answers = new Map(
    shallow.map((path, i): [string, Answer] => {
      const [source, line, pattern, asked] = fields.slice(i * 4, i * 4 + 4);
      expect(asked).toBe(path);
      return [path, source === '' ? '' : `${source ?? ''}:${line ?? ''}:${pattern ?? ''}`];
    }),
  );
  const ignored = new Set(ask([], deep));
  for (const path of deep) answers.set(path, ignored.has(path) ? IGNORED : '');
  return paths.map((path) => answers.get(path) ?? '');
}

/**
 * Git 2.39 loses the name of the ignore file, or crashes, when it has to say the rule for a path
 * with some twenty folders or more. It still says rightly whether the path is ignored.
 */
function isDeep(path: string): boolean {
  return path.split('/').length > 20;
}
const IGNORED: Answer = 'ignored';

function sourcesOf(folder: string, { files }: Case, ignoreCase: boolean): RuleSource[] {
  return [...files]
    .sort(([a], [b]) => a.length - b.length)
    .map(([base, text]) => ({
      file: `${folder}/${base === '' ? '' : `${base}/`}.gitignore`,
      base,
      rules: compileRules(text, { ignoreCase, widePrefix }),
    }));
}

beforeAll(() => {
  // In memory where that can be: making and removing thousands of folders on a busy disk takes a minute.
  const memory = '/dev/shm';
  repository = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'check-ignore-'));
  git(['init', '--quiet', '--template=']);
  writeFileSync(join(repository, '.gitignore'), 'foo**/bar\n');
  widePrefix = askGit(['foobar'], false)[0] !== '';
  rmSync(join(repository, '.gitignore'));
});
const PATIENCE_MS = 60_000;
afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
}, PATIENCE_MS);

// Elsewhere the disk does not take such names, or holds two of them to be one.
describe.skipIf(process.platform !== 'linux').each([
  { ignoreCase: false, seed: 20_240_601 },
  { ignoreCase: true, seed: 20_240_602 },
])('agreement with git check-ignore, core.ignorecase=$ignoreCase', ({ ignoreCase, seed }) => {
  it(
    'is complete: what is ignored, and by which line of which file',
    () => {
      const cases = fc.sample(caseOf, { numRuns: 1000, seed: Number(process.env['IGNORE_SEED'] ?? seed) });
      const asked: { path: string; ours: Answer; test: Case }[] = [];
      const label = ignoreCase ? 'i' : 's';
      cases.forEach((test, index) => {
        const folder = `${label}${String(index)}`;
        for (const place of ['', ...test.folders]) mkdirSync(join(repository, folder, place), { recursive: true });
        for (const [place, text] of test.files) writeFileSync(join(repository, folder, place, '.gitignore'), text);
        const sources = sourcesOf(folder, test, ignoreCase);
        const [exact, full] = [createGitLayer(sources), createIgnoreLayer(sources)];
        for (const path of test.paths) {
          const isFolder = test.folders.has(path);
          const decision = exact.decide(path, isFolder);
          const rule = decision?.rule
            ? `${decision.source.file}:${String(decision.rule.line)}:${decision.rule.pattern}`
            : '';
          const deep = isDeep(`${folder}/${path}`);
          asked.push({
            path: `${folder}/${path}`,
            ours: deep ? (decision?.ignored ? IGNORED : '') : rule,
            test,
          });
          // What is added beyond git only ever ignores more, and only other spellings.
          if (decision?.ignored) expect(full.decide(path, isFolder)?.ignored).toBe(true);
          else if (isAscii(path)) expect(full.decide(path, isFolder)).toEqual(decision);
        }
      });
      const answers = askGit(
        asked.map((a) => a.path),
        ignoreCase,
      );
      const differing = asked.flatMap(({ path, ours, test }, i) =>
        answers[i] === ours ? [] : [{ path, git: answers[i], ours, files: Object.fromEntries(test.files) }],
      );
      expect(differing.slice(0, 5)).toEqual([]);
      // The cases are worth asking about: many paths, many of them decided by some rule.
      expect(asked.length).toBeGreaterThan(10_000);
      expect(answers.filter((answer) => answer !== '').length).toBeGreaterThan(asked.length / 5);
    },
    PATIENCE_MS,
  );
});
