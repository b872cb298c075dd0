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

/** Like {@link follow} for a state: a slow receiver gets the latest, not all that went before. */
export function followLatest<T>(
  context: { readonly signal: AbortSignal; readonly emit: (event: T) => Promise<void> },
  read: () => T,
  subscribe: (listener: () => void) => () => void,
): Promise<void> {
  let due = false;
  const { signal } = context;
  const once = {
    signal,
    emit: async () => {
      due = false;
      await context.emit(read());
    },
  };
  return follow<null>(once, (push) =>
    subscribe(() => {
      if (due) return;
      due = true;
      push(null);
    }),
  );
}
