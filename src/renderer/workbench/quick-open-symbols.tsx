import { Command as List } from 'cmdk';
import { go } from 'fuzzysort';
import { useEffect, useMemo, useState } from 'react';
import { openFileAt, useEditor } from '../editor/editor-store.ts';
import { symbolsOfActive, type FileSymbol } from '../editor/symbols.ts';
import { Icon } from '../ui/icon.tsx';
import { Marked, marksIn } from './marked.tsx';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

/** So many are drawn; others are found by typing. */
const SHOWN = 300;

interface SymbolItemsProps {
  readonly text: string;
  /** Make an entry the one that Enter takes. */
  readonly onSelect: (value: string) => void;
}

/** The symbols of the file on screen in quick open: as they stand there, or by how well they match what is typed. */
export function SymbolItems({ text, onSelect }: SymbolItemsProps) {
  const path = useEditor((s) => s.active);
  const [symbols, setSymbols] = useState<readonly FileSymbol[] | 'reading' | null>('reading');
  useEffect(() => {
    let gone = false;
    void symbolsOfActive().then(
      (found) => {
        if (!gone) setSymbols(found);
      },
      () => {
        if (!gone) setSymbols(null);
      },
    );
    return () => {
      gone = true;
    };
  }, [path]);

  const shown = useMemo(() => {
    if (!Array.isArray(symbols)) return [];
    const all: readonly FileSymbol[] = symbols;
    if (text === '') return all.slice(0, SHOWN);
    return go(text, all, { key: 'name', limit: SHOWN, threshold: 0 }).map((r) => r.obj);
  }, [symbols, text]);
  useEffect(() => {
    onSelect(shown[0] ? valueOf(shown[0]) : '');
  }, [shown, onSelect]);

  if (path === null) return <p>{t('No file is on screen.')}</p>;
  if (symbols === 'reading') return <p>{t('Reading the file…')}</p>;
  if (symbols === null) return <p>{t('No symbols are known of files in this language.')}</p>;
  if (symbols.length === 0) return <p>{t('This file has no symbols.')}</p>;
  if (shown.length === 0) return <p>{t('No symbol of that name.')}</p>;
  return shown.map((symbol) => (
    <List.Item
      key={valueOf(symbol)}
      value={valueOf(symbol)}
      onSelect={() => {
        showOverlay(null);
        const { line, column } = symbol;
        void openFileAt(path, { line, column, endLine: line, endColumn: column });
      }}
    >
      <span style={{ width: text === '' ? symbol.level * 14 : 0 }} />
      <Icon name={symbol.icon} />
      <span>
        <Marked text={symbol.name} marks={marksIn(text, symbol.name) ?? []} />
      </span>
      <small className="line-number">{symbol.line}</small>
    </List.Item>
  ));
}

const valueOf = ({ name, line, column }: FileSymbol): string => `${String(line)}:${String(column)} ${name}`;
