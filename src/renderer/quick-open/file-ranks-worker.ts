import { createFileRanks, type FileRanks, type RankedFile } from './rank-files.ts';

/** What the page asks of one of the workers; an answer comes for the latest question only. */
export type RanksMessage =
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly share: number }
  | {
      readonly kind: 'find';
      readonly id: number;
      readonly text: string;
      readonly recent: readonly string[];
      readonly limit: number;
    };
export interface RanksAnswer {
  readonly id: number;
  readonly files: readonly RankedFile[];
}

/** How long after an answer the worker gets ready for the next letter, ms. */
const AHEAD_MS = 20;

// Off the page's thread, which draws what is typed meanwhile.
let ranks: FileRanks = createFileRanks([]);
/** The question that was answered last. */
let last = 0;
let latest: Extract<RanksMessage, { kind: 'find' }> | null = null;

self.addEventListener('message', ({ data }: MessageEvent<RanksMessage>) => {
  if (data.kind === 'files') {
    ranks = createFileRanks(data.paths, data.share);
    inTurn(ranks, ranks.warmUp);
    return;
  }
  if (latest === null) setTimeout(answer, 0);
  latest = data;
});

/** After the messages that have come already: of a word typed in one go only the end is looked for. */
function answer(): void {
  if (latest === null) return;
  const { id, text, recent, limit } = latest;
  latest = null;
  self.postMessage({ id, files: ranks.find(text, recent, limit) } satisfies RanksAnswer);
  last = id;
  // The next letter comes within a tenth of a second or so, and not at once.
  inTurn(ranks, ranks.ahead(text), () => last === id && latest === null, AHEAD_MS);
}

/**
 * Step by step, so that a question that comes meanwhile waits for one of them at most.
 * @param wanted asked before each
 * @param ms until the first
 */
function inTurn(
  now: FileRanks,
  [next, ...others]: readonly (() => void)[],
  wanted = (): boolean => true,
  ms = 0,
): void {
  if (next === undefined) return;
  setTimeout(() => {
    if (ranks !== now || !wanted()) return;
    next();
    inTurn(now, others, wanted);
  }, ms);
}
