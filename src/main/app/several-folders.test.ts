import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryWindow } from '../../../test/support/memory-host.ts';
import { openTerminal } from '../../../test/support/open-terminal.ts';
import { call, entries, openTrusted, startApp, type RunningApp } from '../../../test/support/running-app.ts';
import { requestSamples } from '../../../test/support/request-samples.ts';
import { searchQuery } from '../../../test/support/search-query.ts';
import { MODES, stricter, type Mode } from '../../privacy/mode.ts';
import type { SearchEvent } from '../../shared/schemas/search.ts';
import type { TaskEvent } from '../../shared/schemas/tasks.ts';

/** A window with several folders, over the whole core. */
let app: RunningApp;
let window: MemoryWindow;
let api = '';
let web = '';

const run = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeEach(async () => {
  app = await startApp({ settings: { terminalDefaultProfile: 'sh' } });
  api = await app.project('api', {
    'a.txt': 'needle\n',
    'src/b.txt': 'needle in b\n',
    'package.json': '{"scripts":{"hello":"true"}}',
    '.codegrex/settings.json': '{"editorTabSize": 2, "editorMinimap": false}',
  });
  web = await app.project('web', {
    'a.txt': 'needle of the web\n',
    'package.json': '{"scripts":{"hello":"true"}}',
    '.vscode/tasks.json': JSON.stringify({
      tasks: [
        {
          label: 'where',
          type: 'shell',
          command: 'echo "$PWD ${relativeFile}"; echo "a.txt(1,1): error TS1: Bad."',
          problemMatcher: '$tsc',
        },
      ],
    }),
    '.codegrex/settings.json': '{"editorTabSize": 3, "editorWordWrap": true, "completionEnabled": false}',
  });
  window = app.host.openWindow();
});
afterEach(() => app.close());

const open = (...paths: string[]) => call(window.api, 'workspace.open', { paths });
const add = (...paths: string[]) => call(window.api, 'workspace.setFolders', { paths });
const mode = async (): Promise<Mode> => (await call(window.api, 'policy.get', {})).mode;
async function openBoth(): Promise<void> {
  await openTrusted(window.api, api);
  await add(api, web);
  await call(window.api, 'policy.setTrust', { trusted: true });
}

describe('the policy of several folders', () => {
  it('is at least as strict as that of each alone', async () => {
    await openTrusted(window.api, web);
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    await openTrusted(window.api, api);
    expect(await mode()).toBe('normal');
    await open(api, web);
    const policy = await call(window.api, 'policy.get', {});
    expect(policy).toMatchObject({ mode: 'offline', selectableModes: ['offline'], trusted: true });
    expect(policy.decidedBy).toContain(web);
    await expect(call(window.api, 'policy.setMode', { mode: 'normal' })).rejects.toMatchObject({
      code: 'refused-by-policy',
    });
  });

  it.each(
    MODES.flatMap((usual) => MODES.flatMap((one) => [...MODES, null].map((other) => [usual, one, other] as const))),
  )(
    'is so for the usual mode %s, folders of %s and %s, opened together or one after the other',
    async (usual, one, other) => {
      await call(window.api, 'settings.update', { values: { defaultMode: usual } });
      await openTrusted(window.api, web);
      if (other !== null) await call(window.api, 'policy.setMode', { mode: other });
      const ofWeb = await mode();
      await openTrusted(window.api, api);
      await call(window.api, 'policy.setMode', { mode: one });
      const strictest = stricter(ofWeb, one);
      await open(api, web);
      expect(stricter(await mode(), strictest)).toBe(await mode());
      await open(api);
      await add(api, web);
      expect(stricter(await mode(), strictest)).toBe(await mode());
    },
  );

  it('is tightened by a file of any of them', async () => {
    await openBoth();
    expect(await mode()).toBe('normal');
    await writeFile(join(web, '.codegrex/policy.json'), '{"mode":"sensitive"}');
    expect(await mode()).toBe('sensitive');
    await writeFile(join(web, '.codegrex/policy.json'), 'broken');
    const { notices } = await call(window.api, 'policy.get', {});
    expect(notices.join()).toContain(join(web, '.codegrex/policy.json'));
    await rm(join(web, '.codegrex/policy.json'));
    expect(await mode()).toBe('normal');
  });

  it('is Sensitive while one is not trusted, and names it', async () => {
    await openTrusted(window.api, api);
    await add(api, web);
    expect(await call(window.api, 'policy.get', {})).toMatchObject({
      mode: 'sensitive',
      trusted: false,
      untrusted: [web],
    });
    expect(await call(window.api, 'git.status', { folder: 'api' })).toMatchObject({ state: 'not-trusted' });
  });

  it('permits what was permitted for them together, and not what was for one', async () => {
    await openTrusted(window.api, api);
    await call(window.api, 'policy.approveProvider', { providerId: 'cloud', approved: true });
    await call(window.api, 'policy.setTerminalCapture', { on: true });
    await add(api, web);
    expect(await call(window.api, 'policy.get', {})).toMatchObject({ approvedProviders: [], terminalCapture: false });
    await call(window.api, 'policy.approveProvider', { providerId: 'cloud', approved: true });
    expect((await call(window.api, 'policy.get', {})).approvedProviders).toEqual(['cloud']);
  });

  it('does not become looser when folders are added, or one is taken away', async () => {
    await openBoth();
    await call(window.api, 'policy.setMode', { mode: 'offline' });
    const third = await app.project('third');
    await add(api, web, third);
    expect(await mode()).toBe('offline');
    await add(api);
    expect(await mode()).toBe('offline');
    // Of the others nothing was chosen.
    await openTrusted(window.api, web);
    expect(await mode()).toBe('normal');
  });

  it('redacts what was to be redacted in any of them', async () => {
    await openTrusted(window.api, web);
    const mail = 'kept' + '@example.org';
    await call(window.api, 'redaction.setForFolder', {
      redaction: {
        allow: [mail],
        patterns: [{ pattern: 'PROJECT-\\d+' }],
        privateAddresses: 'yes',
        leaveTestCards: 'as-settings',
      },
    });
    await open(api, web);
    const { parts } = await call(window.api, 'redaction.try', { text: `PROJECT-42 by ${mail} at 192.168.7.9` });
    const left = parts.map(({ text }) => text).join('');
    for (const secret of ['PROJECT-42', mail, '192.168.7.9']) expect(left).not.toContain(secret);
  });
});

