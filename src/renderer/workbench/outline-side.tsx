import { Outline } from '../editor/outline.tsx';
import { useWorkbench } from './workbench-store.ts';

/** What the file on screen declares, as a view. */
export function OutlineSide() {
  const line = useWorkbench((s) => s.cursor?.line ?? null);
  return <Outline line={line} />;
}
