import { use, useEffect, useRef, useState, type RefObject } from 'react';
import { t } from '../../shared/messages/t.ts';
import { call } from '../bridge/bridge.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { notify, notifyError } from '../ui/notifications.tsx';
import { conflictsOf, RESOLUTIONS, resolveConflict } from './changes/conflict-actions.ts';
import { placesInBase, withSide, type Conflict, type ResolvedText } from './changes/conflicts.ts';
import { EditorContext, type EditorLook, type EditorSurroundings } from './editor-context.ts';
import { documentOf, useEditor } from './editor-store.ts';
import { monaco } from './monaco-setup.ts';
import type { TabBodyProps } from './tab-kind.ts';
import { lookOptions, TEXT_OPTIONS } from './text-options.ts';
import { visibleText } from '../ui/visible-text.ts';

interface MergeViewProps extends TabBodyProps {
  /** Save the file, and tell git that it is resolved. */
  readonly onResolved: (path: string) => void;
}

/** What a merge left unresolved in a file: with the current side, with the incoming one, and the file itself below. */
export function MergeView({ tab, onResolved }: MergeViewProps) {
  const path = tab.path ?? '';
  const open = useEditor((s) => s.tabs.find((each) => each.path === path));
  const model = open?.error === null ? documentOf(path)?.model : undefined;
  if (!model)
    return (
      <p className="empty" role="status">
        {open?.error?.message ?? t('Reading the file…')}
      </p>
    );
  return <Panes key={model.id} path={path} model={model} onResolved={onResolved} />;
}

interface PanesProps {
  readonly path: string;
  readonly model: monaco.editor.ITextModel;
  readonly onResolved: (path: string) => void;
}

interface Editors {
  readonly sides: readonly [MergeSide, MergeSide];
  readonly result: monaco.editor.IStandaloneCodeEditor;
}

