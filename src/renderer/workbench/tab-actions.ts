import type { TabAction } from '../editor/editor-context.ts';
import { compareWithSaved } from '../editor/compare-with-saved.ts';
import { fileDiff } from '../editor/diff-tab.ts';
import { holdFile, openFile, openImage } from '../editor/editor-store.ts';
import type { GroupTab } from '../editor/groups.ts';
import { currentTab, openTab } from '../editor/groups-store.ts';
import { baseName } from '../ui/format.ts';
import { actOnLines, lineActOf } from './git-actions.ts';
import { seek } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Whether a file has another way to be shown than as text. */
const previewOf = (path: string): 'markdown' | 'image' | null =>
  /\.(md|markdown|mdown|mkd)$/i.test(path) ? 'markdown' : /\.svg$/i.test(path) ? 'image' : null;

/** Show a file as it reads: Markdown drawn, an SVG as the picture that it is. */
export async function openPreview(path: string, beside: boolean): Promise<void> {
  const kind = previewOf(path);
  if (kind === 'image') openImage(path, { beside });
  if (kind !== 'markdown') return;
  await holdFile(path);
  const title = t('Preview of {path}', { path: baseName(path) });
  openTab({ id: `markdown:${path}`, kind, title, path, holds: true, params: null, keep: true }, { beside });
}

/** Let the user find a file, and show it beside another one. */
export async function compareWithFile(path: string): Promise<void> {
  const other = await seek('file');
  if (other === null) return;
  await holdFile(path);
  openTab(fileDiff(other, path));
}

/** The file of the tab on screen, whatever it shows of it. */
export function fileOfTab(): string | null {
  return currentTab()?.path ?? null;
}

/** Whether that file can be shown as it reads. */
export function hasPreview(): boolean {
  const tab = currentTab();
  return tab?.kind === 'file' && tab.path !== null && previewOf(tab.path) !== null;
}

/** What can be done with a tab besides what can be done with all. */
export function tabActions(tab: GroupTab): readonly TabAction[] {
  const { kind, path } = tab;
  if (path === null) return [];
  const asText: TabAction = {
    label: t('Open the text'),
    icon: 'go-to-file',
    button: true,
    run: () => void openFile(path, { text: true }),
  };
  const act = lineActOf(tab)?.act;
  if (act !== undefined) {
    const label = act === 'stage' ? t('Stage the selected lines') : t('Unstage the selected lines');
    const icon = act === 'stage' ? 'add' : 'remove';
    return [{ label, icon, button: true, run: () => void actOnLines(tab) }, asText];
  }
  if (kind !== 'file') return [asText];
  const compare: TabAction[] = [
    { label: t('Compare with saved'), icon: 'diff', button: false, run: () => void compareWithSaved(path) },
    { label: t('Compare with file…'), icon: 'blank', button: false, run: () => void compareWithFile(path) },
  ];
  if (previewOf(path) === null) return compare;
  return [
    {
      label: t('Open preview to the side'),
      icon: 'open-preview',
      button: true,
      run: () => void openPreview(path, true),
    },
    { label: t('Open preview'), icon: 'preview', button: false, run: () => void openPreview(path, false) },
    ...compare,
  ];
}
