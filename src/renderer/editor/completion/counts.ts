import type { CompletionCounts } from '../../../shared/schemas/chat-and-completion.ts';

/** What a model said; the same object for as long as it is the same. */
export interface Answer {
  /** `null` where none was asked. */
  readonly model: string | null;
}

/** Follows what becomes of completions, and counts it by model. */
export interface OutcomeCounter<A extends Answer> {
  asked(model: string): void;
  /** It is on show; called again for what is left of it as the user types along. */
  shown(offer: { readonly answer: A; readonly reused: boolean }): void;
  acceptedInPart(answer: A): void;
  accepted(answer: A): void;
  dismissed(answer: A): void;
}

const NOTHING: CompletionCounts = {
  asked: 0,
  shown: 0,
  reused: 0,
  accepted: 0,
  acceptedInPart: 0,
  dismissed: 0,
  ignored: 0,
};

/** @param report told of what is to be added to a model's counts; each thing once */
export function createOutcomeCounter<A extends Answer>(
  report: (model: string, counts: CompletionCounts) => void,
): OutcomeCounter<A> {
  /** The completion that was on show last, until something became of it. */
  let open: { readonly answer: A; part: boolean } | null = null;

  function add({ model }: Answer, key: keyof CompletionCounts): void {
    if (model !== null) report(model, { ...NOTHING, [key]: 1 });
  }
  function end(answer: A, key: 'accepted' | 'dismissed'): void {
    if (open?.answer === answer) open = null;
    add(answer, key);
  }

  return {
    asked: (model) => {
      add({ model }, 'asked');
    },
    shown: ({ answer, reused }) => {
      if (open?.answer === answer) {
        if (reused) add(answer, 'reused');
        return;
      }
      if (open !== null) add(open.answer, open.part ? 'acceptedInPart' : 'ignored');
      open = { answer, part: false };
      add(answer, 'shown');
      if (reused) add(answer, 'reused');
    },
    acceptedInPart: (answer) => {
      if (open?.answer === answer) open.part = true;
    },
    accepted: (answer) => {
      end(answer, 'accepted');
    },
    dismissed: (answer) => {
      end(answer, 'dismissed');
    },
  };
}

/** Sums of counts by model, handed on now and then. */
export interface CountBatch {
  add(model: string, counts: CompletionCounts): void;
  /** Hand on what there is. */
  flush(): void;
}

/** @param send called with the sums of a model, at most once every `everyMs` */
export function createCountBatch(send: (model: string, counts: CompletionCounts) => void, everyMs: number): CountBatch {
  const sums = new Map<string, CompletionCounts>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const [model, counts] of sums) send(model, counts);
    sums.clear();
  }
  return {
    flush,
    add: (model, counts) => {
      const before = sums.get(model) ?? NOTHING;
      const keys = Object.keys(NOTHING) as (keyof CompletionCounts)[];
      sums.set(model, Object.fromEntries(keys.map((key) => [key, before[key] + counts[key]])) as CompletionCounts);
      timer ??= setTimeout(flush, everyMs);
    },
  };
}
