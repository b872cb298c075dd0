import {
  hasRunningTask,
  hasRunTask,
  runLastTask,
  runTask,
  terminateTask,
  type TaskPlace,
} from '../terminal/run-task.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useExplorer } from '../explorer/explorer-store.ts';
import type { TaskInfo } from '../../shared/schemas/tasks.ts';
import type { Command } from './command.ts';
import { useWorkbench } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const hasFolder = (): boolean => useExplorer.getState().workspace !== null;

function place(): TaskPlace {
  const file = useEditor.getState().active;
  return { file, line: file === null ? null : (useWorkbench.getState().cursor?.line ?? null) };
}

const run = (group: TaskInfo['group'] = null): Promise<void> => runTask(place(), group);

/** What is done with tasks. */
export const TASK_COMMANDS: readonly Command[] = [
  { id: 'runTask', label: t('Run task…'), when: hasFolder, run: () => run() },
  { id: 'buildTask', label: t('Run build task'), keys: ['Ctrl+Shift+B'], when: hasFolder, run: () => run('build') },
  { id: 'testTask', label: t('Run test task'), when: hasFolder, run: () => run('test') },
  {
    id: 'lastTask',
    label: t('Rerun last task'),
    when: hasRunTask,
    run: runLastTask,
  },
  { id: 'terminateTask', label: t('Terminate task…'), when: hasRunningTask, run: terminateTask },
];
