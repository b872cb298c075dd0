import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../../../shared/limits.ts';
import type { GitChange, GitRepository } from '../../../shared/schemas/git.ts';

/** What `git status --porcelain=v2 --branch --show-stash -z` says. */
export type ParsedStatus = Pick<
  GitRepository,
  'branch' | 'head' | 'upstream' | 'ahead' | 'behind' | 'stashes' | 'changes' | 'leftOut' | 'stagedOutside'
>;

type How = Exclude<GitChange['staged'], null>;
/** What git's letters say of a change. */
export const HOW: Readonly<Record<string, How>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type-changed',
};
const CONFLICTS: Readonly<Record<string, NonNullable<GitChange['conflict']>>> = {
  UU: 'both-modified',
  AA: 'both-added',
  DD: 'both-deleted',
  AU: 'added-by-us',
  UA: 'added-by-them',
  DU: 'deleted-by-us',
  UD: 'deleted-by-them',
};

/**
 * @param prefix the open folder within the work tree, `''` or ending with `/`: only what is in it is listed
 */
export function parseStatus(bytes: Uint8Array, prefix: string): ParsedStatus {
  const fields = fieldsOf(bytes).map((field) => ({ text: Buffer.from(field).toString('utf8'), known: isUtf8(field) }));
  const result = {
    branch: null as string | null,
    head: null as string | null,
    upstream: null as string | null,
    ahead: 0,
    behind: 0,
    stashes: 0,
    leftOut: 0,
    stagedOutside: 0,
  };
  const changes: GitChange[] = [];
  const within = (path: string): string | null => (path.startsWith(prefix) ? path.slice(prefix.length) : null);

  function add(change: Omit<GitChange, 'path' | 'from'>, path: string, from: string | null, known: boolean): void {
    const inside = within(path);
    if (inside === null) {
      if (change.staged !== null) result.stagedOutside++;
    } else if (!known || inside === '' || inside.length > LIMITS.pathChars || changes.length >= LIMITS.gitChanges)
      result.leftOut++;
    else changes.push({ ...change, path: inside, from: from === null ? null : within(from) });
  }

  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (field === undefined) break;
    // A name that is no text cannot be asked about.
    const { known } = field;
    const words = field.text.split(' ');
    switch (words[0] ?? '') {
      case '#':
        header(words, result);
        break;
      case '1': {
        const [, xy = '..', sub = 'N'] = words;
        add(ordinary(xy, sub), words.slice(8).join(' '), null, known);
        break;
      }
      case '2': {
        const [, xy = '..', sub = 'N'] = words;
        i++;
        const from = fields[i]?.known === true ? fields[i]?.text : undefined;
        add(ordinary(xy, sub), words.slice(9).join(' '), from ?? null, known);
        break;
      }
      case 'u': {
        const [, xy = 'UU', sub = 'N'] = words;
        const conflict = CONFLICTS[xy] ?? 'both-modified';
        add(
          { staged: null, unstaged: null, conflict, submodule: sub !== 'N...' },
          words.slice(10).join(' '),
          null,
          known,
        );
        break;
      }
      case '?':
        add(
          { staged: null, unstaged: 'untracked', conflict: null, submodule: false },
          words.slice(1).join(' '),
          null,
          known,
        );
    }
  }
  return { ...result, changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function ordinary(xy: string, sub: string): Omit<GitChange, 'path' | 'from'> {
  const [x = '.', y = '.'] = xy;
  return { staged: HOW[x] ?? null, unstaged: HOW[y] ?? null, conflict: null, submodule: sub !== 'N...' };
}

function header(words: readonly string[], result: { -readonly [K in keyof ParsedStatus]?: ParsedStatus[K] }): void {
  const [, name, value = '', other = ''] = words;
  if (name === 'branch.oid') result.head = value === '(initial)' ? null : value;
  else if (name === 'branch.head') result.branch = value === '(detached)' ? null : value;
  else if (name === 'branch.upstream') result.upstream = value;
  else if (name === 'stash') result.stashes = Number(value) || 0;
  else if (name === 'branch.ab') {
    result.ahead = Math.abs(Number(value)) || 0;
    result.behind = Math.abs(Number(other)) || 0;
  }
}

function fieldsOf(bytes: Uint8Array): Uint8Array[] {
  const fields: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(0, from);
    fields.push(bytes.subarray(from, to === -1 ? bytes.length : to));
    if (to === -1) break;
    from = to + 1;
  }
  return fields;
}
