import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/app-error.ts';
import { listTasks } from './task-list.ts';

const list = (files: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
  listTasks(
    (path) =>
      Object.hasOwn(files, path) ? Promise.resolve(files[path] ?? '') : Promise.reject(new AppError('path-not-found')),
    (path) => Promise.resolve(Object.hasOwn(files, path)),
    platform,
  );
const tasksJson = (tasks: unknown): Record<string, string> => ({
  '.vscode/tasks.json': `// of VS Code\n{ "version": "2.0.0", "tasks": ${JSON.stringify(tasks)}, }`,
});

describe('the tasks of a folder', () => {
  it('are the scripts of package.json, run by the manager whose lock file is there', async () => {
    const scripts = { 'package.json': JSON.stringify({ scripts: { build: 'tsc', lint: 'eslint .', odd: 3 } }) };
    const { tasks, notices } = await list({ ...scripts, 'pnpm-lock.yaml': '' });
    expect(notices).toEqual([]);
    expect(tasks.map(({ info }) => [info.id, info.detail, info.group])).toEqual([
      ['npm:build', 'pnpm run build', 'build'],
      ['npm:lint', 'pnpm run lint', null],
    ]);
    expect((await list(scripts)).tasks[0]?.info.detail).toBe('npm run build');
  });

  it('are those of tasks.json, with the part of this system', async () => {
    const written = tasksJson([
      {
        label: 'make',
        type: 'shell',
        command: 'make',
        group: { kind: 'build', isDefault: true },
        linux: { command: 'gmake' },
      },
      { type: 'npm', script: 'test' },
      { label: 'ext', type: 'gulp', task: 'x' },
      { label: 'hidden', command: 'x', hide: true },
      { label: 'make', command: 'other' },
      { command: 'nameless' },
    ]);
    const { tasks, notices } = await list(written);
    expect(tasks.map(({ info: { label, detail, isDefault, problem } }) => [label, detail, isDefault, problem])).toEqual(
      [
        ['make', 'gmake', true, null],
        ['npm: test', 'npm run test', false, null],
        ['ext', '', false, expect.stringContaining('“gulp”')],
      ],
    );
    expect(notices).toEqual([expect.stringContaining('several'), expect.stringContaining('no label')]);
    expect((await list(written, 'darwin')).tasks[0]?.info.detail).toBe('make');
  });

  it.each([
    ['no JSON', '{ "tasks": [ }'],
    ['a list', '[1]'],
    ['tasks that are none', '{ "tasks": [3, null, { "label": 7 }, { "label": "x", "command": {} }] }'],
    [
      'names of what every object has',
      '{ "__proto__": { "tasks": [] }, "tasks": [{ "label": "a", "__proto__": 1, "args": 4 }] }',
    ],
    ['nested too deep', '['.repeat(200_000)],
    ['too large', ' '.repeat(1_100_000)],
  ])('that cannot be used are left out, and told: %s', async (_what, text) => {
    const { tasks, notices } = await list({ '.vscode/tasks.json': text });
    expect(tasks).toEqual([]);
    expect(notices.length).toBeGreaterThan(0);
  });
});
