import { use, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../bridge/bridge.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { messageOf } from '../ui/notifications.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { DiffParams, type DiffSide } from './diff-tab.ts';
import { useDiskChange } from './disk-changes.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { documentOf, useEditor } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';
import type { TabBodyProps } from './tab-kind.ts';
import { diffShown } from './shown-diffs.ts';
import { lookOptions } from './text-options.ts';
import { t } from '../../shared/messages/t.ts';

/** Two texts side by side, or in one column. */
export function DiffView({ tab }: TabBodyProps) {
  const { data } = useMemo(() => DiffParams.safeParse(tab.params), [tab.params]);
  return data ? (
    <Sides tab={tab.id} left={data.left} right={data.right} />
  ) : (
    <p className="empty" role="alert">
      {t('This comparison cannot be shown any more.')}
    </p>
  );
}

/** @param props the same objects for as long as they say the same */
function Sides({ tab, left, right }: { readonly tab: string; readonly left: DiffSide; readonly right: DiffSide }) {
  const { look } = use(EditorContext) as EditorSurroundings;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneDiffEditor | null>(null);
  /** The first change is still to be brought into view, once there is something to compare. */
  const unseen = useRef(false);
  const [inline, setInline] = useState(false);
  const [unread, setUnread] = useState<string | null>(null);
  const open = useEditor((s) => s.tabs.find((t) => t.path === right.path));
  const readOnly = right.from !== 'open' || open?.readOnly === true;
  /** An open file may be read only now, or anew. */
  const [leftText, rightText] = [left, right].map(({ from, path }) =>
    from === 'open' ? documentOf(path)?.model : undefined,
  );
  const changes = [useDiskChange(left.path), useDiskChange(right.path)].join();

  useEffect(() => {
    if (!host.current) return undefined;
    const created = monaco.editor.createDiffEditor(host.current, {
      automaticLayout: true,
      originalEditable: false,
      fontFamily: 'var(--mono)',
      // Without, Monaco draws the numbers beside their lines where a text ends at the lower edge.
      scrollBeyondLastLine: true,
      // What is above each column says what is in it.
      useInlineViewWhenSpaceIsLimited: false,
      fixedOverflowWidgets: true,
      ignoreTrimWhitespace: false,
      dropIntoEditor: { enabled: false },
    });
    const reads = [left, right].some(({ from }) => from === 'disk');
    unseen.current = !reads;
    created.onDidUpdateDiff(() => {
      nameSides(created);
      if (!unseen.current) return;
      unseen.current = false;
      created.revealFirstDiff();
    });
    const own = [left, right].map((side) => (side.from === 'open' ? null : textOf(side)));
    const original = own[0] ?? leftText;
    const modified = own[1] ?? rightText;
    // Given the texts alone, the editor makes this by itself and never ends it: texts that are gone would go on being
    // compared, and an error follows.
    const comparison = original && modified ? created.createViewModel({ original, modified }) : null;
    created.setModel(comparison);
    const end = (): void => {
      created.setModel(null);
      comparison?.dispose();
    };
    editor.current = created;
    const gone = diffShown(tab, created);
    // A file that is closed takes its text along, and what is being compared is not there any more.
    const leaving = [leftText, rightText].map((model) => model?.onWillDispose(end));
    return () => {
      for (const listener of leaving) listener?.dispose();
      editor.current = null;
      gone();
      end();
      created.dispose();
      for (const model of own) model?.dispose();
    };
  }, [tab, left, right, leftText, rightText]);
  useEffect(() => {
    editor.current?.updateOptions({
      ...lookOptions(look),
      minimap: { enabled: false },
      readOnly,
      renderSideBySide: !inline,
    });
    if (editor.current) nameSides(editor.current);
  }, [left, right, leftText, rightText, look, readOnly, inline]);
  useEffect(() => {
    const stop = new AbortController();
    const model = editor.current?.getModel();
    const sides = [
      [left, model?.original],
      [right, model?.modified],
    ] as const;
    for (const [{ from, path }, text] of sides) {
      if (from !== 'disk' || !text) continue;
      call('files.read', { path }, stop.signal).then(
        (file) => {
          if (!text.isDisposed() && text.getValue() !== file.text) {
            unseen.current = text.getValueLength() === 0;
            text.setValue(file.text);
          }
          setUnread(null);
        },
        (thrown: unknown) => {
          if (!stop.signal.aborted) setUnread(messageOf(thrown));
        },
      );
    }
    return () => {
      stop.abort();
    };
  }, [left, right, leftText, rightText, changes]);

  const error = unread ?? (right.from === 'open' ? (open?.error?.message ?? null) : null);
  return (
    <div className="diff-view">
      <div className="diff-bar">
        <span title={visibleText(left.path)}>{nameOf(left)}</span>
        <span title={visibleText(right.path)}>{nameOf(right)}</span>
        <span className="actions">
          <IconButton
            icon="arrow-up"
            label={t('Previous change')}
            onClick={() => {
              editor.current?.goToDiff('previous');
            }}
          />
          <IconButton
            icon="arrow-down"
            label={t('Next change')}
            onClick={() => {
              editor.current?.goToDiff('next');
            }}
          />
          <IconButton
            icon={inline ? 'split-horizontal' : 'list-flat'}
            label={inline ? t('Show side by side') : t('Show in one column')}
            onClick={() => {
              setInline(!inline);
            }}
          />
        </span>
      </div>
      {error === null ? null : (
        <p className="banner warning" role="alert">
          {error}
        </p>
      )}
      <div
        ref={host}
        className="diff-host"
        data-focus
        tabIndex={-1}
        onFocus={({ target, currentTarget }) => {
          // The focus that the tab gives; who clicks into a side has chosen one.
          if (target === currentTarget) editor.current?.getModifiedEditor().focus();
        }}
      />
    </div>
  );
}

/** Its own options for these are lost as soon as another of its options changes, as they do with its size. */
function nameSides(editor: monaco.editor.IStandaloneDiffEditor): void {
  editor.getOriginalEditor().updateOptions({ ariaLabel: t('Text at the left') });
  editor.getModifiedEditor().updateOptions({ ariaLabel: t('Text at the right') });
}

function nameOf({ from, path }: DiffSide): string {
  const name = visibleText(path);
  return from === 'disk'
    ? t('{name} on disk', { name })
    : from === 'open'
      ? name
      : t('{name}, another state of it', { name });
}

let made = 0;

/** A text of one side's own. */
function textOf(side: DiffSide): monaco.editor.ITextModel {
  // Each has an address of its own: a file may be compared with itself, and twice.
  const uri = monaco.Uri.from({ scheme: 'compared', authority: String(++made), path: `/${side.path}` });
  return monaco.editor.createModel(side.from === 'text' ? side.text : '', undefined, uri);
}
