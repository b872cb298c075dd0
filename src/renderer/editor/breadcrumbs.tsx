import { Fragment, use, useEffect, useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { EditorContext, type EditorSurroundings } from './editor-context.ts';
import { openFileAt } from './editor-store.ts';
import { editorOf } from './group-editors.ts';
import { enterGroup } from './groups-store.ts';
import type { FileSymbol } from './symbols.ts';
import { useSymbols } from './use-symbols.ts';
import { t } from '../../shared/messages/t.ts';

/** The place of the cursor is looked at after this, ms. */
const LOOK_MS = 100;
const NONE: readonly FileSymbol[] = [];

interface BreadcrumbsProps {
  readonly group: string;
  /** The file on screen. */
  readonly path: string;
}

/** Where one is: the folders of the file, and what the cursor is within. */
export function Breadcrumbs({ group, path }: BreadcrumbsProps) {
  const { onReveal } = use(EditorContext) as EditorSurroundings;
  const within = useSymbolsAt(group, path);
  const parts = path.split('/');
  return (
    <nav className="breadcrumbs" aria-label={t('Breadcrumbs')}>
      <ol>
        {parts.map((part, i) => {
          const upTo = parts.slice(0, i + 1).join('/');
          return (
            <li key={upTo}>
              {i === 0 ? null : <Icon name="chevron-right" />}
              <button
                type="button"
                title={t('Show {upTo} in the explorer', { upTo: visibleText(upTo) })}
                onClick={() => {
                  onReveal(upTo);
                }}
              >
                {visibleText(part)}
              </button>
            </li>
          );
        })}
        {within.map((symbol) => (
          <Fragment key={`${String(symbol.line)}:${String(symbol.column)}`}>
            <li>
              <Icon name="chevron-right" />
              <button
                type="button"
                title={t('Go to {name}', { name: visibleText(symbol.name) })}
                onClick={() => {
                  enterGroup(group);
                  const { line, column } = symbol;
                  void openFileAt(path, { line, column, endLine: line, endColumn: column });
                }}
              >
                <Icon name={symbol.icon} /> {visibleText(symbol.name)}
              </button>
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

/** What the cursor of a group is within, the outermost first. */
function useSymbolsAt(group: string, path: string): readonly FileSymbol[] {
  const symbols = useSymbols(path) ?? NONE;
  const [line, setLine] = useState(1);
  useEffect(() => {
    const editor = editorOf(group)?.editor;
    if (!editor) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      timer = null;
      setLine(editor.getPosition()?.lineNumber ?? 1);
    };
    look();
    // Not at each key: it is drawn beside what is typed.
    const later = (): void => {
      timer ??= setTimeout(look, LOOK_MS);
    };
    // The text of the file may come into the editor only after this.
    const moved = [editor.onDidChangeCursorPosition(later), editor.onDidChangeModel(later)];
    return () => {
      if (timer !== null) clearTimeout(timer);
      for (const each of moved) each.dispose();
    };
  }, [group, path]);
  return symbols.filter((symbol) => symbol.line <= line && line <= symbol.endLine);
}
