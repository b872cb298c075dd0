/**
 * For readings of the same files that may overlap: a slow one does not bring back what a newer one found changed.
 * Begin one, and ask what it answers once all is read, whether that is to be applied.
 */
export function createNewestReading(): () => () => boolean {
  let started = 0;
  let applied = 0;
  return () => {
    const turn = ++started;
    return () => {
      if (turn < applied) return false;
      applied = turn;
      return true;
    };
  };
}
