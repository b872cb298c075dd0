import type { Page } from '@playwright/test';
import type { ToCore, ToRenderer } from '../../src/shared/wire.ts';

/** Answers of the core to reads of files, which can be held back. */
export interface Reads {
  hold(): void;
  /** How many are held back. */
  held(): number;
  /** Let them through, and those that come after. */
  release(): void;
}

/** Stands between page and core from the next load on. */
export async function holdReads(page: Page): Promise<Reads> {
  const asked = new Set<number>();
  const waiting: (() => void)[] = [];
  let holding = false;
  await page.routeWebSocket('**/wire', (socket) => {
    const core = socket.connectToServer();
    socket.onMessage((text) => {
      const message = JSON.parse(String(text)) as ToCore;
      if (message.t === 'call' && message.name === 'files.read') asked.add(message.id);
      core.send(text);
    });
    core.onMessage((text) => {
      const pass = (): void => {
        socket.send(text);
      };
      if (holding && asked.has((JSON.parse(String(text)) as ToRenderer).id)) waiting.push(pass);
      else pass();
    });
  });
  return {
    hold: () => (holding = true),
    held: () => waiting.length,
    release: () => {
      holding = false;
      for (const pass of waiting.splice(0)) pass();
    },
  };
}
