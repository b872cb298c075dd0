import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ModelInfo } from '../../shared/schemas/models.ts';
import { Settings, type SettingsLayer, type SettingsView } from '../../shared/schemas/settings.ts';
import { SETTING_TABLE } from '../../shared/setting-table.ts';
import { DESTINATION_LABEL } from '../ui/mode-look.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { shownSetting } from './setting-source.ts';
import { controlOf, type Control } from './settings-schema.ts';
import { changeSettings } from './settings-store.ts';
import { t } from '../../shared/messages/t.ts';

interface SettingRowProps {
  readonly name: keyof Settings;
  readonly view: SettingsView;
  readonly layer: SettingsLayer;
  readonly locked: boolean;
  readonly overriddenBy: string | undefined;
  /** Those that there are now. */
  readonly models: readonly ModelInfo[];
  readonly onOpenJson: () => void;
}

/** One setting: what it is, where its value comes from, and its control. */
export function SettingRow({ name, view, layer, locked, overriddenBy, models, onOpenJson }: SettingRowProps) {
  const id = useId();
  const { description, workspace, ...info } = SETTING_TABLE[name];
  const title = t(info.title);
  const { value, set, source } = shownSetting(view, layer, name, overriddenBy);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: unknown): void => {
    const parsed = Settings.shape[name].safeParse(next);
    if (!parsed.success) {
      setProblem(parsed.error.issues[0]?.message ?? t('This value is not allowed.'));
      return;
    }
    if (layer === 'workspace' && workspace === 'off-only' && next !== false) {
      setProblem(t('A folder can turn this off, and not on.'));
      return;
    }
    setProblem(null);
    void changeSettings(layer, { [name]: parsed.data }, []);
  };
  return (
    <div className={`setting-row${set ? ' set' : ''}`} data-setting={name}>
      <div className="setting-title">
        <label htmlFor={id}>{title}</label>
        <code className="muted">{name}</code>
        <span className="muted setting-source">{source}</span>
        {set && !locked ? (
          <IconButton
            icon="discard"
            label={t('Reset {title}', { title })}
            onClick={() => {
              setProblem(null);
              void changeSettings(layer, {}, [name]);
            }}
          />
        ) : null}
      </div>
      <p className="muted" id={`${id}-about`}>
        {t(description)}
      </p>
      <SettingControl
        id={id}
        control={controlOf(name)}
        value={value}
        disabled={locked}
        models={models}
        onSet={change}
        onOpenJson={onOpenJson}
      />
      {problem === null ? null : (
        <p className="setting-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface SettingControlProps {
  readonly id: string;
  readonly control: Control;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly models: readonly ModelInfo[];
  readonly onSet: (value: unknown) => void;
  readonly onOpenJson: () => void;
}

function SettingControl({ id, control, value, disabled, models, onSet, onOpenJson }: SettingControlProps) {
  const common = { id, disabled, 'aria-describedby': `${id}-about` };
  switch (control.kind) {
    case 'switch':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(e) => {
            onSet(e.target.checked);
          }}
        />
      );
    case 'choice':
      return (
        <select
          {...common}
          value={String(value)}
          onChange={(e) => {
            onSet(e.target.value);
          }}
        >
          {control.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      );
    case 'model': {
      const offered = models.filter(({ capabilities }) => capabilities.chat || !control.chats);
      return (
        <select
          {...common}
          value={(value as string | null) ?? ''}
          onChange={(e) => {
            onSet(e.target.value === '' ? null : e.target.value);
          }}
        >
          <option value="">{t('Not chosen')}</option>
          {typeof value !== 'string' || offered.some(({ ref }) => ref === value) ? null : (
            <option value={value}>{t('{model} (not there now)', { model: value })}</option>
          )}
          {offered.map(({ ref, label, destination }) => (
            <option key={ref} value={ref}>
              {label} · {DESTINATION_LABEL[destination]}
            </option>
          ))}
        </select>
      );
    }
    case 'number':
      return (
        <Draft
          value={String(value)}
          onSet={(text) => {
            onSet(text.trim() === '' ? null : Number(text));
          }}
        >
          {(field) => (
            <input
              {...common}
              {...field}
              type="number"
              min={control.min}
              max={control.max}
              step={control.whole ? 1 : 'any'}
            />
          )}
        </Draft>
      );
    case 'text':
      return (
        <Draft
          value={(value as string | null) ?? ''}
          onSet={(text) => {
            onSet(text === '' && control.nullable ? null : text);
          }}
        >
          {(field) => <input {...common} {...field} type="text" spellCheck={false} />}
        </Draft>
      );
    case 'lines':
      return (
        <Draft
          value={(value as readonly string[]).join('\n')}
          onSet={(text) => {
            onSet(text.split('\n').filter((line) => line.trim() !== ''));
          }}
        >
          {(field) => <textarea {...common} {...field} rows={3} spellCheck={false} />}
        </Draft>
      );
    case 'json':
      return (
        <button {...common} type="button" className="link" onClick={onOpenJson}>
          {t('Edit in settings.json')}
        </button>
      );
  }
}

interface DraftProps {
  readonly value: string;
  readonly onSet: (text: string) => void;
  readonly children: (field: {
    readonly value: string;
    readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
    readonly onBlur: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  }) => ReactNode;
}

/** What is typed takes effect when the field is left, or at Enter in a field of one line. */
function Draft({ value, onSet, children }: DraftProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null && draft !== value) onSet(draft);
    setDraft(null);
  };
  return children({
    value: draft ?? value,
    onChange: (event) => {
      setDraft(event.target.value);
    },
    onBlur: commit,
    onKeyDown: (event) => {
      if (event.key === 'Enter' && event.currentTarget instanceof HTMLInputElement) commit();
    },
  });
}
