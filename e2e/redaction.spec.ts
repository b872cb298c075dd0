import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratch } from './support/folders.ts';
import { startApp, type BrowserApp, type StartedApp } from './support/start-app.ts';
import { expect, test } from './support/test.ts';

/** A user writes redaction rules by hand and sees what they do. */
const scratch = createScratch();
const MAIL = 'jane.doe@corp.example';
const ENV_VALUE = 'tango-' + 'kilo-77';
/** In no rule, so that it must be nowhere afterwards. */
const TRIED = 'zanzibar';
let app: StartedApp;
let data: string;
let other: string;

test.describe.serial('redaction rules', () => {
  test.beforeAll(async ({ browser }) => {
    data = await scratch.data({ detectLocalServers: false });
    other = await scratch.folder({ 'b.txt': '' });
    const folder = await scratch.folder({
      '.env': `TOKEN=${ENV_VALUE}\n`,
      '.codegrex/policy.json': JSON.stringify({
        redactionPatterns: [{ pattern: 'INT-[0-9]+', label: 'Internal' }],
        redactionAllow: [MAIL],
      }),
    });
    app = await startApp(browser, { data, folder });
    await app.window.trustFolder();
  });
  test.afterAll(async () => {
    await app.stop();
    await scratch.remove();
  });

  test('are shown with what is wrong with them before they are added', async () => {
    const { privacySettings } = app.window;
    const { redaction } = privacySettings;
    await privacySettings.open();
    const add = privacySettings.dialog
      .getByRole('group', { name: 'Also replaced' })
      .getByRole('button', { name: 'Add' });
    for (const [pattern, why] of [
      ['PROJ-(?=7)', 'Look-ahead and look-behind cannot run in linear time.'],
      ['.+', 'most of any text would be replaced'],
      ['((a{1,100}){1,100}){1,100}', 'repeat'],
      ['(PROJ', 'cannot be read'],
    ] as const) {
      await redaction.field('Also replaced').fill(pattern);
      await expect(privacySettings.dialog.getByRole('alert')).toContainText(why);
      await expect(redaction.field('Also replaced')).toHaveAccessibleDescription(new RegExp(why.replace('.', '\\.')));
      await expect(add).toBeDisabled();
    }
    await redaction.field('Left as they are').fill('/.*/');
    await expect(privacySettings.dialog.getByRole('alert').last()).toContainText('let everything through');
    await redaction.field('Left as they are').fill('');
    await redaction.add('Also replaced', 'PROJ-[0-9]+', 'Project');
    await redaction.field('Also replaced').fill('PROJ-[0-9]+');
    await expect(privacySettings.dialog.getByRole('alert')).toContainText('in the list already');
    await redaction.field('Also replaced').fill('');
  });

  test('do in the field to try them what they do to a cloud’s text, and say whose they are', async () => {
    const { redaction } = app.window.privacySettings;
    await redaction.text.fill(`${TRIED} ${MAIL} PROJ-7 INT-7 ${ENV_VALUE}`);
    await expect(redaction.tried.locator('mark')).toHaveText([
      'REDACTED_EMAIL_1@redacted.invalid',
      'REDACTED_PROJECT_1',
      'REDACTED_INTERNAL_1',
      'REDACTED_ENV_VALUE_1',
    ]);
    await expect(redaction.found).toContainText([
      'built-in detector email',
      'pattern PROJ-[0-9]+ of your settings',
      'pattern INT-[0-9]+ of .codegrex/policy.json',
      '.env files',
    ]);
    await redaction.add('Left as they are', MAIL);
    await expect(redaction.tried).toContainText(`${TRIED} ${MAIL} REDACTED_PROJECT_1`);
    await redaction.add('Left as they are', ENV_VALUE);
    await expect(redaction.tried).toContainText('REDACTED_ENV_VALUE_1');
    await expect(redaction.tried).not.toContainText(ENV_VALUE);
  });

  test('that come with the folder let nothing through, and it is said', async () => {
    const { page, privacySettings } = app.window;
    await expect(privacySettings.redaction.rules('From .codegrex/policy.json')).toContainText([
      'INT-[0-9]+',
      `${MAIL} Not in force. Only you can let values through`,
    ]);
    await expect(page.locator('.notices')).toContainText(`${MAIL} of .codegrex/policy.json is not in force`);
  });

  test('can be changed and removed', async () => {
    const { dialog, redaction } = app.window.privacySettings;
    await dialog.getByRole('button', { name: 'Change PROJ-[0-9]+' }).click();
    await expect(redaction.field('Also replaced')).toBeFocused();
    await redaction.field('Also replaced').fill('PROJ-[0-9]+|INT');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(redaction.rules('Also replaced')).toHaveText(/PROJ-\[0-9\]\+\|INT/);
    await dialog.getByRole('button', { name: `Remove ${MAIL}` }).click();
    await expect(redaction.rules('Left as they are')).toHaveCount(1);
    await expect(redaction.tried.locator('mark').first()).toHaveText('REDACTED_EMAIL_1@redacted.invalid');
  });

  test('of one folder hold there alone', async () => {
    const { window } = app;
    const { redaction } = window.privacySettings;
    await redaction.show('In this folder alone');
    await expect(redaction.rules('Also replaced')).toHaveCount(0);
    await redaction.add('Left as they are', MAIL);
    await expect(redaction.tried).toContainText(MAIL);
    await window.privacySettings.close();
    await window.openFolder(other);
    await window.privacySettings.open();
    // What was tried went with the dialog.
    await expect(redaction.text).toHaveValue('');
    await redaction.show('In this folder alone');
    await expect(redaction.rules('Left as they are')).toHaveCount(0);
    await redaction.text.fill(`${TRIED} ${MAIL}`);
    await expect(redaction.tried.locator('mark')).toHaveText(['REDACTED_EMAIL_1@redacted.invalid']);
    await window.privacySettings.close();
  });

  test('are kept; what was tried is not', async () => {
    const saved = JSON.parse(await readFile(join(data, 'settings.json'), 'utf8')) as Record<string, unknown>;
    expect(saved).toMatchObject({
      redactionAllow: [ENV_VALUE],
      redactionPatterns: [{ pattern: 'PROJ-[0-9]+|INT', label: 'Project' }],
    });
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain(TRIED);
    }
    if (app.kind === 'browser') expect((app as BrowserApp).core.output()).not.toContain(TRIED);
    expect(app.foreign).toEqual([]);
    expect(app.window.errors).toEqual([]);
  });
});