describe('what several folders have', () => {
  it('is found with the name of the folder before it', async () => {
    await openBoth();
    expect((await entries(window.api)).map(({ path }) => path)).toEqual(['api', 'web']);
    const events: SearchEvent[] = [];
    const query = searchQuery('needle');
    await window.api['search.text']({ query, unsaved: ['web/a.txt'] }, (event) => void events.push(event)).ended;
    const found = events.flatMap((event) => (event.kind === 'found' ? event.files.map(({ path }) => path) : []));
    expect(found.sort()).toEqual(['api/a.txt', 'api/src/b.txt']);
    expect(events).toContainEqual({ kind: 'unsaved', paths: ['web/a.txt'] });
    expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1);
  });

  it('are settings, of which the first folder’s count where they differ', async () => {
    await openBoth();
    const { values, notices } = await call(window.api, 'settings.get', {});
    expect(values).toMatchObject({
      editorTabSize: 2,
      editorMinimap: false,
      editorWordWrap: true,
      completionEnabled: false,
    });
    expect(notices).toEqual([]);
    await writeFile(join(web, '.codegrex/settings.json'), '{"proxy":"none"}');
    await expect
      .poll(async () => (await call(window.api, 'settings.get', {})).notices.map(({ file }) => file))
      .toEqual(['web/.codegrex/settings.json']);
  });

  it('are tasks, each run in its folder', async () => {
    await openBoth();
    const { tasks } = await call(window.api, 'tasks.list', {});
    expect(tasks.map(({ id, folder }) => [id, folder])).toEqual([
      ['api/npm:hello', 'api'],
      ['web/tasks:where', 'web'],
      ['web/npm:hello', 'web'],
    ]);
    const events: TaskEvent[] = [];
    const request = { id: randomUUID(), task: 'web/tasks:where', file: 'web/a.txt', line: 1, cols: 200, rows: 24 };
    await window.api['tasks.run'](request, (event) => void events.push(event)).ended;
    const printed = events.flatMap((e) => (e.kind === 'output' ? [e.data] : [])).join('');
    expect(printed).toContain(`${web} a.txt`);
    expect(events.find(({ kind }) => kind === 'problems')).toMatchObject({ files: [{ path: 'web/a.txt' }] });
    // The file of another folder is none of the task's.
    const elsewhere = window.api['tasks.run']({ ...request, id: randomUUID(), file: 'api/a.txt' }, () => undefined);
    expect(await elsewhere.ended).toMatchObject({ ok: false, failure: { code: 'task-not-usable' } });
  });

  it('are repositories, of which one is chosen', async () => {
    for (const folder of [api, web]) {
      run(folder, 'init', '-q', '-b', 'main');
      run(folder, 'config', 'user.name', 'Ada');
      run(folder, 'config', 'user.email', 'ada@example.com');
      run(folder, 'add', '.');
      run(folder, 'commit', '-q', '-m', 'First');
    }
    await openBoth();
    await writeFile(join(web, 'a.txt'), 'changed\n');
    expect(await call(window.api, 'git.status', {})).toMatchObject({ folder: 'api', changes: [] });
    expect(await call(window.api, 'git.status', { folder: 'web' })).toMatchObject({
      folder: 'web',
      changes: [{ path: 'web/a.txt', unstaged: 'modified' }],
    });
    // What is about a file is about its folder, whichever is chosen.
    expect(await call(window.api, 'git.stage', { paths: ['web/a.txt'] })).toMatchObject({
      folder: 'web',
      changes: [{ path: 'web/a.txt', staged: 'modified' }],
    });
    await expect(call(window.api, 'git.stage', { paths: ['web/a.txt', 'api/a.txt'] })).rejects.toMatchObject({
      code: 'path-outside-workspace',
    });
    expect(await call(window.api, 'git.text', { path: 'web/a.txt', version: { of: 'head' } })).toMatchObject({
      text: 'needle of the web\n',
    });
    await expect(call(window.api, 'git.choose', { folder: 'none' })).rejects.toMatchObject({ code: 'no-workspace' });
    expect(await call(window.api, 'git.choose', { folder: 'web' })).toMatchObject({ folder: 'web' });
    await call(window.api, 'git.commit', { message: 'Second', amend: false, signOff: false, all: false });
    expect(run(web, 'log', '-1', '--format=%s')).toBe('Second\n');
    expect(run(api, 'log', '-1', '--format=%s')).toBe('First\n');
    const { commits } = await call(window.api, 'git.log', { path: 'web/a.txt', skip: 0, count: 5 });
    expect(commits.map(({ path }) => path)).toEqual(['web/a.txt', 'web/a.txt']);
  });

  it('is where terminals begin, and one goes on when a folder is added', async () => {
    await openTrusted(window.api, web);
    const first = await openTerminal(window.api, randomUUID());
    await add(api, web);
    await first.type('echo still $((40 + 2))\r', 'still 42');
    const second = await openTerminal(window.api, randomUUID(), { at: 'web/a.txt' });
    await second.type('pwd\r', await realpath(web));
    const third = await openTerminal(window.api, randomUUID(), { at: 'gone/a.txt' });
    await third.type('pwd\r', await realpath(api));
    expect(await call(window.api, 'terminal.findFiles', { id: randomUUID(), paths: ['src/b.txt', 'x'] })).toEqual([
      'api/src/b.txt',
      null,
    ]);
  });
});

