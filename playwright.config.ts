import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

const executablePath = findChromium();
if (executablePath === null) {
  throw new Error('Chromium is missing. Install the package chromium, or name one in CODEGREX_CHROMIUM.');
}

/** Specs start the built app themselves, see e2e/support/launch-app.ts. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // One at a time: each runs a browser, a core and often a model, and machines with two cores are common.
  workers: 1,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        // Traces and videos would hold the source that a spec shows.
        trace: 'off',
        video: 'off',
        screenshot: 'only-on-failure',
        launchOptions: {
          executablePath,
          // Chromium's sandbox does not run as root.
          chromiumSandbox: process.platform !== 'linux' || process.getuid?.() !== 0,
          args: [
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
});
