import type { Generation } from './replay-model.ts';
import type { Seen } from './watch-typing.ts';

/** What a session says of completions. */
export interface Tally {
  readonly keys: number;
  readonly requests: number;
  /** Keys after which ghost text was on show, and of those the ones that cost no request. */
  readonly shown: number;
  readonly reused: number;
  /** From a key to the ghost text that a request brought, less the model's own time, ms. */
  readonly overheads: readonly number[];
  /** The same with the model's own time, as a multiple of it. */
  readonly multiples: readonly number[];
  /** Tokens that the model said, and those of answers of which nothing was ever on show. */
  readonly tokens: number;
  readonly wasted: number;
  /** Requests that were given up. */
  readonly left: number;
}

/** Add up what page and model server saw of the same session. */
export function tally(seen: Seen, generations: readonly Generation[]): Tally {
  const overheads: number[] = [];
  const multiples: number[] = [];
  let shown = 0;
  let reused = 0;
  for (const [index, key] of seen.keys.entries()) {
    const next = seen.keys[index + 1] ?? Infinity;
    const ghosts = seen.ghosts.filter(({ at }) => at >= key && at < next);
    // What flashed up and went is not shown.
    if ((ghosts.at(-1)?.text ?? '') === '') continue;
    shown++;
    const request = generations.find((g) => !g.left && g.received >= key && g.received < next);
    const ghost = request && ghosts.find(({ at, text }) => at >= request.ended - CLOCK_MS && text !== '');
    if (request === undefined || ghost === undefined) {
      reused++;
      continue;
    }
    const model = request.ended - request.received;
    overheads.push(ghost.at - key - model);
    multiples.push((ghost.at - key) / model);
  }
  const was = seen.ghosts.map(({ text }) => bare(text));
  const wasShown = ({ text }: Generation): boolean =>
    was.some(
      (ghost) => ghost !== '' && (bare(text).startsWith(ghost) || (ghost.length > 3 && bare(text).includes(ghost))),
    );
  const sum = (some: readonly Generation[]): number => some.reduce((all, { sent }) => all + sent, 0);
  return {
    keys: seen.keys.length,
    requests: generations.length,
    shown,
    reused,
    overheads,
    multiples,
    tokens: sum(generations),
    wasted: sum(generations.filter((g) => !wasShown(g))),
    left: generations.filter(({ left }) => left).length,
  };
}

/** Two processes' clocks agree to this, ms. */
const CLOCK_MS = 2;

const bare = (text: string): string => text.replace(/[\s\u00a0]/g, '');
