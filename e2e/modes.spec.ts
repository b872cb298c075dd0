import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { createScratch } from './support/folders.ts';
import { startApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** Trust and modes: what is in force is on show, and each change says what it changes. */
const scratch = createScratch();
let app: StartedApp;
let folder: string;
const banner = (): Locator => app.window.page.getByRole('region', { name: 'Trust' });

const SUMMARY = {
  normal: 'Normal: Local models and cloud servers. What goes to a cloud is redacted first.',
  sensitive: 'Sensitive: Completions from local models only.',
  offline: 'Offline: Nothing off this machine: no connection and no look-up',
} as const;

test.describe.serial('trust and modes', () => {
  test.beforeAll(async ({ browser }) => {
    folder = await scratch.folder({ 'a.txt': 'a\n' });
    app = await startApp(browser, { data: await scratch.data({ detectLocalServers: false }), folder });
  });
  test.afterAll(async () => {
    await app.stop();
    await scratch.remove();
  });

  test('a folder of unknown origin is Sensitive at least, and the banner says so', async () => {
    const { window } = app;
    await expect(banner()).toContainText('Until you do it is Sensitive at least, and no program is run in it');
    await expect(banner()).toContainText('it becomes Normal');
    await window.mode('Sensitive').click();
    const menu = window.page.getByRole('menu', { name: 'Privacy mode' });
    await expect(menu).toContainText('Held at Sensitive by this folder not being trusted yet.');
    await expect(menu.getByRole('menuitemradio', { name: 'Normal' })).toBeDisabled();
    await window.page.keyboard.press('Escape');
  });

  test('it can be made stricter without being trusted', async () => {
    await app.window.setMode('Offline');
    await expect(banner()).toContainText('it stays Offline');
    await app.window.command('Privacy mode: Sensitive');
    await expect(app.window.mode('Sensitive')).toBeVisible();
  });

  test('asked later, the banner goes and the folder stays as it is', async () => {
    await banner().getByRole('button', { name: 'Not now' }).click();
    await expect(banner()).toBeHidden();
    await expect(app.window.mode('Sensitive')).toBeVisible();
    await app.window.page.reload();
    await expect(banner()).toBeVisible();
  });

  test('trusting says what changes', async () => {
    const { notifications, page } = app.window;
    // Chosen while it was held: it is the folder's own now, whatever the settings say.
    await expect(banner()).toContainText('it stays Sensitive');
    await app.window.trustFolder();
    await expect(notifications).toContainText('This folder is trusted: git may be run in it. It stays Sensitive.');
    await app.window.privacySettings.open();
    await page.getByRole('checkbox', { name: 'Trust this folder' }).click();
    await expect(notifications).toContainText('This folder is no longer trusted: no program is run in it.');
    await page.getByRole('checkbox', { name: 'Trust this folder' }).click();
    await app.window.privacySettings.close();
    await expect(banner()).toBeHidden();
  });

  test('the mode changes from the status bar, the palette and the settings, each saying what it changes', async () => {
    const { window } = app;
    const { notifications, page, privacySettings } = window;
    await test.step('status bar', async () => {
      await window.mode('Sensitive').click();
      const menu = page.getByRole('menu', { name: 'Privacy mode' });
      // Before it is chosen, each says what it permits.
      await expect(menu.getByRole('menuitemradio', { name: 'Offline' })).toContainText('Nothing off this machine');
      await expect(menu.getByRole('menuitemradio', { name: 'Sensitive' })).toBeChecked();
      await menu.getByRole('menuitemradio', { name: 'Offline' }).click();
      await expect(window.mode('Offline')).toBeVisible();
      await expect(notifications).toContainText(SUMMARY.offline);
      await expect(notifications).toContainText('What was running under Sensitive is stopped.');
    });
    await test.step('palette', async () => {
      await window.command('Privacy mode: Normal');
      await expect(window.mode('Normal')).toBeVisible();
      await expect(notifications).toContainText(SUMMARY.normal);
      await expect(notifications).toContainText('What was running under Offline is stopped.');
    });
    await test.step('settings', async () => {
      await privacySettings.open();
      const mode = privacySettings.dialog.getByRole('combobox', { name: 'Mode of this folder' });
      await expect(mode).toHaveValue('normal');
      await mode.selectOption('Sensitive');
      await expect(privacySettings.dialog).toContainText('Completions from local models only.');
      await expect(notifications).toContainText(SUMMARY.sensitive);
      await expect(notifications).toContainText('What was running under Normal is stopped.');
      await privacySettings.close();
      await expect(window.mode('Sensitive')).toBeVisible();
    });
  });

  test('a repository’s policy tightens at once, and what it would loosen it does not', async () => {
    const { window } = app;
    await window.setMode('Sensitive');
    await mkdir(join(folder, '.codegrex'));
    const policy = join(folder, '.codegrex/policy.json');
    await writeFile(policy, JSON.stringify({ mode: 'normal', onPremHosts: ['evil.example'] }));
    await writeFile(join(folder, 'b.txt'), 'b\n');
    await expect(window.explorer.item('b.txt')).toBeVisible();
    await expect(window.mode('Sensitive')).toBeVisible();
    await expect(window.page.locator('.notices')).toHaveCount(0);

    await writeFile(policy, JSON.stringify({ mode: 'offline' }));
    await expect(window.mode('Offline')).toBeVisible();
    await window.mode('Offline').click();
    const menu = window.page.getByRole('menu', { name: 'Privacy mode' });
    await expect(menu).toContainText('Held at Offline by .codegrex/policy.json.');
    for (const name of ['Normal', 'Sensitive']) {
      await expect(menu.getByRole('menuitemradio', { name })).toBeDisabled();
    }
    await window.page.keyboard.press('Escape');
    // And cannot be stepped past by the palette or the settings.
    await window.page.keyboard.press('F1');
    const palette = window.page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('combobox').fill('Privacy mode');
    await expect(palette.getByRole('option')).toHaveText(['Privacy mode: Offline']);
    await window.page.keyboard.press('Escape');
    await window.privacySettings.open();
    const options = window.privacySettings.dialog
      .getByRole('combobox', { name: 'Mode of this folder' })
      .locator('option');
    await expect(options.filter({ hasText: /Normal|Sensitive/ })).toHaveCount(2);
    for (const option of await options.filter({ hasText: /Normal|Sensitive/ }).all()) {
      await expect(option).toBeDisabled();
    }
    await window.privacySettings.close();
    await writeFile(policy, JSON.stringify({ mode: 'normal' }));
    await expect(window.mode('Sensitive')).toBeVisible();
  });

  test('“Verify offline” tries it in front of the user and shows the evidence', async () => {
    const { window } = app;
    const { page } = window;
    const dialog = page.getByRole('dialog', { name: 'Verify offline' });
    await window.mode('Sensitive').click();
    await page.getByRole('menuitem', { name: 'Verify offline' }).click();
    await expect(dialog.getByRole('status')).toContainText(/All \d+ checks that were made passed\./);
    const evidence = dialog.getByRole('region', { name: 'Evidence' });
    const checks = evidence.getByRole('listitem');
    await expect(checks.filter({ hasText: 'The gate refuses every task to a cloud' })).toContainText('(passed)');
    await expect(checks.filter({ hasText: 'Egress refuses a local name that resolves off loopback' })).toContainText(
      'address-not-permitted',
    );
    await expect(checks.filter({ hasText: '(failed)' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByRole('status')).toContainText(/All \d+ checks/);
    await page.keyboard.press('Escape');
    // Tried whatever the mode, which is as it was.
    await expect(window.mode('Sensitive')).toBeVisible();
    await expect(window.statusBar).toContainText('Nothing left this machine');
  });

  test('has asked nothing of any other place but in that test, and broke nowhere', () => {
    expect(new Set(app.foreign)).toEqual(new Set(['http://127.0.0.1:64999/probe.png']));
    expect(app.window.errors).toEqual([]);
  });
});
