import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { MODES } from '../../privacy/mode.ts';
import type { Conversation } from '../../shared/schemas/history.ts';
import { createChatHistory, historyInForce, type ChatHistory, type HistoryPlace } from './chat-history.ts';

let folder = '';
let history: ChatHistory;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'history-')), 'history');
  history = createChatHistory(folder);
});

const talk = (text: string, id: string = randomUUID()): Conversation => ({
  id,
  messages: [{ role: 'user', id: randomUUID(), text, context: [] }],
});
const at = (inForce: HistoryPlace['inForce'], root: string | null = '/project'): HistoryPlace => ({
  key: root ?? 'window-1',
  root,
  inForce,
});
const titles = async (place: HistoryPlace): Promise<string[]> => (await history.list(place)).map((c) => c.title).sort();
const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name));

describe('what holds', () => {
  it('is the session unless the user chose, and never looser in a stricter mode than chosen in', () => {
    for (const mode of MODES) expect(historyInForce(null, mode)).toBe('session');
    const disk = { choice: 'workspace', chosenIn: 'normal' } as const;
    expect(MODES.map((mode) => historyInForce(disk, mode))).toEqual(['workspace', 'session', 'session']);
    const offline = { choice: 'workspace', chosenIn: 'offline' } as const;
    expect(MODES.map((mode) => historyInForce(offline, mode))).toEqual(['workspace', 'workspace', 'workspace']);
    expect(MODES.map((mode) => historyInForce({ choice: 'off', chosenIn: 'normal' }, mode))).toEqual([
      'off',
      'off',
      'off',
    ]);
  });
});

describe('history', () => {
  it('of a session is in memory, by folder, and never on disk', async () => {
    await history.save(at('session'), talk('one\nmore'));
    await history.save(at('session', '/other'), talk('two'));
    await history.save(at('session', null), talk('three'));
    expect(await titles(at('session'))).toEqual(['one']);
    expect(await titles(at('session', null))).toEqual(['three']);
    expect(await filesIn(folder)).toEqual([]);
    expect(await createChatHistory(folder).list(at('session'))).toEqual([]);
  });

  it('on disk outlives the process, for its owner only, and is shown for its own folder', async () => {
    const one = talk('one');
    await history.save(at('workspace'), one);
    const again = createChatHistory(folder);
    expect(await again.list(at('workspace'))).toMatchObject([{ id: one.id, title: 'one', kept: 'workspace' }]);
    expect(await again.open(at('workspace'), one.id)).toEqual(one);
    await expect(again.open(at('workspace', '/other'), one.id)).rejects.toMatchObject({
      code: 'conversation-not-found',
    });
    expect(await again.list(at('workspace', '/other'))).toEqual([]);
    const [file = ''] = await filesIn(folder);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });

  it('that is off keeps nothing, now or later', async () => {
    const one = talk('one');
    await history.save(at('off'), one);
    await history.save(at('workspace'), one);
    await history.save(at('session'), one);
    expect(await titles(at('workspace'))).toEqual([]);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('does not write what began in memory, nor show what is on disk where only memory holds', async () => {
    const inMemory = talk('memory');
    const onDisk = talk('disk');
    await history.save(at('session'), inMemory);
    await history.save(at('workspace'), inMemory);
    expect(await filesIn(folder)).toEqual([]);
    await history.save(at('workspace'), onDisk);
    expect(await titles(at('workspace'))).toEqual(['disk', 'memory']);
    expect(await titles(at('session'))).toEqual(['memory']);
    await expect(history.open(at('session'), onDisk.id)).rejects.toMatchObject({ code: 'conversation-not-found' });
    // Continued in a stricter mode: that part stays in memory.
    const before = await readFile((await filesIn(folder))[0] ?? '', 'utf8');
    await history.save(at('session'), talk('disk, continued', onDisk.id));
    expect(await readFile((await filesIn(folder))[0] ?? '', 'utf8')).toBe(before);
  });

  it('forgets one, what is on disk, or everything, and does not take it back', async () => {
    const [one, two, three] = [talk('one'), talk('two'), talk('three')];
    await history.save(at('workspace'), one);
    await history.save(at('workspace'), two);
    await history.save(at('session'), three);
    await history.delete(at('workspace'), one.id);
    await history.save(at('workspace'), one);
    expect(await titles(at('workspace'))).toEqual(['three', 'two']);
    expect(await history.saved('/project')).toBe(1);
    await history.forget('/project', 'disk');
    expect(await titles(at('workspace'))).toEqual(['three']);
    await history.forget('/project', 'everywhere');
    await history.save(at('session'), three);
    expect(await titles(at('session'))).toEqual([]);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('is erased for all folders, and says what it was', async () => {
    const all = [talk('one'), talk('two'), talk('three')];
    await history.save(at('workspace'), all[0] ?? talk(''));
    await history.save(at('workspace', '/other'), all[1] ?? talk(''));
    await history.save(at('session'), all[2] ?? talk(''));
    expect((await history.eraseAll()).map((c) => c.id).sort()).toEqual(all.map((c) => c.id).sort());
    for (const each of all) await history.save(at('workspace'), each);
    expect(await filesIn(folder)).toEqual([]);
    expect(await titles(at('workspace'))).toEqual([]);
  });

  it('never writes into the workspace, by whatever path', async () => {
    const project = await mkdtemp(join(tmpdir(), 'project-'));
    await mkdir(join(project, 'data'));
    const link = join(await mkdtemp(join(tmpdir(), 'link-')), 'data');
    await symlink(join(project, 'data'), link);
    for (const data of [join(project, 'data'), link, project]) {
      history = createChatHistory(join(data, 'history'));
      await expect(history.save(at('workspace', project), talk('x'))).rejects.toMatchObject({
        code: 'history-inside-workspace',
      });
      await expect(history.mayUseDisk(project)).rejects.toThrow();
    }
    expect(await filesIn(project)).toEqual([]);
  });
});
