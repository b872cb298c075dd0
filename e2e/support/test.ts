import { test as base } from '@playwright/test';
import { host } from './host.ts';

export { expect } from '@playwright/test';

/** Playwright's test; every result also says in which host it ran. */
export const test = base.extend<{ readonly hostNote: undefined }>({
  hostNote: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from the pattern
    async ({}, use, info) => {
      info.annotations.push({ type: 'host', description: host().description });
      await use(undefined);
    },
    { auto: true },
  ],
});
