import type { Page } from '@playwright/test';
import { now } from './clock.ts';
import { DOWN, type Recording } from './session.ts';
import type { WatchingTyping } from './watch-typing.ts';

/** What came of typing a place. */
export interface Replayed {
  /** Letters that were typed, times as in clock.ts. */
  readonly typed: number[];
  /** When a completion was taken. */
  readonly taken: number[];
}

/** A completion at least this long is worth a Tab. */
const WORTH_CHARS = 10;
/** Of those that are right, the user takes one in so many, and types the others. */
const TAKES_ONE_IN = 3;

const bare = (text: string): string => text.replace(/[\s\u00a0]/g, '');

/** Type a place's keys in their rhythm, and now and then take what is offered, where it is right. */
export async function replay(page: Page, { keys }: Recording['places'][number]): Promise<Replayed> {
  const done: Replayed = { typed: [], taken: [] };
  let right = 0;
  let due = now();
  for (let at = 0; at < keys.length; at++) {
    const [char, after] = keys[at] ?? ['', 0];
    due = Math.max(due + after, now());
    // The user sees what is there some time before the next key.
    const offered = after > 200 ? await offeredAt(page, due - 60) : '';
    const rest = bare(
      keys
        .slice(at)
        .map(([c]) => (c === DOWN ? '' : c))
        .join(''),
    );
    if (offered.length >= WORTH_CHARS && rest.startsWith(offered) && ++right % TAKES_ONE_IN === 0) {
      done.taken.push(now());
      await page.keyboard.press('Tab');
      for (let left = offered.length; left > 0 && at < keys.length; at++) if (/\S/.test(keys[at]?.[0] ?? '')) left--;
      at--;
      continue;
    }
    await waitUntil(due);
    done.typed.push(now());
    if (char === DOWN) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
    } else if (char === '\n') await page.keyboard.press('Enter');
    else await page.keyboard.type(char);
  }
  return done;
}

async function offeredAt(page: Page, time: number): Promise<string> {
  await waitUntil(time);
  return bare(await page.evaluate(() => (globalThis as WatchingTyping).ghostText()));
}

async function waitUntil(time: number): Promise<void> {
  const ms = time - now();
  if (ms > 0) await new Promise((wake) => setTimeout(wake, ms));
}
