import { readdir, readFile } from 'node:fs/promises';
import type { BrowserContext } from '@playwright/test';

/** Proportional set size of a process and all below it, in bytes: what is shared counts by its share. Linux only. */
export async function memoryOfTree(pid: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The program's name is in brackets and may have spaces in it.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const within = (one: number | undefined): boolean =>
    one === pid || (one !== undefined && one > 1 && within(parents.get(one)));
  const all = [...parents.keys()].filter(within);
  const sizes = await Promise.all(all.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The same of the pages of a browser, its other processes left out. */
export async function memoryOfPages(context: BrowserContext): Promise<number> {
  const browser = context.browser();
  if (browser === null) throw new Error('The browser does not tell of its processes.');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(pid: number): Promise<number> {
  const told = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(told)?.[1] ?? 0) * 1024;
}
