import { useRef, useState, type KeyboardEvent } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { OutcomeNote } from './outcome-note.tsx';
import { QueryField } from './query-field.tsx';
import { editsOf, replaceMatches, undoReplace, useReplace } from './replace-store.ts';
import { ResultTree, type ResultActions, type ResultTreeHandle } from './result-tree.tsx';
import type { SearchFields } from './search-fields.ts';
import { changeFields, clearSearch, rememberQuery, runSearch, stopSearch, useSearch } from './search-store.ts';
import { t } from '../../shared/messages/t.ts';
import { matchesInFiles } from './matches-in-files.ts';

interface SearchViewProps extends Omit<ResultActions, 'onReplace'> {
  /** Ask before much is replaced. */
  readonly onConfirm: (matches: number, files: number, replacement: string) => Promise<boolean>;
  /** Whether a folder is open. */
  readonly ready: boolean;
}

/** Search in the files of the folder, and replace. */
export function SearchView({ onConfirm, ready, ...actions }: SearchViewProps) {
  const { fields, replacing, filtering, running, files } = useSearch();
  const busy = useReplace((s) => s.busy);
  const tree = useRef<ResultTreeHandle | undefined>(undefined);
  const [folded, setFolded] = useState(false);
  const found = files.length > 0;

  const focusResults = (): void => {
    const first = tree.current?.focusedNode ?? tree.current?.firstNode;
    if (first) tree.current?.focus(first);
  };
  const replaceAll = async (): Promise<void> => {
    rememberQuery();
    const edits = useSearch.getState().files.map((file) => editsOf(file, file.matches).edits.length);
    const matches = edits.reduce((sum, n) => sum + n, 0);
    if (matches > 0 && !(await onConfirm(matches, edits.filter((n) => n > 0).length, fields.replacement))) return;
    await replaceMatches();
  };
  /** The keys that editors have for these, while the view has the focus. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const main = event.ctrlKey || event.metaKey;
    const toggle = event.altKey && !main && !event.shiftKey ? TOGGLE_OF_KEY[event.code] : undefined;
    if (toggle !== undefined) changeFields({ [toggle]: !fields[toggle] });
    else if (event.key === 'Enter' && main && event.altKey && replacing) void replaceAll();
    else if (event.key === 'Escape' && running) stopSearch();
    else if (event.key === 'z' && main && !isField(event.target) && useReplace.getState().done.length > 0)
      void undoReplace();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section className="side search" aria-label={t('Search')} data-own-keys="Alt+C Alt+W Alt+R" onKeyDown={onKeyDown}>
      <header className="side-title">
        <span>{t('Search')}</span>
        <span className="actions">
          {running ? (
            <IconButton icon="search-stop" label={t('Stop the search')} onClick={stopSearch} />
          ) : (
            <IconButton icon="refresh" label={t('Search again')} disabled={!ready} onClick={() => void runSearch()} />
          )}
          <IconButton icon="clear-all" label={t('Clear the search')} onClick={clearSearch} />
          <IconButton
            icon={folded ? 'expand-all' : 'collapse-all'}
            label={folded ? t('Unfold all files') : t('Fold all files')}
            disabled={!found}
            onClick={() => {
              if (folded) tree.current?.openAll();
              else tree.current?.closeAll();
              setFolded(!folded);
            }}
          />
        </span>
      </header>
      <div className="search-form" role="search" aria-label={t('Search in files')}>
        <IconButton
          icon={replacing ? 'chevron-down' : 'chevron-right'}
          className="unfold"
          label={t('Replace')}
          aria-expanded={replacing}
          onClick={() => {
            useSearch.setState({ replacing: !replacing });
          }}
        />
        <div className="search-fields">
          <div className="field-with-toggles">
            <QueryField onResults={focusResults} />
            <Toggle field="matchCase" icon="case-sensitive" label={t('Match case')} keys="Alt+C" />
            <Toggle field="wholeWord" icon="whole-word" label={t('Match whole word')} keys="Alt+W" />
            <Toggle field="regex" icon="regex" label={t('Regular expression')} keys="Alt+R" />
          </div>
          {replacing ? (
            <div className="field-with-toggles">
              <input
                aria-label={t('Replace by')}
                placeholder={t('Replace by')}
                spellCheck={false}
                value={fields.replacement}
                onChange={(event) => {
                  changeFields({ replacement: event.target.value });
                }}
              />
              <IconButton
                icon="diff"
                label={t('Preview')}
                disabled={!found}
                onClick={() => {
                  const [first] = useSearch.getState().files;
                  if (first) actions.onPreview(first);
                }}
              />
              <IconButton
                icon="replace-all"
                label={t('Replace all (Ctrl+Alt+Enter)')}
                disabled={!found || busy || running}
                onClick={() => void replaceAll()}
              />
            </div>
          ) : null}
          <button
            type="button"
            className="link details"
            aria-expanded={filtering}
            onClick={() => {
              useSearch.setState({ filtering: !filtering });
            }}
          >
            <Icon name={filtering ? 'chevron-down' : 'chevron-right'} /> {t('Which files')}
          </button>
          {filtering ? (
            <>
              <GlobField field="include" label={t('Files to include')} example="src, *.ts" />
              <GlobField field="exclude" label={t('Files to exclude')} example="./docs, *.min.*" />
              <label className="check">
                <input
                  type="checkbox"
                  checked={fields.useIgnoreFiles}
                  onChange={(event) => {
                    changeFields({ useIgnoreFiles: event.target.checked });
                  }}
                />
                {t('Leave out what .gitignore names, and packages')}
              </label>
            </>
          ) : null}
        </div>
      </div>
      <Summary ready={ready} />
      <OutcomeNote />
      {found ? (
        <ResultTree {...actions} tree={tree} onReplace={(file, matches) => void replaceMatches({ file, matches })} />
      ) : null}
    </section>
  );
}

/** What was found so far, for everybody to hear. */
function Summary({ ready }: { readonly ready: boolean }) {
  const { files, running, searched, error, notes } = useSearch();
  const matches = files.reduce((sum, file) => sum + file.matches.length, 0);
  return (
    <>
      {error === null ? null : (
        <p className="notice error" role="alert">
          {error}
        </p>
      )}
      <p className="search-summary muted" role="status">
        {ready
          ? running && matches === 0
            ? t('Searching…')
            : searched === null
              ? ''
              : matches === 0
                ? t('Nothing was found.')
                : `${matchesInFiles(matches, files.length)}${running ? '…' : ''}`
          : t('Open a folder to search in it.')}
      </p>
      {notes.map((note) => (
        <p key={note} className="notice">
          {note}
        </p>
      ))}
    </>
  );
}

type ToggleField = 'matchCase' | 'wholeWord' | 'regex';
const TOGGLE_OF_KEY: Readonly<Record<string, ToggleField>> = { KeyC: 'matchCase', KeyW: 'wholeWord', KeyR: 'regex' };

interface ToggleProps {
  readonly field: ToggleField;
  readonly icon: string;
  readonly label: string;
  readonly keys: string;
}

function Toggle({ field, icon, label, keys }: ToggleProps) {
  const on = useSearch((s) => s.fields[field]);
  return (
    <IconButton
      icon={icon}
      className="toggle"
      label={label}
      title={`${label} (${keys})`}
      aria-pressed={on}
      onClick={() => {
        changeFields({ [field]: !on });
      }}
    />
  );
}

interface GlobFieldProps {
  readonly field: keyof Pick<SearchFields, 'include' | 'exclude'>;
  readonly label: string;
  readonly example: string;
}

function GlobField({ field, label, example }: GlobFieldProps) {
  const value = useSearch((s) => s.fields[field]);
  return (
    <label className="field">
      <span>{label}</span>
      <input
        value={value}
        placeholder={example}
        spellCheck={false}
        onChange={(event) => {
          changeFields({ [field]: event.target.value });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey) void runSearch();
        }}
      />
    </label>
  );
}

function isField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea') !== null;
}
