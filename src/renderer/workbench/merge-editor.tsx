import { closeTab } from '../editor/close-tabs.ts';
import { saveFile } from '../editor/editor-store.ts';
import { MergeView } from '../editor/merge-view.tsx';
import type { TabBodyProps } from '../editor/tab-kind.ts';
import { changeOf, stage } from '../git/git-store.ts';

/** The merge editor, which tells git what is resolved, and is done then. */
export function Merge(props: TabBodyProps) {
  return (
    <MergeView
      {...props}
      onResolved={(path) => {
        void finish(path, props);
      }}
    />
  );
}

async function finish(path: string, { group, tab }: TabBodyProps): Promise<void> {
  if (!(await saveFile(path))) return;
  const change = changeOf(path);
  if (change === undefined || (await stage([change]))) await closeTab(group, tab.id);
}
