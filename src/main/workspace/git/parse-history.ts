import type { GitBlame, GitBranch, GitChange, GitCommit, GitStash } from '../../../shared/schemas/git.ts';
import { HOW } from './parse-status.ts';

/** Fields of one record, each ended by NUL. */
function records(text: string, size: number): string[][] {
  const fields = text.split('\0');
  const found: string[][] = [];
  for (let at = 0; at + size <= fields.length; at += size) found.push(fields.slice(at, at + size));
  return found;
}

/** Fields of a commit, for `git log --format`; each record begins with this. */
export const COMMIT_FORMAT = '%x00%x01%x00%H%x00%P%x00%an%x00%ae%x00%at%x00%s%x00%b%x00%D';

/** What `git log --format=COMMIT_FORMAT [-z --name-only]` says. @param within takes a path as git has it */
export function parseCommits(text: string, within: (path: string) => string | null): GitCommit[] {
  // A message has no NUL in it.
  return text.split('\0\u0001\0').flatMap((record): GitCommit[] => {
    const [hash = '', parents = '', name = '', email = '', time = '', subject = '', body = '', refs = '', named = ''] =
      record.split('\0');
    if (!/^[0-9a-f]{40,64}$/.test(hash)) return [];
    // With `-z` the names of files follow in a field of their own.
    const path = named.startsWith('\n') ? named.slice(1) : undefined;
    return [
      {
        hash,
        parents: parents.split(' ').filter(Boolean),
        author: { name, email },
        time: Number(time) || 0,
        subject,
        body: body.trim(),
        refs: refs
          .split(', ')
          .map((ref) => ref.replace(/^HEAD -> |^tag: /, ''))
          .filter((ref) => ref !== '' && ref !== 'HEAD'),
        path: path === undefined ? null : within(path),
      },
    ];
  });
}

/** Fields for `git for-each-ref --format`. */
export const BRANCH_FORMAT =
  '%(refname)%00%(objectname)%00%(*objectname)%00%(upstream:short)%00%(HEAD)%00%(creatordate:unix)%00%(contents:subject)%00';

export function parseBranches(text: string): GitBranch[] {
  return records(text, 7).flatMap(
    ([ref = '', hash = '', tagged = '', upstream = '', head = '', time = '', subject = '']) => {
      const [, kind, name = ''] = /^\n?refs\/(heads|remotes|tags)\/(.+)$/s.exec(ref) ?? [];
      if (kind === undefined || (kind === 'remotes' && name.endsWith('/HEAD'))) return [];
      return [
        {
          name,
          kind: kind === 'heads' ? 'local' : kind === 'remotes' ? 'remote' : 'tag',
          current: head === '*',
          hash: tagged === '' ? hash : tagged,
          upstream: upstream === '' ? null : upstream,
          subject,
          time: Number(time) || 0,
        } as const,
      ];
    },
  );
}

/** Fields for `git stash list -z --format`. */
export const STASH_FORMAT = '%gd%x00%H%x00%gs%x00%ct';

export function parseStashes(text: string): GitStash[] {
  return records(text, 4).flatMap(([name = '', hash = '', message = '', time = '']) => {
    const index = /^stash@\{(\d+)\}$/.exec(name)?.[1];
    return index === undefined ? [] : [{ index: Number(index), hash, message, time: Number(time) || 0 }];
  });
}

/** What `git blame --porcelain` says. */
export function parseBlame(text: string): GitBlame[] {
  const commits = new Map<string, NonNullable<GitBlame['commit']>>();
  const found: GitBlame[] = [];
  let now = { hash: '', author: { name: '', email: '' }, time: 0, subject: '' };
  for (const line of text.split('\n')) {
    // Lines of the file begin with a tab, so none of them is taken for something else.
    if (line.startsWith('\t')) {
      commits.set(now.hash, now);
      continue;
    }
    const group = /^([0-9a-f]{40,64}) \d+ (\d+)(?: (\d+))?$/.exec(line);
    if (group) {
      const [, hash = '', at = '1', count] = group;
      now = commits.get(hash) ?? { hash, author: { name: '', email: '' }, time: 0, subject: '' };
      if (count !== undefined) found.push({ line: Number(at), lines: Number(count), commit: { ...now, hash } });
      continue;
    }
    const space = line.indexOf(' ');
    const value = line.slice(space + 1);
    const key = line.slice(0, space);
    if (key === 'author') now = { ...now, author: { ...now.author, name: value } };
    else if (key === 'author-mail') now = { ...now, author: { ...now.author, email: value.replace(/^<|>$/g, '') } };
    else if (key === 'author-time') now = { ...now, time: Number(value) || 0 };
    else if (key === 'summary') now = { ...now, subject: value };
  }
  return found.map(({ commit, ...place }) => {
    const hash = commit?.hash ?? '';
    return { ...place, commit: /^0+$/.test(hash) ? null : (commits.get(hash) ?? commit) };
  });
}

/** What `git diff-tree -z --name-status` says, of files within the open folder. */
export function parseNameStatus(text: string, within: (path: string) => string | null): GitChange[] {
  const fields = text.split('\0');
  const found: GitChange[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const staged = HOW[(fields[at] ?? '').slice(0, 1)];
    const two = staged === 'renamed' || staged === 'copied';
    const from = two ? within(fields[at + 1] ?? '') : null;
    const path = within(fields[at + (two ? 2 : 1)] ?? '');
    at += two ? 3 : 2;
    if (staged && path !== null && path !== '')
      found.push({ path, from, staged, unstaged: null, conflict: null, submodule: false });
  }
  return found;
}
