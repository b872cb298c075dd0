import {
  compileRules,
  createIgnoreLayer,
  type IgnoreLayer,
  type RuleSource,
  type RuleText,
} from '../../../src/privacy/ignore/ignore-layer.ts';
import {
  createPathRules,
  createStandingRules,
  type PathRules,
  type PathVerdict,
} from '../../../src/privacy/path-rules.ts';
import type { Random } from '../../corpus/redaction/random.ts';
import { ignoreText, names } from '../ignore-texts.ts';
import { promised, type Target } from '../target.ts';

/** What reads ignore files and answers about paths. */
export interface IgnoreParts {
  readonly compile: (text: string, ignoreCase: boolean) => RuleText;
  readonly layer: (sources: readonly RuleSource[]) => IgnoreLayer;
  readonly rules: (layers: readonly IgnoreLayer[]) => PathRules;
}

const PARTS: IgnoreParts = {
  compile: (text, ignoreCase) => compileRules(text, { ignoreCase }),
  layer: createIgnoreLayer,
  rules: createPathRules,
};

/** An ignore file; one that cannot be read has no text. */
interface IgnoreFile {
  readonly base: string;
  readonly text: string | null;
}

interface Workspace {
  readonly ignoreCase: boolean;
  /** The files of each layer, a folder's after those of its parents. */
  readonly layers: readonly (readonly IgnoreFile[])[];
  /** The user's own rules, which stand beside the built-in ones; `null` where they cannot be read. */
  readonly own: readonly string[] | null;
  readonly paths: readonly string[];
}

/** Ignore files of any content, and paths: one answer each, the closed one where in doubt, and its reason true. */
export function ignoreTarget(parts: IgnoreParts = PARTS): Target {
  return {
    name: 'ignore',
    share: 15,
    prepare: (r) => {
      const made = makeWorkspace(r);
      const texts = [...made.layers.flat().map(({ text }) => text ?? ''), ...(made.own ?? [])];
      return {
        characters: [...texts, ...made.paths].reduce((sum, text) => sum + text.length, 0),
        questions: made.paths.length * 4,
        input: made,
        check: () => {
          checkWorkspace(parts, made);
        },
      };
    },
  };
}

function makeWorkspace(r: Random): Workspace {
  const parts = names(r);
  const path = (): string =>
    Array.from({ length: 1 + r.int(r.int(100) === 0 ? 60 : 5) }, () => r.pick(parts)).join('/');
  const bases = [...new Set(['', ...Array.from({ length: r.int(3) }, path)])].sort((a, b) => a.length - b.length);
  const layers = Array.from({ length: 1 + r.int(2) }, () =>
    bases.filter(() => r.int(3) > 0).map((base) => ({ base, text: r.int(12) === 0 ? null : ignoreText(r, parts) })),
  );
  const own = r.int(10) === 0 ? null : r.int(2) === 0 ? [] : ignoreText(r, parts).split('\n');
  const paths = Array.from({ length: 2 + r.int(5) }, () => {
    const below = r.int(2) === 0 ? r.pick(bases) : '';
    return `${below === '' ? '' : `${below}/`}${path()}${r.pick(['', '', '/'])}`;
  });
  return { ignoreCase: r.int(2) === 0, layers, own, paths: r.int(8) === 0 ? ['', ...paths] : paths };
}

function checkWorkspace(parts: IgnoreParts, { ignoreCase, layers, own, paths }: Workspace): void {
  const build = (): readonly IgnoreLayer[] =>
    layers.map((files, i) =>
      parts.layer(
        files.map(({ base, text }) => ({
          file: `${String(i)}:${base}`,
          base,
          rules: text === null ? null : parts.compile(text, ignoreCase),
        })),
      ),
    );
  const standing = createStandingRules(own, { ignoreCase }, '');
  const all = [...build(), standing];
  const rules = parts.rules(all);
  for (const path of paths) {
    const verdict = rules.explain(path);
    checkAnswer(verdict, path, all);
    checkReason(verdict, layers, own);
    promised(
      'the same question has the same answer',
      sameVerdict(rules.explain(path), verdict) || isTooLong(rules.explain(path)),
      () => path,
    );
    const fresh = parts.rules([...build(), standing]).explain(path);
    // Rules that took too long for one path are closed for all from then on.
    promised('what was asked before changes no answer', sameVerdict(fresh, verdict) || isTooLong(verdict), () => path);
    if (closesAll(path, layers, own))
      promised('rules that cannot be read close what is below them', verdict.ignored, () => path);
    const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
    if (folder !== '' && rules.explain(folder).ignored)
      for (const name of ['x', 'readme.md', 'x/'])
        promised('nothing is open below a closed folder', rules.explain(folder + name).ignored, () => folder + name);
  }
}

/** The explanation’s answer is that of the layers, asked one by one. */
function checkAnswer(verdict: PathVerdict, path: string, layers: readonly IgnoreLayer[]): void {
  const isFolder = path.endsWith('/');
  const clean = isFolder ? path.slice(0, -1) : path;
  const ignored = layers.some((layer) => layer.decide(clean, isFolder)?.ignored === true);
  promised(
    'the explanation agrees with the answer',
    verdict.ignored === ignored,
    () => `${path}: ${JSON.stringify(verdict)}`,
  );
}

/** The rule that is named stands where it is said to, and says what is said. */
function checkReason(verdict: PathVerdict, layers: Workspace['layers'], own: Workspace['own']): void {
  const { ignored, pattern, source, line, unread } = verdict;
  const told = (): string => JSON.stringify(verdict);
  if (source === null) {
    promised('what no rule names is open', !ignored && pattern === null && line === null && unread === null, told);
    return;
  }
  promised('a reason is a rule or that rules cannot be read', (pattern === null) === (unread !== null), told);
  if (pattern === null) {
    promised('what cannot be read closes', ignored, told);
    return;
  }
  promised('a rule that takes back opens, any other closes', ignored === !pattern.startsWith('!'), told);
  if (source === 'built-in rules') return;
  const file = layers.flatMap((files, i) => files.filter(({ base }) => `${String(i)}:${base}` === source))[0];
  const text = source === 'your settings' ? (own ?? []).join('\n') : (file?.text ?? '');
  const written = text.replace(/^\uFEFF/, '').split('\n')[(line ?? 0) - 1];
  promised(
    'the rule stands where it is said to',
    written?.startsWith(pattern) === true,
    () => `${told()} ${JSON.stringify(written)}`,
  );
}

/** Whether a file that cannot be read stands above a path. */
function closesAll(path: string, layers: Workspace['layers'], own: Workspace['own']): boolean {
  const clean = path.replace(/\/$/, '');
  const parent = clean.slice(0, Math.max(0, clean.lastIndexOf('/')));
  return (
    own === null ||
    layers
      .flat()
      .some(({ base, text }) => text === null && (base === '' || parent === base || parent.startsWith(`${base}/`)))
  );
}

function sameVerdict(a: PathVerdict, b: PathVerdict): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isTooLong({ ignored, unread }: PathVerdict): boolean {
  return ignored && unread?.includes('too long') === true;
}
