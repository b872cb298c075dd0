import { chromium, type BrowserContext } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';

/** Open Chromium with a profile of its own. @param profile the folder of the profile; a new one is a cold start */
export async function openBrowser(profile: string): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('Chromium is missing. Install it, or name one in CODEGREX_CHROMIUM.');
  return chromium.launchPersistentContext(profile, {
    executablePath,
    viewport: { width: 1280, height: 800 },
    // Chromium's sandbox does not run as root.
    chromiumSandbox: process.platform !== 'linux' || process.getuid?.() !== 0,
    args: ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * Let a browser's pages into a core.
 * @param link as the core printed it
 * @param cookie what admits a page, `name=value`
 * @returns where its pages are
 */
export async function admit(browser: BrowserContext, link: string, cookie: string): Promise<string> {
  const [name = '', value = ''] = cookie.split('=');
  const { origin } = new URL(link);
  await browser.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  return origin;
}