describe('a window that had several folders', () => {
  it('has them again, but for those that are gone', async () => {
    const id = randomUUID();
    await call(window.api, 'workspace.resume', { window: id });
    await openBoth();
    const { id: both } = await open(api, web);
    window.disconnect();
    window = app.host.openWindow();
    expect(await call(window.api, 'workspace.resume', { window: id })).toMatchObject({ id: both });
    expect((await call(window.api, 'workspace.recent', {}))[0]).toMatchObject({ id: both, name: 'api, web' });
    await rm(web, { recursive: true });
    window.disconnect();
    window = app.host.openWindow();
    expect(await call(window.api, 'workspace.resume', { window: id })).toMatchObject({ id: api });
  });

  it('keeps its unsaved texts apart from those of each folder', async () => {
    await openBoth();
    const { id } = await open(api, web);
    const backup = { path: 'api/a.txt', text: 'typed', eol: '\n', bom: false, version: 'v' } as const;
    await call(window.api, 'backups.write', { workspace: id, backup });
    await open(api);
    expect(await call(window.api, 'backups.take', {})).toEqual([]);
    await open(web, api);
    expect(await call(window.api, 'backups.take', {})).toEqual([backup]);
  });

  it('has no conversation of one of its folders', async () => {
    await openTrusted(window.api, api);
    const [conversation] = requestSamples['history.save'];
    if (!conversation) throw new Error('There is no sample.');
    await call(window.api, 'history.save', conversation);
    expect(await call(window.api, 'history.list', {})).toHaveLength(1);
    await add(api, web);
    expect(await call(window.api, 'history.list', {})).toEqual([]);
  });
});

it('refuses folders that lie in each other, and leaves what is open open', async () => {
  await openTrusted(window.api, api);
  await mkdir(join(api, 'inner'));
  await expect(add(api, join(api, 'inner'))).rejects.toMatchObject({ code: 'folders-overlap' });
  expect(await call(window.api, 'workspace.current', {})).toMatchObject({ id: api });
  expect(await mode()).toBe('normal');
});
