import type { LanguageSuggestion } from '../../../shared/schemas/language.ts';
import { toRange } from './places.ts';
import { CompletionItem, CompletionList, markdownOf } from './replies.ts';

const KINDS =
  'text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enumMember constant struct event operator typeParameter'.split(
    ' ',
  );

/** A list of suggestions as servers give it: items alone, or with defaults for all of them. */
export function completionItems(answer: unknown): { readonly items: CompletionItem[]; readonly incomplete: boolean } {
  const list = Array.isArray(answer) ? { items: answer as unknown[] } : CompletionList.parse(answer);
  const defaults = 'itemDefaults' in list ? list.itemDefaults : undefined;
  const items = list.items.flatMap((each) => {
    const parsed = CompletionItem.safeParse(each);
    if (!parsed.success) return [];
    const item = parsed.data;
    const range = defaults?.editRange;
    const newText = (each as { textEditText?: unknown }).textEditText;
    return [
      {
        ...item,
        commitCharacters: item.commitCharacters ?? defaults?.commitCharacters,
        insertTextFormat: item.insertTextFormat ?? defaults?.insertTextFormat,
        data: item.data ?? defaults?.data,
        textEdit:
          item.textEdit ??
          (range === undefined
            ? undefined
            : {
                range: 'insert' in range ? range.replace : range,
                newText: typeof newText === 'string' ? newText : (item.insertText ?? item.label),
              }),
      },
    ];
  });
  return { items, incomplete: 'isIncomplete' in list && list.isIncomplete === true };
}

/** @param token to ask for the rest of it */
export function toSuggestion(item: CompletionItem, token: string | null): LanguageSuggestion {
  const { textEdit } = item;
  const range = textEdit === undefined ? null : 'range' in textEdit ? textEdit.range : textEdit.replace;
  return {
    label: item.label,
    detail: item.labelDetails?.detail ?? '',
    description: item.labelDetails?.description ?? '',
    kind: KINDS[(item.kind ?? 1) - 1] ?? 'text',
    documentation: [item.detail ?? '', markdownOf(item.documentation ?? undefined)]
      .filter((part) => part !== '')
      .map((part, i, all) => (i === 0 && item.detail && all.length > 0 ? codeBlock(part) : part))
      .join('\n\n'),
    insertText: textEdit?.newText ?? item.insertText ?? item.label,
    snippet: item.insertTextFormat === 2,
    range: range === null ? null : toRange(range),
    sortText: item.sortText ?? item.label,
    filterText: item.filterText ?? item.label,
    preselect: item.preselect === true,
    deprecated: item.deprecated === true || item.tags?.includes(1) === true,
    commitCharacters: item.commitCharacters?.filter((c) => c !== '').slice(0, 50) ?? [],
    also: item.additionalTextEdits?.map((edit) => ({ ...toRange(edit.range), text: edit.newText })) ?? [],
    token,
  };
}

function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length + 1)));
  return `${fence}\n${text}\n${fence}`;
}
