import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { call, openTrusted, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import type { FolderRedaction, RedactionView, Settings } from '../../shared/schemas/settings.ts';

/** The rules that a user writes, and those that come with a folder, as a window sees them. */

const MAIL = 'jane.doe@corp.example';
const SAFE_MAIL = 'REDACTED_EMAIL_1@redacted.invalid';
const FILE = '.codegrex/policy.json';
let app: RunningApp;
let window: MemoryWindow;

beforeEach(async () => {
  app = await startApp();
  window = app.host.openWindow();
});
afterEach(async () => {
  await app.close();
  expect(app.log).toEqual([]);
});

const set = (values: Partial<Settings>): Promise<unknown> => call(window.api, 'settings.update', { values });
const setForFolder = (redaction: Partial<FolderRedaction>): Promise<RedactionView> =>
  call(window.api, 'redaction.setForFolder', {
    redaction: {
      allow: [],
      patterns: [],
      privateAddresses: 'as-settings',
      leaveTestCards: 'as-settings',
      ...redaction,
    },
  });
async function redacted(text: string): Promise<string> {
  const { parts } = await call(window.api, 'redaction.try', { text });
  return parts.map((part) => part.text).join('');
}
const mode = async (): Promise<string> => (await call(window.api, 'policy.get', {})).mode;

describe('the user’s rules', () => {
  it('hold from the next text on, and say what they found', async () => {
    expect(await redacted(`${MAIL} PROJ-7`)).toBe(`${SAFE_MAIL} PROJ-7`);
    await set({ redactionAllow: [MAIL], redactionPatterns: [{ pattern: 'PROJ-\\d+', label: 'Project' }] });
    expect(await call(window.api, 'redaction.try', { text: `${MAIL}\nPROJ-7 joe@corp.example.` })).toEqual({
      parts: [
        { text: `${MAIL}\n`, found: null },
        {
          text: 'REDACTED_PROJECT_1',
          found: { type: 'user-pattern', line: 2, rule: { source: 'your settings', pattern: 'PROJ-\\d+' } },
        },
        { text: ' ', found: null },
        { text: SAFE_MAIL, found: { type: 'email', line: 2, rule: null } },
        { text: '.', found: null },
      ],
    });
    await set({ redactionAllow: [], redactionPatterns: [] });
    expect(await redacted(`${MAIL} PROJ-7`)).toBe(`${SAFE_MAIL} PROJ-7`);
  });

  it('of private networks and test cards hold too', async () => {
    const text = '192.168.7.9 4242424242424242';
    expect(await redacted(text)).toBe('192.168.7.9 REDACTED_CARD_NUMBER_1');
    await set({ redactPrivateAddresses: true, leaveTestCards: true });
    expect(await redacted(text)).toBe('REDACTED_IP_ADDRESS_1 4242424242424242');
  });

  it('for one folder hold there alone, are kept with the user’s things, and may allow', async () => {
    const one = await app.project('one', { 'a.ts': '' });
    const two = await app.project('two');
    await openTrusted(window.api, one);
    await set({ redactPrivateAddresses: true });
    await setForFolder({ allow: [MAIL], patterns: [{ pattern: 'PROJ-\\d+' }], privateAddresses: 'no' });
    const text = `${MAIL} PROJ-7 192.168.7.9`;
    expect(await redacted(text)).toBe(`${MAIL} REDACTED_CUSTOM_1 192.168.7.9`);
    await openTrusted(window.api, two);
    expect(await redacted(text)).toBe(`${SAFE_MAIL} PROJ-7 REDACTED_IP_ADDRESS_1`);
    await call(window.api, 'workspace.open', { paths: [one] });
    expect((await call(window.api, 'redaction.get', {})).folder).toMatchObject({ allow: [MAIL] });
    expect(await redacted(text)).toContain(MAIL);
    expect(await readdir(one)).toEqual(['a.ts']);
    await call(window.api, 'workspace.close', {});
    expect((await call(window.api, 'redaction.get', {})).folder).toBeNull();
    await expect(setForFolder({})).rejects.toMatchObject({ code: 'no-workspace' });
  });

  it('never let a value of the folder’s .env files through', async () => {
    const value = 'tango-' + 'kilo-77';
    await openTrusted(window.api, await app.project('secret', { '.env': `TOKEN=${value}\n` }));
    await set({ redactionAllow: [value, '/tango.*/'] });
    await setForFolder({ allow: [value] });
    expect(await redacted(`x ${value} y`)).toBe('x REDACTED_ENV_VALUE_1 y');
  });

  it('that are refused are checked before, told after, and stay where they are', async () => {
    const reason = 'Look-ahead and look-behind cannot run in linear time';
    const check = (kind: 'allow' | 'pattern', rule: string): Promise<{ reason: string | null }> =>
      call(window.api, 'redaction.check', { kind, rule });
    expect(await check('pattern', 'PROJ-(?=7)')).toEqual({ reason });
    expect(await check('pattern', 'PROJ-\\d+')).toEqual({ reason: null });
    expect((await check('pattern', '.*')).reason).toMatch(/everywhere/);
    expect((await check('allow', '/.*/')).reason).toMatch(/everything/);
    expect(await check('allow', MAIL)).toEqual({ reason: null });
    // As by hand, in the file.
    await set({ redactionPatterns: [{ pattern: 'PROJ-(?=7)' }, { pattern: 'TASK-\\d' }], redactionAllow: ['/.*/'] });
    const { problems } = await call(window.api, 'redaction.get', {});
    expect(problems).toEqual([
      { source: 'your settings', kind: 'allow', rule: '/.*/', reason: expect.stringMatching(/everything/) as unknown },
      { source: 'your settings', kind: 'pattern', rule: 'PROJ-(?=7)', reason },
    ]);
    expect(await redacted(`TASK-1 ${MAIL}`)).toBe(`REDACTED_CUSTOM_1 ${SAFE_MAIL}`);
    const { notices, mode: now } = await call(window.api, 'policy.get', {});
    expect(notices.join('\n')).toMatch(/PROJ-\(\?=7\) of your settings is not in force\. Look-ahead/);
    expect(now).toBe('sensitive');
  });

  it('make the settings unreadable where they are no rules at all, so that nothing reaches a cloud', async () => {
    await writeFile(join(app.data, 'settings.json'), '{"redactionPatterns": ["PROJ"]}');
    await expect.poll(mode).toBe('sensitive');
  });
});

describe('a folder’s own rules', () => {
  it.each([true, false])(
    'add patterns, whether the folder is trusted (%s), and let nothing through',
    async (trusted) => {
      const config = { redactionPatterns: [{ pattern: 'INT-\\d+', label: 'Internal' }], redactionAllow: [MAIL] };
      const root = await app.project('repo', { [FILE]: JSON.stringify(config) });
      await call(window.api, 'workspace.open', { paths: [root] });
      await call(window.api, 'policy.setTrust', { trusted });
      expect(await redacted(`INT-7 ${MAIL}`)).toBe(`REDACTED_INTERNAL_1 ${SAFE_MAIL}`);
      expect(await call(window.api, 'redaction.get', {})).toMatchObject({
        others: [{ source: FILE, patterns: config.redactionPatterns, allow: [MAIL] }],
        problems: [{ source: FILE, kind: 'allow', rule: MAIL }],
      });
      const { notices } = await call(window.api, 'policy.get', {});
      expect(notices).toEqual([expect.stringContaining(`${MAIL} of ${FILE} is not in force`)]);
      expect(await mode()).toBe(trusted ? 'normal' : 'sensitive');
    },
  );

  it.each([
    ['a pattern that is refused', '{"redactionPatterns": [{"pattern": "(a)\\\\1"}, {"pattern": "INT-\\\\d"}]}', true],
    ['a pattern of another shape', '{"redactionPatterns": ["INT-\\\\d"]}', false],
    ['a choice that is not a file’s to make', '{"redactPrivateAddresses": false}', false],
    ['no JSON', '{"redactionPatterns": [', false],
  ])('are Sensitive with %s', async (_what, text, others) => {
    await openTrusted(window.api, await app.project('repo', { [FILE]: text }));
    expect(await mode()).toBe('sensitive');
    expect((await call(window.api, 'policy.get', {})).notices).toEqual([expect.stringContaining(FILE)]);
    expect(await redacted('INT-7')).toBe(others ? 'REDACTED_CUSTOM_1' : 'INT-7');
  });

  it('are read again when the file changes, and the window is told', async () => {
    const root = await app.project('repo', { [FILE]: '{}' });
    await openTrusted(window.api, root);
    const seen: RedactionView[] = [];
    window.api['redaction.changes']({}, (view) => void seen.push(view));
    await writeFile(join(root, FILE), '{"redactionPatterns": [{"pattern": "INT-\\\\d"}]}');
    await expect.poll(() => seen.at(-1)?.others).toHaveLength(1);
    expect(await redacted('INT-7')).toBe('REDACTED_CUSTOM_1');
  });
});

describe('an organisation’s rules', () => {
  it('add patterns in every folder', async () => {
    await writeFile(app.organisationFile, '{"redactionPatterns": [{"pattern": "EMP\\\\d+"}]}');
    expect(await redacted('EMP12')).toBe('REDACTED_CUSTOM_1');
  });
});

describe('a text that is tried', () => {
  it('is neither kept nor logged', async () => {
    const text = `zanzibar-canary ${MAIL}`;
    await redacted(text);
    await app.close();
    for (const entry of await readdir(app.data, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain('zanzibar');
    }
  });
});
