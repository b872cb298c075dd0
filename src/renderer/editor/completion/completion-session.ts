import type { AdaptivePause } from './adaptive-pause.ts';
import { createCompletionMemory } from './completion-memory.ts';
import { maySay, type Answer, type Remainder, type Spot } from './type-ahead.ts';

/** A completion that a model gave. */
export interface Completed extends Answer {
  /** The model that said it; `null` where none was asked. */
  readonly model: string | null;
}

/** What to show at a spot. */
export interface Offer extends Remainder {
  /** The answer that it comes from: while the user types along, always the same. */
  readonly answer: Completed;
  /** It cost no request. */
  readonly reused: boolean;
}

export interface SessionParts {
  /** Ask the core. Rejects when `signal` aborts, or with what went wrong. */
  readonly ask: (spot: Spot, signal: AbortSignal) => Promise<Completed>;
  readonly pause: Pick<AdaptivePause, 'pause'>;
  /** The longest pause that the user wants, ms. */
  readonly limit: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Completions for one window: from memory where there is one, with one request on its way at a time. */
export interface CompletionSession {
  /**
   * What to show; `null` for nothing. Rejects with what went wrong.
   * @param signal aborts when the user has gone on
   */
  offer(spot: Spot, how: { readonly explicit: boolean }, signal: AbortSignal): Promise<Offer | null>;
  /**
   * Begin with what will be asked for, as soon as a key is pressed: the editor itself comes only
   * after it has drawn the letter. If it does not come for it, nothing more is done.
   */
  prepare(spot: Spot): void;
  /** The user took a completion: the next one is wanted at once. */
  accepted(): void;
  /** Forget what was said, and stop what is on its way. */
  clear(): void;
}

interface Running {
  readonly spot: Spot;
  readonly stop: AbortController;
  readonly answer: Promise<Completed>;
  done: boolean;
}

/** When a spot was prepared, the editor comes for it within this time, or not at all, ms. */
const COMES_MS = 150;
/** When the user goes on, the editor comes back with where they are within this time, or not at all, ms. */
const GRACE_MS = 30;

export function createCompletionSession({ ask, pause, limit, wait }: SessionParts): CompletionSession {
  const memory = createCompletionMemory<Completed>();
  let running: Running | null = null;
  let wanted = false;
  /** Counts offers, so that one can tell whether another came after it. */
  let latest = 0;
  /** Offers that are not there yet. */
  let pending = 0;

  function stop(): void {
    running?.stop.abort();
    running = null;
  }

  function start(spot: Spot): Running {
    stop();
    const controller = new AbortController();
    const answer = ask(spot, controller.signal);
    const mine: Running = { spot, stop: controller, answer, done: false };
    running = mine;
    answer.then(
      (completed) => {
        mine.done = true;
        // One that was given up may have come all the same, and says what it says.
        memory.put(completed);
        if (running === mine) running = null;
      },
      () => {
        mine.done = true;
        if (running === mine) running = null;
      },
    );
    return mine;
  }

  /** Nobody waits any more: unless the editor asks again right away, the model need not go on. */
  async function leave(): Promise<void> {
    await wait(GRACE_MS, new AbortController().signal);
    if (pending === 0) stop();
  }

  function fromMemory(spot: Spot): Offer | null {
    const known = memory.find(spot);
    return known === null ? null : { ...known, reused: true };
  }

  interface Prepared {
    readonly spot: Spot;
    readonly stop: AbortController;
    readonly offer: Promise<Offer | null>;
  }
  let prepared: Prepared | null = null;

  function drop(): void {
    prepared?.stop.abort();
    prepared = null;
  }

  /** What was prepared for this very spot, from now on for as long as `signal` says. */
  function collect(spot: Spot, signal: AbortSignal): Promise<Offer | null> | null {
    const mine = prepared;
    if (mine === null || !isSame(mine.spot, spot)) return null;
    prepared = null;
    const leave = (): void => {
      mine.stop.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    return mine.offer;
  }

  async function find(spot: Spot, how: { readonly explicit: boolean }, signal: AbortSignal): Promise<Offer | null> {
    pending++;
    try {
      return await lookFor(spot, how, signal);
    } finally {
      pending--;
    }
  }

  async function lookFor(
    spot: Spot,
    { explicit }: { readonly explicit: boolean },
    signal: AbortSignal,
  ): Promise<Offer | null> {
    const mine = ++latest;
    const gone = (): boolean => signal.aborted;
    // A key was pressed that the editor has not drawn yet: what is asked for that one is not to be stopped for this.
    const overtaken = (): boolean => latest !== mine;
    const known = fromMemory(spot);
    if (known !== null && (known.text !== '' || !explicit)) return known.text === '' ? null : known;
    // What is on its way goes on for as long as the user may be typing what it will say.
    if (running !== null && !maySay(running.spot, spot)) stop();
    const before = running;
    const ms = explicit || wanted ? 0 : pause.pause(limit());
    wanted = false;
    if (ms > 0) {
      const answered = before?.answer.then(
        () => undefined,
        () => undefined,
      );
      const over = new AbortController();
      const waiting = wait(ms, AbortSignal.any([signal, over.signal]));
      await (answered ? Promise.race([waiting, answered]) : waiting);
      if (gone() || overtaken()) {
        void leave();
        return null;
      }
      const came = before?.done === true ? fromMemory(spot) : null;
      if (came !== null) {
        over.abort();
        return came.text === '' ? null : came;
      }
      // It said something else, which frees the model before the pause is over.
      await waiting;
      if (gone() || overtaken()) {
        void leave();
        return null;
      }
    }
    const { answer } = start(spot);
    const left = new Promise<null>((resolve) => {
      signal.addEventListener(
        'abort',
        () => {
          resolve(null);
        },
        { once: true },
      );
    });
    const completed = await Promise.race([answer, left]);
    if (completed === null || gone()) {
      answer.catch(() => undefined);
      void leave();
      return null;
    }
    return completed.text === '' ? null : { text: completed.text, replaces: 0, answer: completed, reused: false };
  }

  return {
    prepare: (spot) => {
      drop();
      const controller = new AbortController();
      const offer = find(spot, { explicit: false }, controller.signal);
      // Whoever comes for it is told.
      offer.catch(() => undefined);
      const mine: Prepared = { spot, stop: controller, offer };
      prepared = mine;
      void wait(COMES_MS, controller.signal).then(() => {
        if (prepared === mine) drop();
      });
    },
    offer: async (spot, how, signal) => {
      const known = how.explicit ? null : collect(spot, signal);
      drop();
      return known ?? find(spot, how, signal);
    },
    accepted: () => {
      wanted = true;
    },
    clear: () => {
      drop();
      memory.clear();
      stop();
    },
  };
}

function isSame(a: Spot, b: Spot): boolean {
  return a.offset === b.offset && a.path === b.path && a.prefix === b.prefix && a.suffix === b.suffix;
}
