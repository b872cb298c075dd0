/** What a page saw, times as in clock.ts. */
export interface Seen {
  /** Keys that were pressed. */
  readonly keys: readonly number[];
  /** Each change of the ghost text; empty when it went. */
  readonly ghosts: readonly { readonly at: number; readonly text: string }[];
}

export type WatchingTyping = typeof globalThis & { seen: Seen; ghostText: () => string };

/** Runs in the page, before its own scripts: notes keys, and when ghost text is in the page. */
export function watchTyping(): void {
  const keys: number[] = [];
  const ghosts: { at: number; text: string }[] = [];
  const page = globalThis as WatchingTyping;
  page.seen = { keys, ghosts };
  page.ghostText = () =>
    [...document.querySelectorAll('.ghost-text-decoration, .ghost-text')].map((e) => e.textContent).join('');
  let last = '';
  new MutationObserver(() => {
    const text = page.ghostText();
    if (text === last) return;
    last = text;
    ghosts.push({ at: performance.timeOrigin + performance.now(), text });
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener(
    'keydown',
    (event) => {
      keys.push(performance.timeOrigin + event.timeStamp);
    },
    { capture: true },
  );
}
