import { randomUUID } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import type { MemoryWindow } from '../../../../test/support/memory-host.ts';
import { call, startApp, type RunningApp } from '../../../../test/support/running-app.ts';
import type { TaskEvent } from '../../../shared/schemas/tasks.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

/** Tasks over the whole core, with real programs. */
let app: RunningApp;
let window: MemoryWindow;
let root = '';

const FILES = {
  'src/a.ts': 'let a: number = "";\n',
  'package.json': JSON.stringify({ scripts: { hello: 'echo hello from npm' } }),
  '.vscode/tasks.json': JSON.stringify({
    tasks: [
      { label: 'compile', type: 'shell', command: 'cat out.txt; exit 2', problemMatcher: '$tsc' },
      { label: 'first', type: 'shell', command: 'echo one >> order.txt' },
      { label: 'second', type: 'shell', command: 'echo two >> order.txt', dependsOn: 'first' },
      { label: 'fails', type: 'shell', command: 'exit 1' },
      { label: 'after', type: 'shell', command: 'echo never > never.txt', dependsOn: ['fails'] },
      { label: 'round', dependsOn: 'about' },
      { label: 'about', dependsOn: 'round' },
      { label: 'shows', type: 'process', command: 'printf', args: ['<%s>', '${relativeFile}', '${lineNumber}'] },
      { label: 'waits', type: 'shell', command: 'echo begun; sleep 60' },
      {
        label: 'watch',
        type: 'shell',
        command:
          'echo Starting compilation in watch mode; sleep 1; echo Found 0 errors. Watching for file changes.; sleep 60',
        isBackground: true,
        problemMatcher: '$tsc-watch',
        dependsOn: 'first',
      },
      { label: 'serve', type: 'shell', command: 'echo serving; sleep 60', isBackground: true },
      { label: 'try', type: 'shell', command: 'echo tried', dependsOn: ['watch', 'serve'] },
      {
        label: 'env',
        type: 'shell',
        command: 'echo "$WHO at $(basename $PWD)"',
        options: { cwd: 'src', env: { WHO: 'me' } },
      },
    ],
  }),
  'out.txt':
    'src/a.ts(1,5): error TS2322: Not a number.\nnone.ts(1,1): error TS1: No such file.\n../x.ts(1,1): error TS1: Outside.\n',
};

beforeAll(async () => {
  app = await startApp({ settings: { terminalDefaultProfile: 'sh' } });
  root = await app.project('folder', FILES);
});
afterAll(() => app.close());
beforeEach(async () => {
  window = app.host.openWindow();
  await call(window.api, 'workspace.open', { paths: [root] });
});
afterEach(() => {
  window.disconnect();
});

function run(task: string, place: { file: string | null; line: number | null } = { file: null, line: null }) {
  const events: TaskEvent[] = [];
  const stream = window.api['tasks.run']({ id: randomUUID(), task, ...place, cols: 200, rows: 24 }, (event) => {
    events.push(event);
  });
  return {
    events,
    output: () => events.flatMap((e) => (e.kind === 'output' ? [e.data] : [])).join(''),
    problems: () => events.flatMap((e) => (e.kind === 'problems' ? e.files : [])),
    exit: () => events.find((e) => e.kind === 'exit'),
    cancel: stream.cancel,
    ended: stream.ended.then((result) => (result.ok ? 'ok' : result.failure.code)),
  };
}
const there = (name: string): Promise<boolean> =>
  access(join(root, name)).then(
    () => true,
    () => false,
  );

describe('in a folder that is not trusted', () => {
  it('nothing is run, nor told of', async () => {
    await expect(call(window.api, 'tasks.list', {})).rejects.toMatchObject({ code: 'folder-not-trusted' });
    expect(await run('tasks:first').ended).toBe('folder-not-trusted');
    expect(await there('order.txt')).toBe(false);
  });
});

