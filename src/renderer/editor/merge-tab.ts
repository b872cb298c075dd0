import { baseName } from '../ui/format.ts';
import type { NewTab } from './groups.ts';
import { t } from '../../shared/messages/t.ts';

/** The tab that resolves the conflicts of an open file: both sides, and below them the file. */
export function mergeTab(path: string): NewTab {
  return {
    id: `merge:${path}`,
    kind: 'merge',
    title: t('{name} (Merge)', { name: baseName(path) }),
    path,
    holds: true,
    params: null,
    keep: true,
  };
}
