const LONGEST = 30_000;

/** What `work` comes to, or an error after half a minute: a page that waits for what never comes says nothing. */
export async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => {
      failed(new Error(`There was no ${what} within ${String(LONGEST / 1000)} s.`));
    }, LONGEST);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
