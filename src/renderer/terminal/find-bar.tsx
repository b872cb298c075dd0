import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { endFind, findInTerminal, useTerminals } from './terminal-store.ts';
import { t } from '../../shared/messages/t.ts';

const TOGGLES = [
  { option: 'caseSensitive', icon: 'case-sensitive', label: t('Match case') },
  { option: 'wholeWord', icon: 'whole-word', label: t('Match whole word') },
  { option: 'regex', icon: 'regex', label: t('Use regular expression') },
] as const;

/** Finds text in the active terminal. */
export function FindBar() {
  const { at, all } = useTerminals((s) => s.found);
  const active = useTerminals((s) => s.active);
  const [text, setText] = useState('');
  const [options, setOptions] = useState({ caseSensitive: false, wholeWord: false, regex: false });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
  }, []);
  useEffect(() => {
    findInTerminal(text, options, true, true);
  }, [text, options, active]);
  const step = (backwards: boolean): void => {
    findInTerminal(text, options, backwards);
  };
  return (
    <div
      className="terminal-find"
      role="search"
      aria-label={t('Find in terminal')}
      data-own-keys="Escape Enter Shift+Enter Ctrl+F"
      onKeyDown={(event) => {
        if (event.key === 'Escape') endFind();
        else if (event.key === 'Enter' && event.target === field.current) step(!event.shiftKey);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <input
        ref={field}
        aria-label={t('Find')}
        placeholder={t('Find')}
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {TOGGLES.map(({ option, icon, label }) => (
        <IconButton
          key={option}
          icon={icon}
          label={label}
          className="toggle"
          aria-pressed={options[option]}
          onClick={() => {
            setOptions({ ...options, [option]: !options[option] });
          }}
        />
      ))}
      <span className="muted" role="status">
        {text === '' ? '' : all === 0 ? t('No results') : t('{at} of {all}', { at, all })}
      </span>
      <IconButton
        icon="arrow-up"
        label={t('Previous match')}
        onClick={() => {
          step(true);
        }}
      />
      <IconButton
        icon="arrow-down"
        label={t('Next match')}
        onClick={() => {
          step(false);
        }}
      />
      <IconButton icon="close" label={t('Close find')} onClick={endFind} />
    </div>
  );
}
