import { Command as List } from 'cmdk';
import { useEffect, useState } from 'react';
import type { FoundSymbol } from '../../shared/schemas/language.ts';
import { call } from '../bridge/bridge.ts';
import { openFileAt } from '../editor/editor-store.ts';
import { useLanguage } from '../editor/language/language-store.ts';
import { toSymbolKind } from '../editor/language/to-monaco.ts';
import { iconOfSymbol } from '../editor/symbols.ts';
import { messageOf } from '../ui/notifications.tsx';
import { Icon } from '../ui/icon.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { Marked, marksIn } from './marked.tsx';
import { showOverlay } from './workbench-store.ts';
import { t } from '../../shared/messages/t.ts';

const SHOWN = 100;

interface FolderSymbolItemsProps {
  readonly text: string;
  /** Make an entry the one that Enter takes. */
  readonly onSelect: (value: string) => void;
}

interface Answer {
  readonly text: string;
  readonly symbols: readonly FoundSymbol[];
  readonly error: string | null;
}

/** Symbols of the whole folder in quick open, as the language servers that run know them. */
export function FolderSymbolItems({ text, onSelect }: FolderSymbolItemsProps) {
  const running = useLanguage((s) => s.servers.some(({ state }) => state === 'running'));
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (text === '') return undefined;
    const stop = new AbortController();
    call('language.findSymbols', { query: text }, stop.signal).then(
      (symbols) => {
        setAnswer({ text, symbols: symbols.slice(0, SHOWN), error: null });
        onSelect(symbols[0] ? valueOf(symbols[0]) : '');
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setAnswer({ text, symbols: [], error: messageOf(error) });
      },
    );
    return () => {
      stop.abort();
    };
  }, [text, onSelect]);

  if (!running) return <p>{t('No language server runs. Open a file of the language first.')}</p>;
  if (text === '') return <p>{t('Type a part of a name.')}</p>;
  if (answer?.error) return <p>{answer.error}</p>;
  if (answer === null) return <p>{t('Asking the language servers…')}</p>;
  if (answer.symbols.length === 0) return <p>{answer.text === text ? t('No symbol of that name.') : t('Asking…')}</p>;
  return answer.symbols.map((symbol) => (
    <List.Item
      key={valueOf(symbol)}
      value={valueOf(symbol)}
      onSelect={() => {
        showOverlay(null);
        const { path, line, column, endLine, endColumn } = symbol;
        void openFileAt(path, { line, column, endLine, endColumn });
      }}
    >
      <Icon name={iconOfSymbol(toSymbolKind(symbol.kind))} />
      <span>
        <Marked text={visibleText(symbol.name)} marks={marksIn(text, visibleText(symbol.name)) ?? []} />
      </span>
      <small className="clip">{visibleText(symbol.path)}</small>
    </List.Item>
  ));
}

const valueOf = ({ name, path, line, column }: FoundSymbol): string =>
  `${path}:${String(line)}:${String(column)} ${name}`;
