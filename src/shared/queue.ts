/** An unbounded queue between callbacks and a `for await` loop. One consumer. */
export interface Queue<T> extends AsyncIterable<T> {
  readonly push: (item: T) => void;
  /** No more items; the loop ends after those already there. */
  readonly end: () => void;
}

/** Items pushed before the loop asks for them are kept. */
export function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  return {
    push: (item) => {
      items.push(item);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        // An item may be `null`, so it is the length that tells.
        if (items.length > 0) yield items.shift() as T;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
