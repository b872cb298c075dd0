/** Does each piece of work after those that were given before it are over, whatever became of them. */
export type InTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

/** A queue for what must not overlap, as what reads and writes one file. */
export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
