import type { CDPSession, Page } from '@playwright/test';

/** An event of Chromium's tracing, as much of it as is looked at. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly pid: number;
  readonly id2?: { readonly local?: string };
  readonly id?: string;
  readonly args?: { readonly event_latency?: { readonly event_type?: string; readonly display_trace_id?: number } };
}

/**
 * How long keys take from the press to the frame that shows them, by Chromium's own tracing, ms. A key that changes no
 * frame is none.
 * @param press presses the keys
 */
export async function keyLatencies(page: Page, press: () => Promise<void>): Promise<number[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const done = new Promise<void>((resolve) => {
    session.on('Tracing.tracingComplete', () => {
      resolve();
    });
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['benchmark', 'cc', 'input', 'input.scrolling'], excludedCategories: ['*'] },
  });
  await press();
  await session.send('Tracing.end');
  await done;
  await session.detach();
  return latenciesIn(events);
}

function latenciesIn(events: readonly TraceEvent[]): number[] {
  const begun = new Map<string, number>();
  const found: number[] = [];
  for (const event of events.filter(({ name }) => name === 'EventLatency').toSorted((a, b) => a.ts - b.ts)) {
    const key = `${String(event.pid)} ${event.id2?.local ?? event.id ?? ''}`;
    if (event.ph === 'b') {
      const { event_type: type, display_trace_id: frame } = event.args?.event_latency ?? {};
      // Without a frame it was shown by none.
      if (type === 'KEY_PRESSED' && frame !== undefined) begun.set(key, event.ts);
      continue;
    }
    const from = begun.get(key);
    if (event.ph !== 'e' || from === undefined) continue;
    begun.delete(key);
    found.push((event.ts - from) / 1000);
  }
  return found;
}