describe('in a folder that is trusted', () => {
  beforeEach(async () => {
    await call(window.api, 'policy.setTrust', { trusted: true });
  });
  afterEach(async () => {
    await call(window.api, 'policy.setTrust', { trusted: false });
  });

  it('finds problems in what a task prints, in files of the folder only', async () => {
    const task = run('tasks:compile');
    expect(await task.ended).toBe('ok');
    expect(task.exit()).toMatchObject({ code: 2 });
    expect(task.events.map(({ kind }) => kind)).toContain('cleared');
    expect(task.problems()).toEqual([
      {
        path: 'src/a.ts',
        problems: [
          expect.objectContaining({ line: 1, column: 5, severity: 'error', message: 'Not a number.', code: '2322' }),
        ],
      },
    ]);
  });

  it('runs what a task depends on first, and nothing after a failure', async () => {
    expect(await run('tasks:second').ended).toBe('ok');
    // The tests' own options are not for the Node that npm runs with.
    vi.stubEnv('NODE_OPTIONS', '');
    const shown = run('npm:hello');
    expect(await shown.ended).toBe('ok');
    vi.unstubAllEnvs();
    expect(shown.output()).toContain('hello from npm');
    const after = run('tasks:after');
    expect(await after.ended).toBe('ok');
    expect(after.exit()).toMatchObject({ code: 1 });
    expect(await there('never.txt')).toBe(false);
    const order = await call(window.api, 'files.read', { path: 'order.txt' });
    expect(order.text).toBe('one\ntwo\n');
  });

  it('puts in where the cursor is, and sets folder and environment', async () => {
    const task = run('tasks:shows', { file: 'src/a.ts', line: 12 });
    await task.ended;
    expect(task.output()).toContain('<src/a.ts><12>');
    const env = run('tasks:env');
    await env.ended;
    expect(env.output()).toContain('me at src');
  });

  it('says why one cannot be run', async () => {
    expect(await run('tasks:shows').ended).toBe('task-not-usable');
    expect(await run('tasks:round').ended).toBe('task-not-usable');
    expect(await run('tasks:none').ended).toBe('task-not-found');
  });

  it('runs one once what it needs in the background is ready, and not before', async () => {
    const { tasks } = await call(window.api, 'tasks.list', {});
    expect(tasks.find(({ id }) => id === 'tasks:try')?.before).toEqual(['tasks:watch', 'tasks:serve']);
    const isReady = (task: ReturnType<typeof run>): boolean => task.events.some(({ kind }) => kind === 'ready');
    const watch = run('tasks:watch');
    await waitFor(() => {
      expect(watch.output()).toContain('Starting compilation');
    });
    expect(isReady(watch)).toBe(false);
    expect(await run('tasks:try').ended).toBe('task-not-usable');
    await waitFor(() => {
      expect(isReady(watch)).toBe(true);
    });
    // The other says nothing of being ready, so it is at once.
    expect(await run('tasks:try').ended).toBe('task-not-usable');
    const serve = run('tasks:serve');
    await waitFor(() => {
      expect(isReady(serve)).toBe(true);
    });
    const tried = run('tasks:try');
    expect(await tried.ended).toBe('ok');
    expect(tried.output()).toContain('tried');
    watch.cancel();
    await watch.ended;
    await waitFor(async () => {
      expect(await run('tasks:try').ended).toBe('task-not-usable');
    });
    serve.cancel();
    await serve.ended;
  });

  it('ends one that is cancelled, and all when the folder is trusted no longer', async () => {
    const one = run('tasks:waits');
    await waitFor(() => {
      expect(one.output()).toContain('begun');
    });
    one.cancel();
    expect(await one.ended).toBe('cancelled');
    const other = run('tasks:waits');
    await waitFor(() => {
      expect(other.output()).toContain('begun');
    });
    await call(window.api, 'policy.setTrust', { trusted: false });
    expect(await other.ended).toBe('folder-not-trusted');
  });

  it('takes tasks as they are on disk now', async () => {
    await writeFile(join(root, 'package.json'), JSON.stringify({ scripts: { fresh: 'x' } }));
    const { tasks } = await call(window.api, 'tasks.list', {});
    expect(tasks.map(({ id }) => id)).toContain('npm:fresh');
    expect(tasks.map(({ id }) => id)).not.toContain('npm:hello');
  });
});