function Panes({ path, model, onResolved }: PanesProps) {
  const { look } = use(EditorContext) as EditorSurroundings;
  const oursHost = useRef<HTMLDivElement>(null);
  const theirsHost = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const editors = useRef<Editors | null>(null);
  const [base, setBase] = useState<readonly string[] | null>(null);
  const [conflicts, setConflicts] = useState<readonly Conflict[]>(() => conflictsOf(model));
  const [at, setAt] = useState(0);
  /** The last one where there are fewer now; -1 where none are left. */
  const index = Math.min(at, conflicts.length - 1);
  const current = conflicts[index];

  useEffect(() => {
    if (!oursHost.current || !theirsHost.current || !host.current) return undefined;
    const sides = [
      createSide(oursHost.current, t('Current'), model),
      createSide(theirsHost.current, t('Incoming'), model),
    ] as const;
    const result = monaco.editor.create(host.current, { ...TEXT_OPTIONS, model, ariaLabel: t('Result') });
    editors.current = { sides, result };
    // The sides have the same lines but where they differ, so that they go along with each other.
    const scrolls = sides.map(({ editor }, i) =>
      editor.onDidScrollChange(({ scrollTop, scrollTopChanged }) => {
        const other = sides[i === 0 ? 1 : 0].editor;
        if (scrollTopChanged && other.getScrollTop() !== scrollTop) other.setScrollTop(scrollTop);
      }),
    );
    let found: readonly Conflict[] = [];
    const look = (): void => {
      const lines = model.getLinesContent();
      found = conflictsOf(model);
      sides[0].show(withSide(lines, found, 'ours'), 'conflict-ours');
      sides[1].show(withSide(lines, found, 'theirs'), 'conflict-theirs');
      setConflicts(found);
    };
    look();
    const changes = model.onDidChangeContent(look);
    const cursor = result.onDidChangeCursorPosition(({ position }) => {
      const line = position.lineNumber - 1;
      const next = found.findIndex(({ end }) => line <= end);
      if (next >= 0) setAt(next);
    });
    const leaving = model.onWillDispose(() => {
      result.setModel(null);
    });
    return () => {
      for (const listener of [...scrolls, changes, cursor, leaving]) listener.dispose();
      editors.current = null;
      result.dispose();
      for (const side of sides) side.dispose();
    };
  }, [model]);
  useEffect(() => {
    const all = editors.current;
    if (!all) return;
    for (const side of all.sides) side.dress(look);
    all.result.updateOptions({ ...lookOptions(look), minimap: { enabled: false } });
  }, [look, model]);
  useEffect(() => {
    for (const side of editors.current?.sides ?? []) side.reveal(index);
  }, [index, conflicts]);

  const toggleBase = async (): Promise<void> => {
    if (base !== null) {
      setBase(null);
      return;
    }
    try {
      const text = await call('git.text', { path, version: { of: 'base' } });
      if (text.kind === 'text') setBase(text.text.split('\n'));
      else notify('info', t('There is no text that both sides came from.'));
    } catch (error) {
      notifyError(error);
    }
  };
  const goTo = (step: 1 | -1): void => {
    const next = (index + step + conflicts.length) % conflicts.length;
    const conflict = conflicts[next];
    const result = editors.current?.result;
    if (!conflict || !result) return;
    setAt(next);
    result.setPosition({ lineNumber: conflict.start + 1, column: 1 });
    result.revealLineInCenter(conflict.start + 1);
  };

  return (
    <div className="merge-view">
      <div className="diff-bar">
        <span role="status">
          {current
            ? t('Conflict {at} of {all}', { at: index + 1, all: conflicts.length })
            : t('No conflicts are left.')}
        </span>
        {current ? (
          <span className="actions">
            {RESOLUTIONS.map(([how, label]) => (
              <button
                key={how}
                type="button"
                className="button small"
                onClick={() => {
                  resolveConflict(path, index, how);
                }}
              >
                {label}
              </button>
            ))}
            <IconButton
              icon="arrow-up"
              label={t('Previous conflict')}
              onClick={() => {
                goTo(-1);
              }}
            />
            <IconButton
              icon="arrow-down"
              label={t('Next conflict')}
              onClick={() => {
                goTo(1);
              }}
            />
          </span>
        ) : null}
        <button type="button" className="button small" aria-pressed={base !== null} onClick={() => void toggleBase()}>
          {t('Base')}
        </button>
        <button
          type="button"
          className="button small primary"
          disabled={current !== undefined}
          onClick={() => {
            onResolved(path);
          }}
        >
          {t('Save and stage')}
        </button>
      </div>
      <div className="merge-sides">
        <Side title={t('Current')} name={current?.ours} host={oursHost} />
        {base === null ? null : <Base model={model} lines={base} conflicts={conflicts} index={index} />}
        <Side title={t('Incoming')} name={current?.theirs} host={theirsHost} />
      </div>
      <p className="merge-name">{t('Result')}</p>
      <div
        ref={host}
        className="diff-host"
        data-focus
        tabIndex={-1}
        onFocus={({ target, currentTarget }) => {
          // The focus that the tab gives; who clicks into a pane has chosen one.
          if (target === currentTarget) editors.current?.result.focus();
        }}
      />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  /** What git calls it. */
  readonly name: string | undefined;
  readonly host: RefObject<HTMLDivElement | null>;
}

function Side({ title, name, host }: SideProps) {
  return (
    <div className="merge-side">
      <p className="merge-name">
        {title} <span className="muted">{visibleText(name ?? '')}</span>
      </p>
      <div ref={host} className="diff-host" />
    </div>
  );
}

interface BaseProps {
  /** The file in conflict. */
  readonly model: monaco.editor.ITextModel;
  readonly lines: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly index: number;
}

/** What both sides came from, with the same conflicts marked. */
function Base({ model, lines, conflicts, index }: BaseProps) {
  const { look } = use(EditorContext) as EditorSurroundings;
  const host = useRef<HTMLDivElement>(null);
  const side = useRef<MergeSide | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const created = createSide(host.current, t('Base'), model);
    side.current = created;
    return () => {
      side.current = null;
      created.dispose();
    };
  }, [model]);
  useEffect(() => {
    side.current?.dress(look);
  }, [look, model]);
  useEffect(() => {
    const merged = model.getLinesContent();
    const sides = (['ours', 'theirs'] as const).map((how) => withSide(merged, conflicts, how));
    side.current?.show({ lines, places: placesInBase(lines, sides) }, 'conflict-base');
  }, [model, lines, conflicts]);
  useEffect(() => {
    side.current?.reveal(index);
  }, [model, lines, conflicts, index]);
  return <Side title={t('Base')} name={undefined} host={host} />;
}

let made = 0;

type MergeSide = ReturnType<typeof createSide>;

/** An editor that shows the file with one side everywhere. */
function createSide(host: HTMLElement, name: string, of: monaco.editor.ITextModel) {
  const uri = monaco.Uri.from({ scheme: 'merged', authority: String(++made), path: of.uri.path });
  const text = monaco.editor.createModel('', of.getLanguageId(), uri);
  const editor = monaco.editor.create(host, { ...TEXT_OPTIONS, model: text, readOnly: true, ariaLabel: name });
  const marks = editor.createDecorationsCollection();
  let places: ResolvedText['places'] = [];
  return {
    editor,
    show: (shown: ResolvedText, className: string): void => {
      const { lines } = shown;
      places = shown.places;
      const value = lines.join('\n');
      if (text.getValue() !== value) text.setValue(value);
      marks.set(
        places
          .filter(({ count }) => count > 0)
          .map(({ start, count }) => ({
            range: new monaco.Range(start + 1, 1, start + count, 1),
            options: { isWholeLine: true, className },
          })),
      );
    },
    dress: (look: EditorLook): void => {
      editor.updateOptions({ ...lookOptions(look), minimap: { enabled: false }, readOnly: true });
    },
    /** Bring the lines of a conflict into view. */
    reveal: (index: number): void => {
      const place = places[index];
      if (place) editor.revealLineInCenterIfOutsideViewport(place.start + 1);
    },
    dispose: (): void => {
      editor.dispose();
      text.dispose();
    },
  };
}
