import type { Page } from '@playwright/test';

/**
 * The texts of which there is a copy among the strings of a page, those that nothing holds any more
 * left out. V8 keeps the first 1024 characters of each string in a snapshot.
 */
export async function foundInHeap(page: Page, texts: readonly string[]): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const snapshot = chunks.join('');
  return texts.filter((text) => snapshot.includes(text));
}

/** What a page says and is told from now on; it must connect anew, as by loading it again. */
export function recordFrames(page: Page): { readonly sent: string[]; readonly received: string[] } {
  const frames = { sent: [] as string[], received: [] as string[] };
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.sent.push(payload.toString()));
    socket.on('framereceived', ({ payload }) => frames.received.push(payload.toString()));
  });
  return frames;
}
