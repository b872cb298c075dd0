import { DropdownMenu } from 'radix-ui';
import { useSyncExternalStore, type ReactNode } from 'react';
import { documentOf, setEol, useEditor } from '../editor/editor-store.ts';
import { encodingLabel, reopenWith, saveWith } from '../editor/file-encoding.ts';
import { monaco } from '../editor/monaco-setup.ts';
import { Icon } from '../ui/icon.tsx';
import { t } from '../../shared/messages/t.ts';

const EOLS = [
  { value: '\n', label: 'LF', hint: t('Linux, macOS') },
  { value: '\r\n', label: 'CRLF', hint: 'Windows' },
] as const;
const INDENTS = ['space', 'tab'].flatMap((kind) =>
  [1, 2, 3, 4, 8].map((width) => {
    return {
      value: `${kind} ${String(width)}`,
      label:
        kind === 'space'
          ? t('{width, plural, one {# space} other {# spaces}}', { width })
          : t('Tabs, {width, plural, one {# column} other {# columns}} wide', { width }),
    };
  }),
);

/** How the text on screen is written: its indentation, encoding, line ends and language. Each can be changed. */
export function TextFormat() {
  const tab = useEditor((s) => s.tabs.find((t) => t.path === s.active));
  const document = tab?.error === null ? documentOf(tab.path) : undefined;
  const shape = useShape(document?.model);
  if (!tab || !document || shape === null) return null;
  const { model, file } = document;
  const { insertSpaces, indentSize, language } = shape;
  const eol = EOLS.find(({ value }) => value === file.eol) ?? EOLS[0];
  const languageName = LANGUAGES.find(({ value }) => value === language)?.label ?? language;
  return (
    <>
      <Choice
        label={`${insertSpaces ? t('Spaces') : t('Tab size')}: ${String(indentSize)}`}
        title={t('Indentation')}
        value={`${insertSpaces ? 'space' : 'tab'} ${String(indentSize)}`}
        options={INDENTS}
        onChoose={(value) => {
          const [kind, width] = value.split(' ');
          const size = Number(width);
          model.updateOptions({ insertSpaces: kind === 'space', indentSize: size, tabSize: size });
        }}
      />
      <StatusMenu label={encodingLabel(file)} title={t('Encoding')}>
        <DropdownMenu.Item className="menu-item" onSelect={() => void reopenWith(tab.path)}>
          {t('Reopen with encoding…')}
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => void saveWith(tab.path)}>
          {t('Save with encoding…')}
        </DropdownMenu.Item>
      </StatusMenu>
      <Choice
        label={eol.label}
        title={t('End of line')}
        value={file.eol}
        options={EOLS}
        onChoose={(value) => {
          setEol(tab.path, value);
        }}
      />
      <Choice
        label={languageName}
        title={t('Language')}
        value={language}
        options={LANGUAGES}
        onChoose={(id) => {
          monaco.editor.setModelLanguage(model, id);
        }}
      />
    </>
  );
}

interface Shape {
  readonly insertSpaces: boolean;
  readonly indentSize: number;
  /** Monaco's id. */
  readonly language: string;
}

/** What may change of a text without its letters. */
function useShape(model: monaco.editor.ITextModel | undefined): Shape | null {
  const key = useSyncExternalStore(
    (changed) => {
      const listening = [model?.onDidChangeOptions(changed), model?.onDidChangeLanguage(changed)];
      return () => {
        for (const each of listening) each?.dispose();
      };
    },
    () => {
      if (!model || model.isDisposed()) return null;
      const { insertSpaces, indentSize, tabSize } = model.getOptions();
      return JSON.stringify({
        insertSpaces,
        indentSize: insertSpaces ? indentSize : tabSize,
        language: model.getLanguageId(),
      });
    },
  );
  return key === null ? null : (JSON.parse(key) as Shape);
}

/** Every language once, by the name that people call it. */
const LANGUAGES = [
  ...new Map(
    monaco.languages.getLanguages().map(({ id, aliases }) => [id, { value: id, label: aliases?.[0] ?? id }]),
  ).values(),
].sort((a, b) => a.label.localeCompare(b.label, 'en'));

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly title: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChoose: (value: T) => void;
}

/** One of several. */
function Choice<T extends string>({ label, title, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <StatusMenu label={label} title={title}>
      <DropdownMenu.RadioGroup
        value={value}
        onValueChange={(chosen) => {
          onChoose(chosen as T);
        }}
      >
        {options.map((option) => (
          <DropdownMenu.RadioItem
            key={option.value}
            value={option.value}
            className="menu-item"
            textValue={option.label}
          >
            <span>{option.label}</span>
            {option.hint === undefined ? null : <small>{option.hint}</small>}
            <DropdownMenu.ItemIndicator>
              <Icon name="check" />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </StatusMenu>
  );
}

/** What the status bar says, which opens a menu. */
function StatusMenu({
  label,
  title,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="status-item" title={title} aria-label={`${title}: ${label}`}>
          {label}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu scroll-menu" side="top" align="end" sideOffset={4} aria-label={title}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
