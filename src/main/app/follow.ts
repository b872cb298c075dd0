import { createQueue } from '../../shared/queue.ts';

/**
 * Turn a listener into a stream that ends when it is aborted.
 * @param subscribe adds a listener and returns what removes it
 */
export async function follow<T>(
  context: { readonly signal: AbortSignal; readonly emit: (event: T) => Promise<void> },
  subscribe: (listener: (event: T) => void) => () => void,
): Promise<void> {
  const queue = createQueue<T>();
  const unsubscribe = subscribe(queue.push);
  context.signal.addEventListener('abort', queue.end, { once: true });
  try {
    for await (const event of queue) await context.emit(event);
  } finally {
    unsubscribe();
    context.signal.removeEventListener('abort', queue.end);
  }
}

/** How what is told is put together. */
export interface Batching<T> {
  /** Of what is told several times, the latest counts. */
  readonly keyOf: (event: T) => string;
  /** At most one batch in this time, ms; 0 for as fast as they are taken. */
  readonly everyMs: number;
  /** In one batch at most. */
  readonly most: number;
}

/**
 * Like {@link follow}, in batches: for records of what goes on, which come in bursts beside work that somebody waits
 * for, and need not be drawn one by one.
 */
export async function followBatches<T>(
  context: { readonly signal: AbortSignal; readonly emit: (events: T[]) => Promise<void> },
  { keyOf, everyMs, most }: Batching<T>,
  subscribe: (listener: (event: T) => void) => () => void,
): Promise<void> {
  const held = new Map<string, T>();
  let timer: NodeJS.Timeout | undefined;
  const emit = async (): Promise<void> => {
    while (held.size > 0) {
      const batch = [...held].slice(0, most);
      for (const [key] of batch) held.delete(key);
      await context.emit(batch.map(([, event]) => event));
    }
  };
  try {
    await follow<null>({ signal: context.signal, emit }, (push) =>
      subscribe((event) => {
        const due = held.size > 0;
        held.set(keyOf(event), event);
        if (due) return;
        if (everyMs === 0) push(null);
        else timer = setTimeout(push, everyMs, null);
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Like {@link follow} for a state: a slow receiver gets the latest, not all that went before.
 * @param everyMs it is told at most once in this time; at once unless given
 */
export function followLatest<T>(
  context: { readonly signal: AbortSignal; readonly emit: (event: T) => Promise<void> },
  read: () => T,
  subscribe: (listener: () => void) => () => void,
  everyMs = 0,
): Promise<void> {
  const batching = { keyOf: () => 'state', everyMs, most: 1 };
  const { signal } = context;
  return followBatches<null>({ signal, emit: () => context.emit(read()) }, batching, (push) =>
    subscribe(() => {
      push(null);
    }),
  );
}
