import { createFileRanks, type FileRanks } from './rank-files.ts';

/** What the page asks; an answer comes for the latest question only. */
export type RanksMessage =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | {
      readonly kind: 'find';
      readonly id: number;
      readonly text: string;
      readonly recent: readonly string[];
      readonly limit: number;
    };
export interface RanksAnswer {
  readonly id: number;
  readonly paths: readonly string[];
}

// Off the page's thread, which draws what is typed meanwhile.
let ranks: FileRanks = createFileRanks([]);
let latest: Extract<RanksMessage, { kind: 'find' }> | null = null;

self.addEventListener('message', ({ data }: MessageEvent<RanksMessage>) => {
  if (data.kind === 'files') {
    ranks = createFileRanks(data.paths);
    warmUp(ranks, 0);
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
  self.postMessage({ id, paths: ranks.find(text, recent, limit) } satisfies RanksAnswer);
}

/** Step by step, so that a question that comes meanwhile waits for one of them at most. */
function warmUp(now: FileRanks, step: number): void {
  const next = now.warmUp[step];
  if (ranks !== now || next === undefined) return;
  setTimeout(() => {
    next();
    warmUp(now, step + 1);
  }, 0);
}
