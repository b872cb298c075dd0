import { useState } from 'react';
import { AppError } from '../../shared/app-error.ts';
import { call } from '../bridge/bridge.ts';
import { JsonText, type JsonSource } from '../editor/json-text.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { COMMANDS } from './commands.ts';
import { canonicalKeys, strokeText } from './key-names.ts';
import { conflictsOf, readKeyRules, withoutRules, withRule, type Binding } from './key-rules.ts';
import { useKeybindings, writeKeybindings } from './key-store.ts';
import { shown } from './keybindings.ts';
import { openKeybindingsJson } from './open-keybindings.ts';
import { RecordKey } from './record-key.tsx';
import { t } from '../../shared/messages/t.ts';

/** A row: a command with one of its keys, or with none. */
interface Row {
  readonly id: string;
  readonly label: string;
  readonly binding: Binding | null;
}

const labelOf = (id: string): string => COMMANDS.find((c) => c.id === id)?.label ?? id;

/** All commands with their keys: found by name or by key, changed, removed and reset. */
export function KeybindingsTab() {
  const { bindings, problems, text } = useKeybindings();
  const [query, setQuery] = useState('');
  const [recording, setRecording] = useState(false);
  const [editing, setEditing] = useState<Row | null>(null);
  const rows = COMMANDS.flatMap(({ id, label }): readonly Row[] => {
    const own = bindings.filter((b) => b.command === id);
    return own.length === 0 ? [{ id, label, binding: null }] : own.map((binding) => ({ id, label, binding }));
  }).filter((row) => found(row, query, recording));
  const changed = (id: string): boolean =>
    readKeyRules(text).rules.some(({ command }) => command.replace(/^-/, '') === id);

  const remove = ({ id, binding }: Row): void => {
    if (binding === null) return;
    void writeKeybindings(without(text, binding, id));
  };
  const reset = ({ id }: Row): void => {
    void writeKeybindings(withoutRules(text, ({ command }) => command.replace(/^-/, '') === id));
  };
  const record = (row: Row, key: string): void => {
    setEditing(null);
    const begun = row.binding === null ? text : without(text, row.binding, row.id);
    const when = row.binding?.when ?? null;
    void writeKeybindings(
      withRule(begun, { key: key.toLowerCase(), command: row.id, ...(when === null ? {} : { when }) }),
    );
  };

  return (
    <div className="settings-editor">
      <header>
        <div className="settings-bar">
          <input
            type="search"
            data-focus=""
            aria-label={t('Search keyboard shortcuts')}
            placeholder={recording ? t('Press the keys to look for') : t('Search by command or key')}
            value={query}
            onChange={(e) => {
              setQuery(e.target.value);
            }}
            onKeyDown={(e) => {
              if (!recording || ['Tab', 'Escape'].includes(e.key)) return;
              e.preventDefault();
              const stroke = strokeText(e);
              if (stroke !== null) setQuery(stroke);
            }}
            {...(recording ? { 'data-all-keys': '' } : {})}
          />
          <IconButton
            icon="record-keys"
            label={t('Search by pressing keys')}
            aria-pressed={recording}
            onClick={() => {
              setRecording(!recording);
              setQuery('');
            }}
          />
          <IconButton icon="go-to-file" label={t('Edit as JSON')} onClick={openKeybindingsJson} />
        </div>
        {problems.map((problem) => (
          <p key={problem} className="banner warning" role="alert">
            {t('keybindings.json: {problem}', { problem })}
          </p>
        ))}
      </header>
      <div className="keybindings-list" role="region" aria-label={t('Keyboard shortcuts')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Command')}</th>
              <th scope="col">{t('Key')}</th>
              <th scope="col">{t('When')}</th>
              <th scope="col">{t('Source')}</th>
              <th scope="col">
                <span className="sr-only">{t('Change')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <KeyRow
                key={`${row.id} ${row.binding?.key ?? ''} ${row.binding?.when ?? ''} ${row.binding?.source ?? ''}`}
                row={row}
                conflicts={row.binding === null ? [] : conflictsOf(row.binding, bindings)}
                changed={changed(row.id)}
                onEdit={setEditing}
                onRemove={remove}
                onReset={reset}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 ? <p className="muted">{t('No command has this name or key.')}</p> : null}
      </div>
      {editing === null ? null : (
        <RecordKey
          label={editing.label}
          conflictsOf={(key) =>
            conflictsOf({ key, command: editing.id, when: editing.binding?.when ?? null }, bindings).map((b) =>
              labelOf(b.command),
            )
          }
          onRecord={(key) => {
            record(editing, key);
          }}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </div>
  );
}

/** Keybindings.json in which a binding is taken back: a rule of the user's goes, a default is taken by a rule. */
function without(text: string, { key, source, when }: Binding, command: string): string {
  if (source === 'default') return withRule(text, { key: key.toLowerCase(), command: `-${command}` });
  return withoutRules(
    text,
    (rule) => rule.command === command && (rule.when ?? null) === when && canonicalKeys(rule.key) === key,
  );
}

function found({ id, label, binding }: Row, query: string, recorded: boolean): boolean {
  if (recorded) return query === '' || binding?.key === query || binding?.key.startsWith(`${query} `) === true;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${id} ${label} ${binding?.key ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

interface KeyRowProps {
  readonly row: Row;
  readonly conflicts: readonly Binding[];
  /** The user has rules for the command. */
  readonly changed: boolean;
  readonly onEdit: (row: Row) => void;
  readonly onRemove: (row: Row) => void;
  readonly onReset: (row: Row) => void;
}

function KeyRow({ row, conflicts, changed, onEdit, onRemove, onReset }: KeyRowProps) {
  const { id, label, binding } = row;
  const others = [...new Set(conflicts.map((b) => labelOf(b.command)))].join(', ');
  return (
    <tr data-command={id}>
      <th scope="row">{label}</th>
      <td>
        {binding === null ? null : <kbd>{shown(binding.key)}</kbd>}
        {others === '' ? null : (
          <span className="key-conflict">
            <Icon name="warning" /> {t('Also: {others}', { others })}
          </span>
        )}
      </td>
      <td>
        <code>{binding?.when ?? ''}</code>
      </td>
      <td className="muted">{binding === null ? '' : binding.source === 'user' ? t('User') : t('Default')}</td>
      <td className="key-actions">
        <IconButton
          icon={binding === null ? 'add' : 'edit'}
          label={`${binding === null ? t('Add a key for') : t('Change the key of')} ${label}`}
          onClick={() => {
            onEdit(row);
          }}
        />
        {binding === null ? null : (
          <IconButton
            icon="trash"
            label={t('Remove the key of {label}', { label })}
            onClick={() => {
              onRemove(row);
            }}
          />
        )}
        {changed ? (
          <IconButton
            icon="discard"
            label={t('Reset {label}', { label })}
            onClick={() => {
              onReset(row);
            }}
          />
        ) : null}
      </td>
    </tr>
  );
}

const KEYS_JSON: JsonSource = {
  // At …/user/keybindings.json the JSON service answers for symbols with what Monaco does not understand.
  uri: 'codegrex:/keys/keybindings.json',
  label: 'keybindings.json',
  read: async () =>
    (await call('keybindings.readText', {})).text ||
    '// Your keys come after the defaults: [{ "key": "ctrl+k z", "command": "…" }]\n[\n]\n',
  write: async (text) => {
    const [problem] = readKeyRules(text).problems;
    if (problem !== undefined) throw new AppError('setting-invalid', problem);
    await call('keybindings.writeText', { text });
  },
};

/** Keybindings.json as a tab. */
export function KeybindingsJsonTab() {
  return <JsonText source={KEYS_JSON} />;
}
