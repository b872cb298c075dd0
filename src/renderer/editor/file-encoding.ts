import { isUtf16, tellsEncoding, TEXT_ENCODINGS, type TextEncoding } from '../../shared/text-encodings.ts';
import { notify } from '../ui/notifications.tsx';
import { pick } from '../ui/pick.tsx';
import { documentOf, reloadFile, saveFile, useEditor } from './editor-store.ts';
import { t } from '../../shared/messages/t.ts';

/** Encodings of the open files that do not tell theirs. */
export function encodingsToKeep(): { readonly path: string; readonly encoding: TextEncoding }[] {
  return useEditor.getState().tabs.flatMap(({ path }) => {
    const file = documentOf(path)?.file;
    return file === undefined || tellsEncoding(file) ? [] : [{ path, encoding: file.encoding }];
  });
}

/** Have the user choose in which encoding a file is read, which changes nothing in it. */
export async function reopenWith(path: string): Promise<void> {
  if (useEditor.getState().tabs.find((tab) => tab.path === path)?.dirty === true) {
    notify('error', t('Save the file, or take the text on disk, before it is read in another encoding.'));
    return;
  }
  const encoding = await pickEncoding(path, t('Reopen with encoding'));
  if (encoding !== null) await reloadFile(path, encoding);
}

/** Have the user choose in which encoding a file is saved. Where that lacks some of its signs, all stays as it is. */
export async function saveWith(path: string): Promise<void> {
  const document = documentOf(path);
  const encoding = await pickEncoding(path, t('Save with encoding'));
  if (!document || encoding === null) return;
  const { bom, encoding: before } = document.file;
  // UTF-16 is known by its mark; UTF-8 keeps the one that it has, and others have none.
  const marked = isUtf16(encoding) || (bom && encoding === 'utf-8' && before === 'utf-8');
  document.file = { ...document.file, encoding, bom: marked };
  if (!(await saveFile(path))) document.file = { ...document.file, encoding: before, bom };
}

/** How a file is written, as people call it. */
export function encodingLabel({ encoding, bom }: { readonly encoding: TextEncoding; readonly bom: boolean }): string {
  return TEXT_ENCODINGS[encoding].name + (bom && encoding === 'utf-8' ? t(' with BOM') : '');
}

async function pickEncoding(path: string, title: string): Promise<TextEncoding | null> {
  const now = documentOf(path)?.file.encoding;
  const entries = Object.entries(TEXT_ENCODINGS) as [TextEncoding, (typeof TEXT_ENCODINGS)[TextEncoding]][];
  const id = await pick({
    title,
    placeholder: t('Name of an encoding, or what it is for'),
    none: t('No encoding is called so.'),
    choices: entries.map(([encoding, { name, script }]) => ({
      id: encoding,
      label: name,
      detail: t(script),
      ...(encoding === now ? { note: t('now') } : {}),
    })),
  });
  return entries.find(([encoding]) => encoding === id)?.[0] ?? null;
}
