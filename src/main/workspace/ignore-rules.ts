import { join } from 'node:path';
import {
  compileRules,
  createIgnoreLayer,
  type IgnoreLayer,
  type RuleSource,
} from '../../privacy/ignore/ignore-layer.ts';
import { ignoreFileNames, type IgnoreSettings } from '../../privacy/ignore/ignore-settings.ts';
import { createPathRules, createStandingRules, type PathRules } from '../../privacy/path-rules.ts';
import { readIgnoreFile, type IgnoreFile } from './ignore-file.ts';

/** The rules that apply to paths of one workspace, read from disk as they are now. */
export interface IgnoreRules {
  /** Begin to ask: what is asked of one look sees each ignore file as it is when first needed. */
  look(): Look;
}

/** One look at the disk. */
export interface Look {
  /** Rules for what lies in `folder`, relative to the root with `/`, `''` for the root itself. */
  forFolder(folder: string): Promise<PathRules>;
}

/** Where and how the rules apply. */
export interface IgnoreRulesOptions {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** Asked each time, as the user may change them. */
  readonly settings: () => IgnoreSettings;
  /** Whether the workspace's disk takes names that differ in case for the same. */
  readonly ignoreCase: boolean;
  /** What ignore files are told with before their paths. */
  readonly prefix: string;
}

/** An ignore file as last read, and compiled. */
interface Known {
  readonly file: IgnoreFile;
  readonly source: RuleSource | null;
}

/** Ignore files kept; beyond that all are read again. */
const MOST_KNOWN = 5000;

export function createIgnoreRules({ root, settings, ignoreCase, prefix }: IgnoreRulesOptions): IgnoreRules {
  const known = new Map<string, Known>();
  const within = root
    .split(/[\\/]+/)
    .filter((name) => name !== '')
    .slice(-2)
    .join('/');
  let standing: { rules: IgnoreSettings['rules']; layer: IgnoreLayer } | undefined;

  /** One file's rules, read again when it changed. */
  async function sourceOf(folder: string, name: string): Promise<RuleSource | null> {
    const path = folder === '' ? name : `${folder}/${name}`;
    const before = known.get(path);
    const file = await readIgnoreFile(join(root, path), before?.file);
    if (before?.file === file) return before.source;
    if (file.state === 'none') {
      known.delete(path);
      return null;
    }
    const same = before !== undefined && sameText(file, before.file);
    const told = prefix + path;
    const source: RuleSource | null = same
      ? before.source
      : file.state === 'read'
        ? { file: told, base: folder, rules: compileRules(file.text, { ignoreCase }) }
        : { file: told, base: folder, rules: null, unread: file.why };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(path, { file, source });
    return source;
  }

  function standingLayer(rules: IgnoreSettings['rules']): IgnoreLayer {
    if (standing?.rules !== rules) {
      standing = { rules, layer: createStandingRules(rules, { ignoreCase }, within) };
    }
    return standing.layer;
  }

  return {
    look: () => {
      const now = settings();
      const seen = new Map<string, Promise<RuleSource | null>>();
      const made = new Map<string, Promise<PathRules>>();

      function once(folder: string, name: string): Promise<RuleSource | null> {
        const key = `${folder}/${name}`;
        const source = seen.get(key) ?? sourceOf(folder, name);
        seen.set(key, source);
        return source;
      }
      async function make(folder: string): Promise<PathRules> {
        const parts = folder === '' ? [] : folder.split('/');
        const chain = ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
        const layers = await Promise.all(
          ignoreFileNames(now).map(async (name) => {
            const sources = await Promise.all(chain.map((place) => once(place, name)));
            return createIgnoreLayer(sources.filter((source) => source !== null));
          }),
        );
        return createPathRules([...layers, standingLayer(now.rules)]);
      }
      return {
        forFolder: (folder) => {
          const rules = made.get(folder) ?? make(folder);
          made.set(folder, rules);
          return rules;
        },
      };
    },
  };
}

function sameText(a: IgnoreFile, b: IgnoreFile): boolean {
  return a.state === 'read' && b.state === 'read' && a.text === b.text;
}
