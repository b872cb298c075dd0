import { LIMITS } from '../limits.ts';
import { Count, Id, Path } from './basics.ts';
import { z } from './zod.ts';

/** A commit's full hash; longer in repositories with SHA-256. */
const Hash = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
/** The name of a branch, tag or remote as the user's repository has it. Never begins with `-`. */
export const RefName = z
  .string()
  .min(1)
  .max(LIMITS.gitNameChars)
  .refine((name) => !name.startsWith('-') && !name.includes('\0'));
const Message = z.string().max(LIMITS.gitMessageChars);
/** Seconds since 1970, UTC. */
const Time = z.number().int();
const Person = z.strictObject({ name: z.string(), email: z.string() });

const How = z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type-changed']);

/** A file that differs. */
export const GitChange = z.strictObject({
  path: Path,
  /** Where it was, if it was renamed or copied. */
  from: Path.nullable(),
  /** What is staged: the index against the last commit. */
  staged: How.nullable(),
  /** What is not: the work tree against the index. */
  unstaged: z.union([How, z.literal('untracked')]).nullable(),
  /** Which side did what, of a file that a merge left unresolved. */
  conflict: z
    .enum([
      'both-modified',
      'both-added',
      'both-deleted',
      'added-by-us',
      'added-by-them',
      'deleted-by-us',
      'deleted-by-them',
    ])
    .nullable(),
  submodule: z.boolean(),
});

/** The name of an open folder. */
const folder = z.string();

/** How the repository of an open folder stands. */
export const GitStatus = z.discriminatedUnion('state', [
  /** Git is not installed, or too old. */
  z.strictObject({ state: z.literal('no-git'), folder }),
  /** The folder is not trusted, so its repository is not asked: its configuration may name programs. */
  z.strictObject({ state: z.literal('not-trusted'), folder }),
  z.strictObject({ state: z.literal('no-repository'), folder }),
  z.strictObject({
    state: z.literal('repository'),
    folder,
    /** `null` when no branch is checked out. */
    branch: z.string().nullable(),
    /** `null` before the first commit. */
    head: Hash.nullable(),
    upstream: z.string().nullable(),
    ahead: Count,
    behind: Count,
    remotes: z.array(z.string()),
    stashes: Count,
    /** What was begun and waits for the user. */
    doing: z.enum(['merge', 'rebase', 'cherry-pick', 'revert', 'bisect']).nullable(),
    /** Those within the open folder. */
    changes: z.array(GitChange).max(LIMITS.gitChanges),
    /** How many more there are. */
    leftOut: Count,
    /** Changes elsewhere in the repository, which a commit of what is staged takes along. */
    stagedOutside: Count,
    /** The message that git prepared, of a merge or revert. */
    preparedMessage: z.string().nullable(),
  }),
]);

/** Which text of a file is meant. */
export const GitVersion = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('head') }),
  z.strictObject({ of: z.literal('index') }),
  /** The three of a conflict. */
  z.strictObject({ of: z.enum(['base', 'ours', 'theirs']) }),
  z.strictObject({ of: z.literal('commit'), hash: Hash }),
  /** Of the commit before that one. */
  z.strictObject({ of: z.literal('parent'), hash: Hash }),
]);

export const GitText = z.discriminatedUnion('kind', [
  /** There is no such file in this version. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('binary') }),
  z.strictObject({ kind: z.literal('too-large') }),
  /** Lines end with `\n`, whatever they end with in the repository. */
  z.strictObject({ kind: z.literal('text'), text: z.string(), blob: Hash }),
]);

export const GitBranch = z.strictObject({
  /** Short: `main`, `origin/main`, `v1.0`. */
  name: z.string(),
  kind: z.enum(['local', 'remote', 'tag']),
  current: z.boolean(),
  hash: Hash,
  upstream: z.string().nullable(),
  subject: z.string(),
  time: Time,
});

export const GitCommit = z.strictObject({
  hash: Hash,
  parents: z.array(Hash),
  author: Person,
  time: Time,
  subject: z.string(),
  body: z.string(),
  /** Branches and tags that point here. */
  refs: z.array(z.string()),
  /** What the file was called then, where the history of one file is asked for. */
  path: Path.nullable(),
});

export const GitStash = z.strictObject({ index: Count, hash: Hash, message: z.string(), time: Time });

/** Who wrote a run of lines. */
export const GitBlame = z.strictObject({
  /** From 1. */
  line: z.number().int().positive(),
  lines: z.number().int().positive(),
  /** `null` of lines that are not committed. */
  commit: z.strictObject({ hash: Hash, author: Person, time: Time, subject: z.string() }).nullable(),
});

export const GitCommitRequest = z.strictObject({
  message: Message,
  amend: z.boolean(),
  signOff: z.boolean(),
  /** Stage all that is changed and tracked before. */
  all: z.boolean(),
});

/** What asks another machine, or another folder of this one. */
export const GitSync = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('fetch') }),
  z.strictObject({ action: z.literal('pull'), rebase: z.boolean() }),
  /** `force` replaces what is there only if it is what was last seen there. */
  z.strictObject({ action: z.literal('push'), force: z.boolean() }),
  /** Push a branch that has no upstream yet, and make this its upstream. */
  z.strictObject({ action: z.literal('publish'), remote: RefName }),
]);

export const GitSyncEvent = z.discriminatedUnion('kind', [
  /** Where it goes, as it is in the record. */
  z.strictObject({ kind: z.literal('started'), id: Id, remote: z.string(), host: z.string().nullable() }),
  z.strictObject({ kind: z.literal('progress'), phase: z.string(), percent: z.number().min(0).max(100).nullable() }),
  z.strictObject({ kind: z.literal('done'), summary: z.string() }),
]);

export type GitChange = z.infer<typeof GitChange>;
export type GitStatus = z.infer<typeof GitStatus>;
/** The status of a folder that is in a repository. */
export type GitRepository = Extract<GitStatus, { state: 'repository' }>;
export type GitVersion = z.infer<typeof GitVersion>;
export type GitText = z.infer<typeof GitText>;
export type GitBranch = z.infer<typeof GitBranch>;
export type GitCommit = z.infer<typeof GitCommit>;
export type GitStash = z.infer<typeof GitStash>;
export type GitBlame = z.infer<typeof GitBlame>;
export type GitCommitRequest = z.infer<typeof GitCommitRequest>;
export type GitSync = z.infer<typeof GitSync>;
export type GitSyncEvent = z.infer<typeof GitSyncEvent>;
export { Hash as GitHash, Message as GitMessage };
