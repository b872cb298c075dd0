import { AxeBuilder } from '@axe-core/playwright';
import type { AppPage } from './app-page.ts';
import { expect, test } from './test.ts';

/** The system's wishes that each theme answers to while the setting is "As the system". */
const THEMES = [
  { theme: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { theme: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { theme: 'hc-light', colorScheme: 'light', contrast: 'more' },
  { theme: 'hc-dark', colorScheme: 'dark', contrast: 'more' },
] as const;

/**
 * Expect no serious or critical violation of axe’s rules in any theme.
 * @param screen what is on show, for messages
 */
export async function hasNoViolation({ page }: AppPage, screen: string): Promise<void> {
  for (const { theme, colorScheme, contrast } of THEMES) {
    await test.step(`${screen}, ${theme}`, async () => {
      await page.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      // There are no frames, and the other mode opens a page for each look.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      // Themes differ in colours alone, so the other rules need no second look.
      const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
      const grave = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join('\n  ')}`,
        );
      expect.soft(grave, `${screen}, ${theme}`).toEqual([]);
    });
  }
}
